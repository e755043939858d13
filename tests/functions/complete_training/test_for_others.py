"""Who may complete and start for somebody else, and that nobody signs for anybody else."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.functions.completing import (
    COMPLETE,
    START,
    complete,
    given,
    last_audit,
    start,
    statuses,
    unchanged,
)

MAY = pytest.mark.parametrize("actor", ["M-1", "H-1", "Q-1", "C-1", "E-1"])


@MAY
def test_the_manager_and_those_who_keep_the_records_complete_for_somebody(
    company: Database, actor: str
) -> None:
    given(company, "E-1", "2")
    given(company, actor, "1", name="Of the actor")
    row = complete(company, actor, of="E-1")
    assert row["employee_number"] == "E-1"
    assert company.statuses() == {"E-1": [("2", "current")]}
    assert statuses(company, "E-1")[0] == "completed"
    if actor != "E-1":
        assert statuses(company, actor) == ["not_started"]
    (logged,) = last_audit(company)
    assert (logged["actor"], logged["payload"]["employee_number"]) == (actor, "E-1")


@MAY
def test_they_start_it_too(company: Database, actor: str) -> None:
    given(company, "E-1", "2")
    assert start(company, actor, of="E-1")["employee_number"] == "E-1"
    assert statuses(company, "E-1") == ["in_progress"]
    assert last_audit(company)[0]["actor"] == actor


@pytest.mark.parametrize(
    ("actor", "of", "sqlstate"),
    [
        pytest.param("E-2", "E-1", "ZR304", id="a colleague"),
        pytest.param("L-1", "E-1", "ZR304", id="a team lead of others"),
        pytest.param("U-1", "E-1", "ZR304", id="an auditor"),
        pytest.param("G-1", "E-1", "ZR304", id="the manager's manager"),
        pytest.param("E-1", "M-1", "ZR304", id="of the manager"),
        pytest.param("M-1", "E-2", "ZR304", id="the manager of others"),
        pytest.param("M-1", "X-1", "ZR305", id="of somebody inactive, the manager"),
        pytest.param("H-1", "X-1", "ZR305", id="of somebody inactive"),
        pytest.param("H-1", "N-1", "ZR203", id="of nobody"),
        pytest.param("H-1", "", "ZR203", id="of a blank number"),
        pytest.param("X-1", None, "ZR305", id="inactive"),
        pytest.param("X-1", "E-1", "ZR305", id="inactive, of somebody else"),
        pytest.param("N-1", None, "ZR203", id="as nobody"),
        pytest.param(None, None, "ZR304", id="the system"),
        pytest.param(None, "E-1", "ZR304", id="the system, of somebody"),
    ],
)
def test_who_may_not(company: Database, actor: str | None, of: str | None, sqlstate: str) -> None:
    for number in ("E-1", "E-2", "M-1", "X-1"):
        given(company, number, "2")
    company.act_as(actor)
    unchanged(company, sqlstate, COMPLETE, "Lockout", of, None, None)
    unchanged(company, sqlstate, START, "Lockout", of)


def test_whoever_manages_somebody_no_longer_may_not(company: Database) -> None:
    complete(company, "M-1", of="E-1")
    company.execute(
        "update core.users set manager_id = %s where employee_number = 'E-1'",
        company.user_id("L-1"),
    )
    company.act_as("M-1")
    unchanged(company, "ZR304", COMPLETE, "Lockout", "E-1", None, None)
    assert complete(company, "L-1", of="E-1")["employee_number"] == "E-1"


@pytest.mark.parametrize("actor", ["M-1", "H-1", "Q-1", "C-1"])
def test_nobody_signs_for_somebody_else(company: Database, actor: str) -> None:
    company.act_as(actor)
    for training in ("Lockout", "Gowning"):
        unchanged(company, "ZR304", COMPLETE, training, "E-1", None, "click_to_confirm")


@pytest.mark.parametrize("actor", ["E-1", "M-1", "H-1", "Q-1", "C-1"])
def test_without_the_signature_that_a_training_needs_nobody_completes_it(
    company: Database, actor: str
) -> None:
    given(company, "E-1", "1", training="Gowning")
    company.act_as(actor)
    unchanged(company, "ZR105", COMPLETE, "Gowning", "E-1", 80, None)
    if actor == "E-1":
        unchanged(company, "ZR105", COMPLETE, "Gowning", None, 80, None)
