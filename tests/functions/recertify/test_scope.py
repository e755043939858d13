"""Recertifying some: by department, by location, by the version that people hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database
from tests.functions.recertifying import counts
from tests.functions.scoping import PEOPLE, add_up, logged, outcomes, planned, several_places

#: A scope, and whom it means among those of PEOPLE with evidence.
SCOPES = [
    pytest.param({"departments": ["Line 4"]}, {"E-1", "E-2"}, id="department"),
    pytest.param({"departments": ["Line 4", "Line 5"]}, {"E-1", "E-2", "E-3", "E-4"}, id="two"),
    pytest.param({"locations": ["Graz"]}, {"E-1", "E-3"}, id="location"),
    pytest.param(
        {"departments": ["Line 5"], "locations": ["Linz"]}, {"E-4"}, id="department and location"
    ),
    pytest.param({"from_versions": ["1"]}, {"E-1", "E-2", "E-3", "E-5"}, id="version"),
    pytest.param({"from_versions": ["2"]}, {"E-3", "E-4"}, id="later version"),
    pytest.param(
        {"from_versions": ["2"], "locations": ["Graz"]}, {"E-3"}, id="version and location"
    ),
    pytest.param(
        {"from_versions": ["1", "2"]}, {"E-1", "E-2", "E-3", "E-4", "E-5"}, id="all versions"
    ),
    pytest.param({"departments": ["Office"]}, set(), id="nobody with evidence"),
    pytest.param({"departments": ["Line 4"], "from_versions": ["2"]}, set(), id="nobody of both"),
]


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with several_places(server, template) as database:
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    with shared.undone():
        yield shared


def superseded(company: Database) -> dict[str, list[str]]:
    """For each person the labels of the superseded evidence."""
    found = {
        number: [label for label, flag in flags if flag == "superseded"]
        for number, flags in company.statuses().items()
    }
    return {number: labels for number, labels in found.items() if labels}


@pytest.mark.rule(6, 8, 9, 10, 12, 20)
@pytest.mark.parametrize(("scope", "people"), SCOPES)
def test_a_scope_is_in_the_plan_the_run_and_the_record_and_limits_all_of_them(
    company: Database, scope: dict[str, Any], people: set[str]
) -> None:
    before = company.snapshot()
    plan = planned(company, "3", **scope)
    assert company.snapshot() == before
    rows = sum(len(PEOPLE[number][2]) for number in people)
    assert (plan["population"], plan["created"], plan["evidence_superseded"]) == (
        *(len(people), len(people)),
        rows,
    )
    assert sum(part["population"] for part in plan["breakdown"]) == len(people)
    assert (plan["scope"], plan["effective_on"]) == (scope, None)

    run = company.approve("3", recertify_everyone=True, plan_digest=plan["plan_digest"], **scope)
    assert counts(run) == counts(plan)
    assert (run["plan_digest"], run["scope"]) == (plan["plan_digest"], scope)
    assert company.assigned("3") == dict.fromkeys(people, "not_started")
    assert outcomes(company, run) == dict.fromkeys(people, "created")
    # all evidence of theirs, whatever version was asked for, and of nobody else
    assert superseded(company) == {number: list(PEOPLE[number][2]) for number in people}
    assert company.row("select scope, plan_digest from core.recertification_runs") == {
        "scope": scope,
        "plan_digest": plan["plan_digest"],
    }
    assert logged(company, run)["scope"] == scope
    add_up(company)


@pytest.mark.rule(7, 10, 11)
@pytest.mark.parametrize(("scope", "people"), SCOPES)
def test_some_then_everyone_is_everyone_once_in_one_campaign(
    company: Database, scope: dict[str, Any], people: set[str]
) -> None:
    company.approve("3")
    some = company.recertify("3", **scope)
    due = company.rows("select * from core.assignments order by user_id")
    again = company.recertify("3", **scope)
    assert set(counts(again).values()) == {0}
    assert company.rows("select * from core.assignments order by user_id") == due

    rest = {number for number, person in PEOPLE.items() if person[2]} - people
    everyone = company.recertify("3")
    assert outcomes(company, everyone) == dict.fromkeys(rest, "created")
    assert everyone["scope"] is None
    assert everyone["campaign"] == some["campaign"] == again["campaign"]
    assert company.assigned("3") == dict.fromkeys(people | rest, "not_started")
    assert company.value(
        "select count(*) from core.assignments where due_at = %s", some["due_at"]
    ) == len(people)
    assert set(counts(company.recertify("3")).values()) == {0}
    add_up(company)


@pytest.mark.rule(10)
def test_exclusions_are_those_of_the_scope(company: Database) -> None:
    company.execute("update core.users set is_active = false where employee_number like 'E-%%'")
    run = company.approve("3", recertify_everyone=True, departments=["Line 4"])
    assert outcomes(company, run) == dict.fromkeys(("E-1", "E-2"), "inactive")
    assert superseded(company) == {"E-1": ["1"], "E-2": ["1", "1"]}
    add_up(company)


@pytest.mark.rule(6)
def test_evidence_that_is_superseded_already_puts_nobody_in_the_scope_of_its_version(
    company: Database,
) -> None:
    company.approve("3", recertify_everyone=True, from_versions=["1"])
    company.evidence("E-1", "2")
    assert company.recertify("3", from_versions=["1"])["population"] == 0
    late = company.recertify("3", from_versions=["2"])
    assert outcomes(company, late) == {"E-1": "already_enrolled", "E-4": "created"}
    add_up(company)


@pytest.mark.rule(12)
def test_names_are_a_set_without_the_blanks_around_them(company: Database) -> None:
    plain = planned(company, "3", departments=["Line 4", "Line 5"], from_versions=["1"])
    odd = planned(
        company, "3", departments=[" Line 5", "Line 4\u00a0", "Line 4"], from_versions=["1 ", "1"]
    )
    assert (odd["scope"], odd["plan_digest"]) == (plain["scope"], plain["plan_digest"])


@pytest.mark.rule(12)
def test_nothing_given_is_everyone(company: Database) -> None:
    everyone = planned(company, "3")
    assert everyone["population"] == 5
    nothing = planned(company, "3", departments=[], locations=[], from_versions=[])
    assert nothing == {**everyone, "due_at": nothing["due_at"]}
    run = company.approve(
        "3", recertify_everyone=True, departments=[], plan_digest=everyone["plan_digest"]
    )
    assert run["scope"] is None


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    ("planned_for", "applied_to"),
    [
        pytest.param({}, {"from_versions": ["1", "2"]}, id="the same people by version"),
        pytest.param({"from_versions": ["1", "2"]}, {}, id="the same people as everyone"),
        pytest.param({"departments": ["Line 4"]}, {"departments": ["Line 5"]}, id="others"),
        pytest.param({"departments": ["Line 4"]}, {}, id="some for everyone"),
        pytest.param({"departments": ["Office"]}, {"locations": ["Office"]}, id="two of nobody"),
    ],
)
def test_a_plan_for_one_scope_does_not_serve_for_another(
    company: Database, planned_for: dict[str, Any], applied_to: dict[str, Any]
) -> None:
    company.user("O-1", location="Office")
    digest = planned(company, "3", **planned_for)["plan_digest"]
    before = company.snapshot()
    company.refuses(
        "ZR206",
        "select api.approve_version('Lockout', '3', %s, true, true, %s, %s, %s, %s)",
        REASON,
        digest,
        *(applied_to.get(name) for name in ("departments", "locations", "from_versions")),
    )
    assert company.snapshot() == before


@pytest.mark.rule(12)
def test_a_plan_no_longer_fits_when_somebody_has_moved_into_the_scope(company: Database) -> None:
    digest = planned(company, "3", departments=["Line 4"])["plan_digest"]
    elsewhere = planned(company, "3", departments=["Line 5"])["plan_digest"]
    company.execute("update core.users set department = 'Line 4' where employee_number = 'E-5'")
    company.approve("3")
    call = "select api.recertify('Lockout', '3', %s, %s, %s)"
    company.refuses("ZR206", call, REASON, digest, ["Line 4"])
    # what happens out of the scope is none of its business
    assert company.recertify("3", plan_digest=elsewhere, departments=["Line 5"])["created"] == 2


@pytest.mark.rule(4, 15, 20)
def test_recertifying_some_leaves_the_decision_about_the_others_open(company: Database) -> None:
    run = company.approve("3", recertify_everyone=True, locations=["Graz"])
    assert company.state("3") == "active"
    actions = "select action from audit.log where seq >= %s - 1 order by seq"
    assert [row["action"] for row in company.rows(actions, run["audit_seq"])] == [
        "approve_version",
        "recertify",
    ]
    open_tasks = (
        "select count(*) from core.review_tasks where resolution is null"
        " and task_type = 'recert_decision' and version_id = %s"
    )
    assert company.value(open_tasks, company.version_id("3")) == 1
    company.recertify("3", departments=["Line 5"])
    assert company.value(open_tasks, company.version_id("3")) == 1
    company.execute("select api.decline_recertification('Lockout', '3', %s)", REASON)
    assert company.value(open_tasks, company.version_id("3")) == 0
