"""Scopes and days that mean nobody or nothing are refused, by the plan as by the run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database
from tests.functions.scoping import planned, several_places

CALLS = {
    "preview": "api.preview_recertification('Lockout', %s",
    "recertify": "api.recertify('Lockout', %s, '" + REASON + "'",
    "approve": "api.approve_version('Lockout', %s, '" + REASON + "', p_recertify_everyone => true",
}

WRONG: list[Any] = [
    pytest.param({"departments": ["Line 6"]}, id="unknown department"),
    pytest.param({"departments": ["line 4"]}, id="department in lower case"),
    pytest.param({"departments": ["Graz"]}, id="a location as department"),
    pytest.param({"departments": ["Line 4", "Line 6"]}, id="one of two departments unknown"),
    pytest.param({"locations": ["Wien"]}, id="unknown location"),
    pytest.param({"departments": ["Line 4"], "locations": ["Wien"]}, id="one of two unknown"),
    pytest.param({"from_versions": ["7"]}, id="unknown version"),
    pytest.param({"from_versions": ["1", "7"]}, id="one of two versions unknown"),
    pytest.param({"from_versions": ["3"]}, id="the version itself"),
    pytest.param({"from_versions": ["4"]}, id="a version that was never in force"),
    pytest.param({"from_versions": ["9"]}, id="a version of another training"),
    pytest.param({"departments": [""]}, id="blank"),
    pytest.param({"locations": ["\u00a0\t"]}, id="blanks"),
    pytest.param({"from_versions": [None]}, id="null"),
    # a variable that a script left empty must not widen what the other option limits
    pytest.param({"departments": [""], "locations": ["Graz"]}, id="blank beside a location"),
    pytest.param({"departments": ["Line 4", " "]}, id="blank beside a department"),
    pytest.param({"effective_on": timedelta(days=-1)}, id="yesterday"),
    pytest.param({"effective_on": date(2020, 2, 29)}, id="long ago"),
    pytest.param({"effective_on": timedelta(days=3651)}, id="beyond ten years"),
    pytest.param({"effective_on": "infinity"}, id="infinity"),
    pytest.param({"effective_on": "-infinity"}, id="minus infinity"),
    pytest.param(
        {"departments": ["Line 4"], "effective_on": timedelta(days=-1)}, id="scope and past day"
    ),
]


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with several_places(server, template) as database:
        database.submit("4", author="Q-1")  # somebody else's: 3 stays pending
        database.act_as("Q-1")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    with shared.undone():
        yield shared


def given(scope: dict[str, Any]) -> dict[str, Any]:
    """Arguments with days counted from today in UTC."""
    today = datetime.now(UTC).date()
    return {
        name: today + value if isinstance(value, timedelta) else value
        for name, value in scope.items()
    }


def refused_unchanged(
    company: Database, function: str, label: str, scope: dict[str, Any], before: object
) -> None:
    extra = "".join(
        f", p_{name} => %s::{'date' if name == 'effective_on' else 'text[]'}" for name in scope
    )
    call = f"select * from {CALLS[function]}{extra})"
    company.refuses("ZR102", call, label, *given(scope).values())
    assert company.snapshot() == before


@pytest.mark.rule(6, 12)
@pytest.mark.parametrize("scope", WRONG)
def test_it_is_refused_and_nothing_changes(company: Database, scope: dict[str, Any]) -> None:
    before = company.snapshot()
    for function in ("preview", "approve"):
        refused_unchanged(company, function, "3", scope, before)
    company.approve("3")
    before = company.snapshot()
    for function in ("preview", "recertify"):
        refused_unchanged(company, function, "3", scope, before)


@pytest.mark.rule(6)
def test_a_version_that_came_later_is_no_earlier_one(company: Database) -> None:
    """Not even while a version that was in force before it is looked at."""
    company.approve("3")
    assert planned(company, "3", from_versions=["2"])["population"] == 2
    company.act_as("A-1")
    company.execute("select api.approve_version('Lockout', '4', %s)", REASON)
    # labels do not count, the order of activation does
    assert planned(company, "4", from_versions=["3"])["population"] == 0
    company.refuses("ZR204", "select api.preview_recertification('Lockout', '3')")


@pytest.mark.parametrize(
    "option", ["plan_digest", "departments", "locations", "from_versions", "effective_on"]
)
def test_approving_without_recertifying_takes_no_scope_and_no_day(
    company: Database, option: str
) -> None:
    value: Any = {
        "plan_digest": "0" * 64,
        "departments": ["Line 4"],
        "locations": ["Graz"],
        "from_versions": ["1"],
        "effective_on": datetime.now(UTC).date() + timedelta(days=7),
    }[option]
    before = company.snapshot()
    call = f"select api.approve_version('Lockout', '3', %s, p_{option} => %s)"
    company.refuses("ZR102", call, REASON, value)
    assert company.snapshot() == before


@pytest.mark.rule(4)
def test_storing_needs_activation_too(company: Database) -> None:
    before = company.snapshot()
    company.refuses(
        "ZR102",
        "select api.approve_version('Lockout', '3', %s, p_activate => false,"
        " p_recertify_everyone => true, p_effective_on => %s)",
        REASON,
        datetime.now(UTC).date() + timedelta(days=7),
    )
    assert company.snapshot() == before


@pytest.mark.parametrize("days", [1, 3650])
def test_days_to_come_are_taken_up_to_ten_years(company: Database, days: int) -> None:
    day = datetime.now(UTC).date() + timedelta(days=days)
    plan = planned(company, "3", effective_on=day)
    assert plan["effective_on"] == day
    assert plan["due_at"] == datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=14)
