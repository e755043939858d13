"""Version after version: nobody is lost, nobody is asked twice, and every chain can be followed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.recertifying import counts
from tests.functions.scoping import add_up, complete, logged, outcomes, set_active

PEOPLE = ("E-1", "E-2", "E-3", "E-4")

#: All of the evidence and of its signature but the flag, as the server sends it in binary.
BYTES = (
    "select e.user_id, e.evidence_id, e.version_id, timestamptz_send(e.completed_at) as completed,"
    " timestamptz_send(e.recorded_at) as recorded, numeric_send(e.score) as score,"
    " e.content_sha256, e.is_imported, textsend(s.manifestation) as manifestation, s.method,"
    " timestamptz_send(s.signed_at) as signed, inet_send(s.client_addr) as client_addr,"
    " to_jsonb(s)::text as signature"
    " from core.evidence as e left join core.signatures as s using (user_id, evidence_id)"
    " where e.version_id = %s order by e.user_id, e.evidence_id"
)

#: A piece of superseded evidence, and the label of the version whose recertification did it.
CHAIN = (
    "select u.employee_number, v.label, n.label as next"
    " from core.evidence as e join core.users as u using (user_id)"
    " join core.training_versions as v on e.version_id = v.version_id"
    " left join core.campaigns as c on e.superseded_by_campaign_id = c.campaign_id"
    " left join core.training_versions as n on c.version_id = n.version_id"
    " order by e.evidence_id"
)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Version 1 in force and completed by everyone but E-5, version 2 pending."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training(initial_due_offset_days=14)
        database.users(*PEOPLE, "E-5")
        database.activate("1")
        for number in PEOPLE:
            complete(database, number, "drawn", 90)
        database.submit("2")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """What a test does is undone, after a look at whether all its runs add up."""
    with shared.undone():
        yield shared
        add_up(shared)


def chains(company: Database) -> dict[str, list[tuple[str, str | None]]]:
    """For each person the versions completed, each with the one that superseded it."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in company.rows(CHAIN):
        found.setdefault(row["employee_number"], []).append((row["label"], row["next"]))
    return found


def todo(company: Database) -> dict[str, list[str]]:
    """For each person the labels of the versions of open assignments."""
    found: dict[str, list[str]] = {}
    for row in company.rows(
        "select employee_number, version from api.assignments"
        " where status in ('not_started', 'in_progress') order by assigned_at"
    ):
        found.setdefault(row["employee_number"], []).append(row["version"])
    return found


@pytest.mark.rule(6, 7, 8, 9, 13)
def test_three_versions_in_a_row_lose_nobody_and_ask_nobody_twice(company: Database) -> None:
    second = company.approve("2", recertify_everyone=True)
    assert todo(company) == {number: ["2"] for number in PEOPLE}
    for number in ("E-1", "E-2"):
        assert complete(company, number)["assignments_closed"] == 1
    company.submit("3")
    third = company.approve("3", recertify_everyone=True)
    # E-3 and E-4 have theirs of 2 open, which completing 3 closes
    assert outcomes(company, third) == {"E-1": "created", "E-2": "created"}
    assert todo(company) == {"E-1": ["3"], "E-2": ["3"], "E-3": ["2"], "E-4": ["2"]}
    for number in ("E-1", "E-3"):
        done = complete(company, number)
        assert (done["version"], done["assignments_closed"]) == ("3", 1)
    company.submit("4")
    fourth = company.approve("4", recertify_everyone=True)
    assert outcomes(company, fourth) == {"E-1": "created", "E-3": "created"}
    assert todo(company) == {"E-1": ["4"], "E-2": ["3"], "E-3": ["4"], "E-4": ["2"]}
    for number in PEOPLE:
        assert complete(company, number)["assignments_closed"] == 1
    assert todo(company) == {}

    assert chains(company) == {
        "E-1": [("1", "2"), ("2", "3"), ("3", "4"), ("4", None)],
        "E-2": [("1", "2"), ("2", "3"), ("4", None)],
        "E-3": [("1", "2"), ("3", "4"), ("4", None)],
        "E-4": [("1", "2"), ("4", None)],
    }
    assert [run["population"] for run in (second, third, fourth)] == [4, 2, 2]
    # the moment of each link is that of its run
    assert (
        company.rows(
            "select e.superseded_at from core.evidence as e where e.superseded_at is not null"
            " except select run_at from core.recertification_runs"
        )
        == []
    )
    assert set(counts(company.recertify("4")).values()) == {0}


