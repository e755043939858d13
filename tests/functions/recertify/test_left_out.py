"""Whoever a run left out joins when nothing keeps them out any more, and nobody else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.recertifying import OUTCOMES, counts
from tests.functions.scoping import (
    add_up,
    complete,
    end_exemptions,
    exempt,
    expire,
    outcomes,
    planned,
    set_active,
)

NOTHING = dict.fromkeys((*OUTCOMES, "population", "evidence_superseded"), 0)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Version 1 with evidence of E-1 and E-2, version 2 in force and not decided about."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training(initial_due_offset_days=14)
        for number in ("E-1", "E-2", "E-3"):
            database.user(number, department=f"Line of {number}")
        database.activate("1")
        for number in ("E-1", "E-2"):
            database.evidence(number, "1")
        database.activate("2")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """What a test does is undone, after a look at whether all its runs add up."""
    with shared.undone():
        yield shared
        add_up(shared)


def leave(company: Database) -> None:
    set_active(company, "E-1", is_active=False)


def come_back(company: Database) -> None:
    set_active(company, "E-1", is_active=True)


def hold_it(company: Database) -> None:
    company.evidence("E-1", "2")


def lose_it(company: Database) -> None:
    expire(company, "E-1", "2")


def become_exempt(company: Database) -> None:
    exempt(company, "E-1")


Act = Callable[[Database], None]

#: What keeps E-1 out, the outcome that names it, and what takes it away.
BLOCKERS: list[Any] = [
    pytest.param(leave, "inactive", come_back, id="inactive"),
    pytest.param(become_exempt, "exempt", end_exemptions, id="exempt"),
    pytest.param(hold_it, "already_current", lose_it, id="already current"),
]


@pytest.mark.rule(9, 10, 11)
@pytest.mark.parametrize(("block", "outcome", "unblock"), BLOCKERS)
def test_each_exclusion_alone_and_without_it_the_run_fires(
    company: Database, block: Act, outcome: str, unblock: Act
) -> None:
    block(company)
    first = company.recertify("2")
    assert outcomes(company, first) == {"E-1": outcome, "E-2": "created"}
    assert counts(first) == {
        **NOTHING,
        "population": 2,
        "created": 1,
        "evidence_superseded": 2,
        outcome: 1,
    }
    assert company.statuses()["E-1"][0] == ("1", "superseded")

    # as long as it stands nothing more happens, and nobody is counted again
    assert counts(company.recertify("2")) == NOTHING

    unblock(company)
    plan = company.plan("2")
    second = company.recertify("2", plan_digest=plan["plan_digest"])
    assert counts(second) == counts(plan) == {**NOTHING, "population": 1, "created": 1}
    assert outcomes(company, second) == {"E-1": "created"}
    assert second["campaign"] == first["campaign"]
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}
    assignment = "select due_at from core.assignments where user_id = %s"
    assert company.value(assignment, company.user_id("E-1")) == second["due_at"]
    assert company.value(assignment, company.user_id("E-2")) == first["due_at"]

    assert counts(company.recertify("2")) == NOTHING


@pytest.mark.rule(10, 12)
def test_a_plan_made_before_the_blocker_went_no_longer_fits(company: Database) -> None:
    leave(company)
    company.recertify("2")
    digest = company.plan("2")["plan_digest"]
    come_back(company)
    call = "select api.recertify('Lockout', '2', %s, %s)"
    company.refuses("ZR206", call, REASON, digest)


@pytest.mark.rule(10, 11)
@pytest.mark.parametrize(("block", "outcome", "unblock"), BLOCKERS)
def test_one_blocker_less_is_not_enough_while_another_stands(
    company: Database, block: Act, outcome: str, unblock: Act
) -> None:
    block(company)
    company.recertify("2")
    for other, _, without in [blocker.values for blocker in BLOCKERS]:
        if other is not block:
            with company.undone():
                other(company)
                unblock(company)
                assert counts(company.recertify("2")) == NOTHING
                without(company)
                assert company.recertify("2")["created"] == 1
                assert counts(company.recertify("2")) == NOTHING


@pytest.mark.rule(10, 11)
def test_late_evidence_of_the_left_out_is_superseded_and_counted_once(company: Database) -> None:
    leave(company)
    company.recertify("2")
    company.evidence("E-1", "1")
    again = company.recertify("2")
    assert counts(again) == {**NOTHING, "population": 1, "inactive": 1, "evidence_superseded": 1}
    come_back(company)
    company.evidence("E-1", "1")
    last = company.recertify("2")
    assert counts(last) == {**NOTHING, "population": 1, "created": 1, "evidence_superseded": 1}


@pytest.mark.rule(10)
def test_the_left_out_join_within_the_scope_of_a_run(company: Database) -> None:
    leave(company)
    company.recertify("2")
    come_back(company)
    assert counts(company.recertify("2", departments=["Line of E-2"])) == NOTHING
    # they hold no evidence on 1 that still counts
    assert counts(company.recertify("2", from_versions=["1"])) == NOTHING
    joined = company.recertify("2", departments=["Line of E-1"])
    assert counts(joined) == {**NOTHING, "population": 1, "created": 1}
    assert planned(company, "2")["population"] == 0


# --- whom nothing brings back ----------------------------------------------------------------


def reactivated(company: Database) -> None:
    company.act_as("Q-1")
    assigned = "select assigned from api.reactivate_user('E-1', %s)"
    assert company.value(assigned, REASON) == 1


def completed_by_hand(company: Database) -> None:
    come_back(company)
    complete(company, "E-1")


def completed_on_paper(company: Database) -> None:
    come_back(company)
    company.evidence("E-1", "2")


def in_a_campaign(company: Database) -> None:
    come_back(company)
    company.act_as("Q-1")
    company.execute(
        "select api.create_campaign('Lockout', 'Newcomers', now() + interval '9 days', %s, %s)",
        REASON,
        ["E-1"],
    )


def in_a_campaign_and_done(company: Database) -> None:
    in_a_campaign(company)
    complete(company, "E-1")


def gone_again(company: Database) -> None:
    come_back(company)
    leave(company)


@pytest.mark.rule(10, 11, 13, 14)
@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(reactivated, id="assigned on coming back"),
        pytest.param(completed_by_hand, id="completed since"),
        pytest.param(completed_on_paper, id="evidence since"),
        pytest.param(in_a_campaign, id="assigned in a campaign since"),
        pytest.param(in_a_campaign_and_done, id="assigned and completed since"),
        pytest.param(gone_again, id="gone again"),
    ],
)
def test_nobody_is_brought_back_who_needs_it_not(company: Database, meanwhile: Act) -> None:
    leave(company)
    company.recertify("2")
    meanwhile(company)
    before = company.rows("select * from core.assignments order by user_id, campaign_id")
    assert counts(planned(company, "2")) == NOTHING
    assert counts(company.recertify("2")) == NOTHING
    assert company.rows("select * from core.assignments order by user_id, campaign_id") == before


@pytest.mark.rule(11)
def test_people_of_other_trainings_are_not_brought_back(company: Database) -> None:
    """Neither by what left them out there, nor kept out by what they were assigned there."""
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.evidence("E-1", "1", "Gowning")
    company.evidence("E-3", "1", "Gowning")
    company.submit("2", "Gowning")
    set_active(company, "E-3", is_active=False)
    leave(company)
    company.recertify("2")
    come_back(company)
    gowning = company.approve("2", "Gowning", recertify_everyone=True)
    assert outcomes(company, gowning) == {"E-1": "created", "E-3": "inactive"}
    set_active(company, "E-3", is_active=True)
    assert outcomes(company, company.recertify("2")) == {"E-1": "created"}
    assert outcomes(company, company.recertify("2", "Gowning")) == {"E-3": "created"}


@pytest.mark.rule(6, 10, 11)
@pytest.mark.parametrize("decided", ["recertified", "not decided"])
def test_whom_an_earlier_version_left_out_the_next_one_takes(
    company: Database, decided: str
) -> None:
    """Their evidence is superseded: without being remembered they were lost for good."""
    leave(company)
    company.recertify("2")
    come_back(company)
    company.submit("3")
    plan = planned(company, "3")
    assert (plan["population"], plan["created"], plan["evidence_superseded"]) == (1, 1, 0)
    if decided == "recertified":
        run = company.approve("3", recertify_everyone=True, plan_digest=plan["plan_digest"])
    else:
        company.approve("3")
        run = company.recertify("3", plan_digest=plan["plan_digest"])
    # E-2 has an assignment that completing 3 closes
    assert outcomes(company, run) == {"E-1": "created"}
    assert company.assigned("2") == {"E-2": "not_started"}
    assert company.assigned("3") == {"E-1": "not_started"}
    assert counts(company.recertify("3")) == NOTHING


@pytest.mark.rule(6, 10, 13)
def test_who_is_enrolled_has_not_been_left_out_by_a_later_run(company: Database) -> None:
    """The assignment of 2 is open, and completing 3 closes it: nobody has to do it twice."""
    company.recertify("2")
    leave(company)
    company.evidence("E-1", "1")
    assert outcomes(company, company.recertify("2")) == {"E-1": "inactive"}
    come_back(company)
    company.submit("3")
    assert company.approve("3", recertify_everyone=True)["population"] == 0
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}
    assert complete(company, "E-1")["assignments_closed"] == 1


@pytest.mark.rule(6, 10, 11)
def test_whoever_was_left_out_and_completed_is_in_the_next_version_once(company: Database) -> None:
    leave(company)
    company.recertify("2")
    completed_by_hand(company)
    company.submit("3")
    third = company.approve("3", recertify_everyone=True)
    assert outcomes(company, third) == {"E-1": "created"}
    assert third["evidence_superseded"] == 1
    complete(company, "E-1")
    assert counts(company.recertify("3")) == NOTHING
    company.submit("4")
    fourth = company.approve("4", recertify_everyone=True)
    assert outcomes(company, fourth) == {"E-1": "created"}
    assert fourth["evidence_superseded"] == 1


@pytest.mark.rule(10, 11)
def test_being_current_on_a_version_keeps_nobody_out_of_the_next(company: Database) -> None:
    hold_it(company)
    assert outcomes(company, company.recertify("2"))["E-1"] == "already_current"
    company.submit("3")
    third = company.approve("3", recertify_everyone=True)
    assert outcomes(company, third) == {"E-1": "created"}
    complete(company, "E-1")
    assert counts(company.recertify("3")) == NOTHING


@pytest.mark.rule(14)
def test_coming_back_after_the_next_version_assigns_the_training_once(company: Database) -> None:
    leave(company)
    company.recertify("2")
    company.submit("3")
    third = company.approve("3", recertify_everyone=True)
    assert third["population"] == 0
    reactivated(company)
    assert counts(company.recertify("3")) == NOTHING
    open_ones = "select count(*) from core.assignments where user_id = %s"
    assert company.value(open_ones, company.user_id("E-1")) == 1
    assert complete(company, "E-1")["assignments_closed"] == 1


@pytest.mark.rule(8)
def test_who_joins_late_is_due_from_the_late_run(company: Database) -> None:
    leave(company)
    first = company.recertify("2")
    company.execute("update core.trainings set initial_due_offset_days = 3")
    come_back(company)
    second = company.recertify("2")
    assert second["due_at"] < first["due_at"]
    assert second["due_at"] - datetime.now(UTC) > timedelta(days=2)
    dues = company.rows("select due_at from core.assignments order by user_id")
    assert [row["due_at"] for row in dues] == [second["due_at"], first["due_at"]]


@pytest.mark.rule(6, 10)
def test_whoever_comes_back_joins_beside_those_whose_evidence_came_late(company: Database) -> None:
    leave(company)
    assert company.recertify("2")["inactive"] == 1
    come_back(company)
    company.evidence("E-3", "1")
    row = company.recertify("2")
    assert outcomes(company, row) == {"E-1": "created", "E-3": "created"}
    assert row["evidence_superseded"] == 1
