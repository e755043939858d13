"""Coming back, in whatever way: what was missed is assigned, due from that day, and once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.chain import first_bad
from tests.company import Database
from tests.functions.assigning import (
    assigned,
    assignments,
    change,
    exempt,
    manual_campaign,
    queue,
    recompute,
    rule,
)
from tests.functions.imports.loading import load
from tests.functions.returning import (
    EVENTS,
    OFFSET,
    WAYS,
    Return,
    by_import,
    by_reactivating,
    by_upsert,
    expired,
    launched,
    leave,
    recertified,
)
from tests.functions.scoping import end_exemptions


@pytest.mark.rule(14, 20, 21)
@WAYS
@EVENTS
def test_what_was_missed_is_assigned_due_from_that_day(
    company: Database, event: Callable[[Database], str], come_back: Return
) -> None:
    leave(company, "E-1")
    campaign = event(company)
    assert "E-1" not in assigned(company)
    others = assignments(company)
    left_at = company.value("select clock_timestamp()")

    come_back(company, "E-1")
    assert assigned(company)["E-1"] == [campaign]
    (made,) = [row for row in assignments(company) if row not in others]
    assert made["assigned_at"] > left_at
    assert made["due_at"] - made["assigned_at"] == OFFSET
    assert made["status"] == "not_started"
    assert [row for row in assignments(company) if row != made] == others
    logged = company.row(
        "select actor, entity_type, entity_id, payload::jsonb as details from audit.log"
        " where action = 'reactivate_user'"
    )
    assert (logged["entity_type"], logged["entity_id"]) == ("user", str(made["user_id"]))
    assert logged["details"]["assigned"] == [campaign]
    assert logged["details"]["before"] == {"is_active": False}
    assert logged["details"]["after"] == {"is_active": True}
    assert queue(company) == set()
    assert recompute(company)["missed"] == 0
    assert first_bad(company.rows("select * from api.audit_log order by seq")) is None


@pytest.mark.rule(14)
@EVENTS
def test_leaving_and_coming_back_twice_duplicates_nothing(
    company: Database, event: Callable[[Database], str]
) -> None:
    leave(company, "E-1")
    event(company)
    by_upsert(company, "E-1")
    before = assignments(company)
    for come_back in (by_import, by_reactivating, by_upsert):
        leave(company, "E-1")
        assert assignments(company) == before
        come_back(company, "E-1")
        assert assignments(company) == before


@pytest.mark.rule(14)
def test_leaving_cancels_and_moves_nothing(company: Database) -> None:
    recertified(company)
    manual_campaign(company, "Newcomers", "E-1", "E-2", "E-3")
    rule(company)
    recompute(company)
    before = assignments(company)
    evidence = company.snapshot("core.evidence")
    for number in ("E-1", "E-2"):
        leave(company, number)
    recompute(company)
    assert assignments(company) == before
    assert company.snapshot("core.evidence") == evidence
    for number in ("E-1", "E-2"):
        by_upsert(company, number)
    assert assignments(company) == before


@pytest.mark.rule(14, 18)
@WAYS
def test_rules_are_applied_to_who_comes_back(company: Database, come_back: Return) -> None:
    leave(company, "E-3")
    rule(company, days_to_complete="5")
    recompute(company)
    assert "E-3" not in assigned(company)
    come_back(company, "E-3")
    assert assigned(company)["E-3"] == ["Rule: R"]
    (made,) = [row for row in assignments(company) if row["user_id"] == company.user_id("E-3")]
    assert made["due_at"] - made["assigned_at"] == timedelta(days=5)


@pytest.mark.rule(14, 18)
def test_what_was_missed_and_a_rule_for_it_are_one_assignment(company: Database) -> None:
    leave(company, "E-3")
    manual_campaign(company, "By number", "E-3")
    rule(company)
    by_upsert(company, "E-3")
    assert assigned(company)["E-3"] == ["By number"]
    assert recompute(company)["created"] == 2  # the deciders


@pytest.mark.rule(14)
def test_of_several_that_were_missed_the_last_counts_and_each_training_has_its_own(
    company: Database,
) -> None:
    company.training("Gowning", initial_due_offset_days=3)
    company.activate("1", "Gowning")
    company.evidence("E-1", "1", "Gowning")
    leave(company, "E-1")
    recertified(company)
    last = manual_campaign(company, "By number", "E-1")["campaign"]
    company.submit("2", "Gowning")
    gowning = company.approve("2", "Gowning", recertify_everyone=True)["campaign"]
    company.act_as(None)
    by_reactivating(company, "E-1")
    assert assigned(company)["E-1"] == [last]
    assert assigned(company, "Gowning") == {"E-1": [gowning]}
    assert {row["due_at"] - row["assigned_at"] for row in assignments(company)} == {
        OFFSET,
        timedelta(days=3),
    }


@pytest.mark.rule(13, 14)
def test_two_versions_that_were_missed_are_learnt_once(company: Database) -> None:
    leave(company, "E-1")
    recertified(company, "2")
    recertified(company, "3")
    by_reactivating(company, "E-1")
    assert len(assigned(company)["E-1"]) == 1
    company.act_as("E-1")
    row = company.row("select * from api.complete_training('Lockout')")
    assert (row["version"], row["assignments_closed"]) == ("3", 1)
    company.act_as(None)
    leave(company, "E-1")
    by_reactivating(company, "E-1")
    assert len(assigned(company)["E-1"]) == 1


@pytest.mark.rule(14)
@WAYS
@EVENTS
def test_who_completed_meanwhile_gets_nothing(
    company: Database, event: Callable[[Database], str], come_back: Return
) -> None:
    leave(company, "E-1")
    event(company)
    label = "1" if event is expired else "2"
    company.evidence("E-1", label, completed_at=datetime.now(UTC))  # a paper record
    come_back(company, "E-1")
    assert "E-1" not in assigned(company)
    assert recompute(company)["missed"] == 0


@pytest.mark.rule(14, 15)
@EVENTS
def test_who_completed_meanwhile_gets_nothing_when_a_later_version_asks_for_nothing(
    company: Database, event: Callable[[Database], str]
) -> None:
    """The evidence counts as that of everybody who stayed: it was decided that it does."""
    leave(company, "E-1")
    event(company)
    label = "1" if event is expired else "2"
    for number in ("E-1", "E-2"):
        company.evidence(number, label, completed_at=datetime.now(UTC))
    company.activate("3")  # and nobody is recertified
    company.act_as(None)
    by_reactivating(company, "E-1")
    assert "E-1" not in assigned(company)
    assert recompute(company)["missed"] == 0


@pytest.mark.rule(14)
def test_older_evidence_does_not_do_for_what_was_missed(company: Database) -> None:
    company.activate("2")  # nobody is recertified, and E-1 keeps evidence of version 1
    company.act_as(None)
    leave(company, "E-1")
    manual_campaign(company, "By number", "E-1")
    by_reactivating(company, "E-1")
    assert assigned(company)["E-1"] == ["By number"]


@pytest.mark.rule(14)
def test_who_missed_nothing_gets_nothing(company: Database) -> None:
    recertified(company)
    before = assignments(company)
    leave(company, "E-1")
    leave(company, "E-3")
    for number in ("E-1", "E-3"):
        by_reactivating(company, number)
    assert assignments(company) == before


@pytest.mark.rule(14)
def test_a_direct_change_is_made_good_by_the_next_recompute(company: Database) -> None:
    change(company, "E-1", is_active=False)
    campaign = recertified(company)
    change(company, "E-1", is_active=True)
    row = recompute(company, queued=True)
    assert row["missed"] == 1
    assert assigned(company)["E-1"] == [campaign]
    payload = json.loads(
        company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    )
    assert payload["missed"] == 1


@pytest.mark.rule(14)
def test_who_was_assigned_something_of_the_training_since_does_not_do_it_twice(
    company: Database,
) -> None:
    change(company, "E-1", is_active=False)
    recertified(company)
    change(company, "E-1", is_active=True)
    manual_campaign(company, "By number", "E-1")
    before = assignments(company)
    assert recompute(company)["missed"] == 0
    leave(company, "E-1")
    by_reactivating(company, "E-1")
    assert assignments(company) == before


@pytest.mark.rule(14)
def test_who_comes_back_brings_nothing_to_others(company: Database) -> None:
    for number in ("E-1", "E-2"):
        change(company, number, is_active=False)
    campaign = recertified(company)
    change(company, "E-2", is_active=True)
    by_reactivating(company, "E-1")
    assert assigned(company) == {"E-1": [campaign]}
    assert queue(company) == {"E-2"}


@pytest.mark.rule(14)
@pytest.mark.parametrize("event", [recertified, launched])
@WAYS
def test_who_else_was_left_out_gets_nothing_by_it(
    company: Database, event: Callable[[Database], str], come_back: Return
) -> None:
    """E-3 was exempt, and nobody has looked since the exemption ended."""
    company.evidence("E-3", "1", completed_at=datetime.now(UTC) - timedelta(days=100))
    leave(company, "E-1")
    change(company, "E-2", is_active=False)
    exempt(company, "E-3")
    campaign = event(company)
    end_exemptions(company)
    come_back(company, "E-1")
    assert assigned(company) == {"E-1": [campaign]}


@pytest.mark.rule(14)
@EVENTS
def test_exemptions_of_others_and_of_other_trainings_are_in_nobodys_way(
    company: Database, event: Callable[[Database], str]
) -> None:
    company.training("Gowning")
    leave(company, "E-1")
    campaign = event(company)
    exempt(company, "E-1", "Gowning")
    exempt(company, "E-2")
    exempt(company, "E-2", "Gowning")
    by_reactivating(company, "E-1")
    assert assigned(company)["E-1"] == [campaign]


@pytest.mark.rule(14, 21)
def test_a_file_with_many_who_come_back_and_some_who_do_not(company: Database) -> None:
    company.user("E-4", is_active=False, department="A")
    company.user("E-5", department="A")
    for number in ("E-4", "E-5"):
        company.evidence(number, "1")
    for number in ("E-1", "E-5"):
        leave(company, number)
    campaign = recertified(company)
    company.act_as("Q-1")
    load(
        company,
        "users",
        "employee_number,full_name,is_active,department",
        *("E-1,Person E-1,yes,B", "E-4,Person E-4,yes,A", "E-5,Person E-5,no,B", "E-9,New,yes,"),
    )
    found = {number: names for number, names in assigned(company).items() if number != "E-2"}
    assert found == {"E-1": [campaign], "E-4": [campaign]}
    assert queue(company) == {"E-5", "E-9"}
    logged = company.rows(
        "select actor, action, payload::jsonb as details from audit.log"
        " where action in ('update_user', 'reactivate_user') order by seq desc limit 3"
    )
    assert {row["actor"] for row in logged} == {"Q-1"}
    assert [(row["action"], row["details"]["employee_number"]) for row in reversed(logged)] == [
        ("reactivate_user", "E-1"),
        ("reactivate_user", "E-4"),
        ("update_user", "E-5"),
    ]