@pytest.mark.rule(6, 9, 14)
def test_a_chain_with_somebody_away_for_a_version(company: Database) -> None:
    set_active(company, "E-1", is_active=False)
    company.approve("2", recertify_everyone=True)
    company.submit("3")
    assert company.approve("3", recertify_everyone=True)["population"] == 0
    company.act_as("Q-1")
    company.execute("select api.reactivate_user('E-1', %s)", REASON)
    assert len(todo(company)["E-1"]) == 1
    assert complete(company, "E-1")["version"] == "3"
    assert chains(company)["E-1"] == [("1", "2"), ("3", None)]
    assert set(counts(company.recertify("3")).values()) == {0}


@pytest.mark.rule(6, 13)
def test_a_corrected_version_minutes_after_the_first(company: Database) -> None:
    company.approve("2", recertify_everyone=True)
    complete(company, "E-1")
    company.act_as("E-2")
    company.execute("select api.start_assignment('Lockout')")
    company.submit("2.1")
    corrected = company.approve("2.1", recertify_everyone=True)
    # who had completed the first does the corrected one, everybody else is asked already
    assert outcomes(company, corrected) == {"E-1": "created"}
    assert todo(company) == {"E-1": ["2.1"], "E-2": ["2"], "E-3": ["2"], "E-4": ["2"]}
    for number in PEOPLE:
        done = complete(company, number)
        assert (done["version"], done["assignments_closed"]) == ("2.1", 1)
    assert todo(company) == {}
    current = {
        number: [label for label, flag in flags if flag == "current"]
        for number, flags in company.statuses().items()
    }
    assert current == {number: ["2.1"] for number in PEOPLE}


@pytest.mark.rule(9, 19)
@pytest.mark.parametrize("scope", [{}, {"from_versions": ["1"]}], ids=["everyone", "some"])
def test_old_evidence_and_its_signature_stay_byte_for_byte(
    company: Database, scope: dict[str, Any]
) -> None:
    before = company.rows(BYTES, company.version_id("1"))
    assert len(before) == len(PEOPLE)
    assert all(row["score"] and row["completed"] and row["manifestation"] for row in before)
    assert {row["method"] for row in before} == {"drawn"}
    company.approve("2", recertify_everyone=True, **scope)
    company.recertify("2")
    complete(company, "E-1")
    company.submit("3")
    company.approve("3", recertify_everyone=True)
    assert company.rows(BYTES, company.version_id("1")) == before
    flags = "select distinct recertification_status from core.evidence where version_id = %s"
    assert company.value(flags, company.version_id("1")) == "superseded"


@pytest.mark.rule(6, 10, 20)
def test_who_never_completed_anything_is_in_no_run(company: Database) -> None:
    run = company.approve("2", recertify_everyone=True)
    assert "E-5" not in outcomes(company, run)
    assert "E-5" not in company.assigned("2")
    # not even one who is asked to complete it
    company.execute(
        "select api.create_campaign('Lockout', 'Newcomers', now() + interval '9 days', %s, %s)",
        REASON,
        ["E-5"],
    )
    company.submit("3")
    assert outcomes(company, company.approve("3", recertify_everyone=True)) == {}
    assert todo(company)["E-5"] == ["2"]


@pytest.mark.rule(6, 10, 20)
def test_a_training_without_evidence_says_zero_in_its_audit_row(company: Database) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.submit("2", "Gowning")
    evidence = company.rows("select * from core.evidence order by evidence_id")
    run = company.approve("2", "Gowning", recertify_everyone=True)
    again = company.recertify("2", "Gowning")
    for row in (run, again):
        payload = logged(company, row)
        assert (payload["action"], payload["scope"]) == ("recertify", None)
        assert set(counts(payload).values()) == set(counts(row).values()) == {0}
        assert outcomes(company, row) == {}
    assert company.value("select count(*) from core.assignments") == 0
    assert company.rows("select * from core.evidence order by evidence_id") == evidence


@pytest.mark.rule(7)
def test_a_renamed_training_has_one_campaign_whatever_the_scope(company: Database) -> None:
    first = company.approve("2", recertify_everyone=True, from_versions=["1"])
    company.execute("update core.trainings set name = 'Lockout/Tagout' where name = 'Lockout'")
    company.evidence("E-5", "1", "Lockout/Tagout")
    plan = company.plan("2", "Lockout/Tagout")
    again = company.recertify("2", "Lockout/Tagout")
    assert plan["campaign"] == again["campaign"] == first["campaign"]
    assert outcomes(company, again) == {"E-5": "created"}
    assert (
        json.loads(
            company.value("select payload from audit.log where seq = %s", again["audit_seq"])
        )["training"]
        == "Lockout/Tagout"
    )
    campaigns = "select count(*) from core.campaigns where kind = 'recertification'"
    assert company.value(campaigns) == 1
