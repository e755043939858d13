"""Recertifying some, or on a day to come, as people call it; and what is stored for that day."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cli.calling import COUNTS, KEYS, Recert
from tests.cli.terminal import terminal
from tests.company import REASON, Database
from tests.functions.scoping import come

WHY = ["--reason", REASON]
DECIDE = [*WHY, "--as", "Q-1"]
JSON = ["--format", "json"]
IN_GRAZ = ["--department", "Line 4", "--location", "Graz"]
SCOPE = {"departments": ["Line 4"], "locations": ["Graz"]}
STORED = [*KEYS, "effective_on", "scheduled_recertification_id"]


def soon(days: int = 7) -> date:
    """A day to come, in UTC."""
    return datetime.now(UTC).date() + timedelta(days=days)


@pytest.mark.rule(12)
@pytest.mark.parametrize("command", ["approve", "recertify"])
def test_a_scope_in_the_plan_and_in_what_it_does(
    company: Database, recert: Recert, command: str
) -> None:
    if command == "recertify":
        company.approve("2")
        company.act_as(None)
    call = [command, "Lockout", "2", *IN_GRAZ, "--from-version", "1", *JSON]
    scope = {**SCOPE, "from_versions": ["1"]}
    before = company.record()
    plan = recert(company, *call, "--plan").document
    assert company.record() == before
    assert list(plan) == [*KEYS, "scope", "breakdown"]
    assert (plan["scope"], plan["population"], plan["dry_run"]) == (scope, 1, True)

    everyone = ["--recertify-everyone"] if command == "approve" else []
    result = recert(company, *call, *everyone, "--plan-digest", plan["plan_digest"], *DECIDE)
    assert result.code == 0
    assert list(result.document) == [*KEYS, "scope"]
    assert result.document["scope"] == scope
    assert [result.document[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert company.assigned("2") == {"E-1": "not_started"}
    assert company.value("select scope from core.recertification_runs") == scope


@pytest.mark.rule(11)
def test_options_are_repeated_for_several(company: Database, recert: Recert) -> None:
    company.execute("update core.users set department = 'Line 5' where employee_number = 'E-2'")
    company.approve("2")
    company.act_as(None)
    both = ["--department", "Line 4", "--department", "Line 5"]
    result = recert(company, "recertify", "Lockout", "2", *both, *DECIDE, *JSON)
    assert result.document["scope"] == {"departments": ["Line 4", "Line 5"]}
    assert set(company.assigned("2")) == {"E-1", "E-2"}


@pytest.mark.rule(12)
def test_at_a_terminal_the_plan_of_the_scope_is_shown_and_done(company: Database) -> None:
    company.approve("2")
    company.act_as(None)
    call = ["recertify", "Lockout", "2", *IN_GRAZ, *DECIDE]
    with terminal(*call, "--dsn", company.dsn) as shown:
        shown.wait_for("[y/N]")
        shown.type("y\r")
        assert shown.finish() == 0
    assert company.assigned("2") == {"E-1": "not_started"}


@pytest.mark.parametrize("command", ["approve", "recertify"])
def test_store_list_and_cancel(company: Database, recert: Recert, command: str) -> None:
    everyone = ["--recertify-everyone"] if command == "approve" else []
    if command == "recertify":
        company.approve("2")
        company.act_as(None)
    nothing = recert(company, "scheduled", "list", *JSON)
    assert (nothing.code, nothing.document) == (0, [])

    call = [command, "Lockout", "2", "--effective-on", soon().isoformat(), *JSON]
    plan = recert(company, *call, "--plan").document
    assert list(plan) == [*KEYS, "effective_on", "breakdown"]
    assert (plan["effective_on"], plan["population"]) == (soon().isoformat(), 2)
    stored = recert(company, *call, *everyone, "--plan-digest", plan["plan_digest"], *DECIDE)
    assert stored.code == 0
    assert list(stored.document) == STORED
    assert stored.document["effective_on"] == soon().isoformat()
    assert {stored.document[name] for name in COUNTS} == {0}
    assert company.state("2") == "active"
    assert company.assigned("2") == {}

    (row,) = recert(company, "scheduled", "list", *JSON).document
    number = stored.document["scheduled_recertification_id"]
    assert row["scheduled_recertification_id"] == number
    assert (row["training"], row["version"], row["effective_on"], row["scope"], row["state"]) == (
        *("Lockout", "2"),
        *(soon().isoformat(), None, "planned"),
    )
    assert (row["decided_by"], row["change_reason"], row["is_due"]) == ("Q-1", REASON, False)

    cancelled = recert(company, "scheduled", "cancel", str(number), *DECIDE, *JSON)
    assert cancelled.code == 0
    assert cancelled.document == {
        "scheduled_recertification_id": number,
        "training": "Lockout",
        "version": "2",
        "effective_on": soon().isoformat(),
        "state": "cancelled",
        "audit_seq": company.value("select max(seq) from audit.log"),
    }
    assert recert(company, "scheduled", "list", *JSON).document == []
    (row,) = recert(company, "scheduled", "list", "--all", *JSON).document
    assert (row["state"], row["ended_by"], row["end_reason"]) == ("cancelled", "Q-1", REASON)


def test_the_list_begins_with_the_next_one_in_any_format(company: Database, recert: Recert) -> None:
    company.approve("2")
    for days, scope in ((9, []), (3, IN_GRAZ), (6, [])):
        call = ["recertify", "Lockout", "2", "--effective-on", soon(days).isoformat(), *scope]
        assert recert(company, *call, *DECIDE).code == 0
    listed = recert(company, "scheduled", "list", "--format", "csv")
    assert [row["effective_on"] for row in csv.DictReader(io.StringIO(listed.out))] == [
        soon(days).isoformat() for days in (3, 6, 9)
    ]
    assert [row["scope"] for row in recert(company, "scheduled", "list", *JSON).document] == [
        SCOPE,
        None,
        None,
    ]
    shown = recert(company, "scheduled", "list")
    assert shown.code == 0
    for text in (soon(3).isoformat(), "Graz", "Q-1"):
        assert text in shown.out


def test_daily_does_what_is_due_and_leaves_the_rest(company: Database, recert: Recert) -> None:
    company.approve("2")
    due = company.recertify("2", effective_on=soon(), departments=["Line 4"], locations=["Graz"])
    company.recertify("2", effective_on=soon(1))
    company.act_as(None)
    come(company, due)
    for created in (1, 0):
        result = recert(company, "daily", "--no-marts", *JSON)
        assert result.code == 0
        (step,) = [s for s in result.document if s["step"] == "scheduled_recertifications"]
        assert step["state"] == "succeeded"
        assert (step["result"]["due"], step["result"]["created"]) == (created, created)
        assert company.assigned("2") == {"E-1": "not_started"}
    states = [row["state"] for row in recert(company, "scheduled", "list", "--all", *JSON).document]
    assert states == ["done", "planned"]


@pytest.fixture(scope="module")
def in_force(untouched: Database) -> Database:
    """Version 2 in force and 3 pending, shared by calls that change nothing."""
    untouched.approve("2")
    untouched.submit("3")
    untouched.act_as(None)
    return untouched


RECERTIFY = ["recertify", "Lockout", "2"]


@pytest.mark.parametrize(
    ("arguments", "code", "sqlstate"),
    [
        pytest.param([*RECERTIFY, "--department", "Nowhere"], 5, "ZR102", id="department"),
        pytest.param([*RECERTIFY, "--location", "graz"], 5, "ZR102", id="location"),
        pytest.param([*RECERTIFY, "--from-version", "2"], 5, "ZR102", id="version"),
        pytest.param([*RECERTIFY, "--department", ""], 5, "ZR102", id="blank"),
        pytest.param(
            [*RECERTIFY, "--department", "", "--location", "Graz"], 5, "ZR102", id="blank beside"
        ),
        pytest.param([*RECERTIFY, "--effective-on", "2020-02-29"], 5, "ZR102", id="past day"),
        pytest.param([*RECERTIFY, "--effective-on", "2100-01-01"], 5, "ZR102", id="far day"),
        pytest.param([*RECERTIFY, "--effective-on", "2027-02-29"], 2, None, id="no such day"),
        pytest.param([*RECERTIFY, "--effective-on", "tomorrow"], 2, None, id="no day"),
        pytest.param([*RECERTIFY, "--plan-digest", "0" * 64, *IN_GRAZ], 6, "ZR206", id="digest"),
        pytest.param(["scheduled", "cancel", "99"], 6, "ZR210", id="no such one"),
        pytest.param(["scheduled", "cancel", "one"], 2, None, id="no number"),
        pytest.param(
            ["approve", "Lockout", "3", "--department", "Line 4"], 2, None, id="without everyone"
        ),
        pytest.param(
            ["approve", "Lockout", "3", "--effective-on", "2030-01-01"], 2, None, id="day alone"
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    in_force: Database,
    recert: Recert,
    arguments: list[str],
    code: int,
    sqlstate: str | None,
) -> None:
    before = in_force.record()
    told = recert(in_force, "--log-format", "json", *arguments, *DECIDE)
    assert (told.code, told.out) == (code, "")
    assert (told.messages[-1]["exit_code"], told.messages[-1]["sqlstate"]) == (code, sqlstate)
    assert told.messages[-1]["hint"]
    if arguments[0] != "scheduled" and sqlstate == "ZR102":
        assert recert(in_force, *arguments, "--plan").code == code
    assert in_force.record() == before


def test_who_may_not_and_what_is_stored_or_cancelled_already(
    company: Database, recert: Recert
) -> None:
    company.approve("2")
    company.act_as(None)
    call = [*RECERTIFY, "--effective-on", soon().isoformat(), *WHY]
    stored = recert(company, *call, "--as", "Q-1", *JSON).document
    cancel = ["scheduled", "cancel", str(stored["scheduled_recertification_id"])]
    before = company.record()
    assert recert(company, *call, "--as", "Q-1").code == 6
    for actor, code in (("E-1", 7), ("H-1", 7), ("A-1", 7), ("X-1", 7), ("N-1", 6)):
        assert recert(company, *call, "--as", actor).code == code
        assert recert(company, *cancel, *WHY, "--as", actor).code == code
    assert recert(company, *cancel, *WHY).code == 7  # a person must
    assert recert(company, *cancel, "--reason", "Nine char", "--as", "Q-1").code == 5
    assert recert(company, *cancel, "--as", "Q-1").code == 2
    assert company.record() == before
    assert recert(company, *cancel, *DECIDE).code == 0
    assert recert(company, *cancel, *DECIDE).code == 6
