"""Starting what is open: all of the training, once, and nothing else."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.functions.completing import (
    START,
    broken,
    complete,
    given,
    last_audit,
    start,
    statuses,
    unchanged,
)


@pytest.mark.rule(20, 21, 22)
def test_all_that_is_open_of_the_training_is_in_progress(company: Database) -> None:
    given(company, "E-1", "1", name="First")
    given(company, "E-1", "2", name="Second")
    given(company, "E-1", "2", name="Started", status="in_progress")
    given(company, "E-1", "2", name="Done", status="completed")
    given(company, "E-1", "2", name="Off", status="cancelled")
    given(company, "E-2", "2", name="First")
    given(company, "E-1", "1", training="Gowning")
    before = company.value("select clock_timestamp()")
    row = start(company, "E-1")

    assert (row["employee_number"], row["training"]) == ("E-1", "Lockout")
    assert (row["started"], row["in_progress"]) == (2, 3)
    assert statuses(company, "E-1") == [
        *["in_progress"] * 3,
        "completed",
        "cancelled",
    ]
    assert statuses(company, "E-1", "Gowning") == ["not_started"]
    assert statuses(company, "E-2") == ["not_started"]
    moments = company.rows("select started_at from core.assignments where started_at is not null")
    assert len(moments) == 2
    now = company.value("select clock_timestamp()")
    assert all(before < moment["started_at"] < now for moment in moments)

    (logged,) = last_audit(company)
    assert (logged["seq"], logged["actor"], logged["action"]) == (row["audit_seq"], "E-1", "assign")
    payload = logged["payload"]
    assert (payload["employee_number"], payload["training"]) == ("E-1", "Lockout")
    assert sorted(payload["campaigns"]) == ["First", "Second"]


def test_started_twice_it_changes_nothing(company: Database) -> None:
    given(company, "E-1", "2")
    start(company, "E-1")
    before = company.snapshot()
    row = start(company, "E-1")
    assert (row["started"], row["in_progress"], row["audit_seq"]) == (0, 1, None)
    assert company.snapshot() == before


@pytest.mark.parametrize("status", ["completed", "cancelled", None])
def test_nothing_open_is_refused(company: Database, status: str | None) -> None:
    if status:
        given(company, "E-1", "2", status=status)
    given(company, "E-1", "1", training="Gowning")
    given(company, "E-2", "2")
    company.act_as("E-1")
    unchanged(company, "ZR211", START, "Lockout", None)
    unchanged(company, "ZR211", START, "Fire", None)
    unchanged(company, "ZR201", START, "Running", None)


def test_what_is_completed_is_not_started_again(company: Database) -> None:
    given(company, "E-1", "2")
    complete(company, "E-1")
    company.act_as("E-1")
    unchanged(company, "ZR211", START, "Lockout", None)


@pytest.mark.rule(20)
@pytest.mark.parametrize(("event", "table"), [("insert", "audit.log"), ("update", "audit.head")])
def test_without_its_audit_row_nothing_starts(company: Database, event: str, table: str) -> None:
    given(company, "E-1", "2")
    company.act_as("E-1")
    with broken(company, event, table):
        unchanged(company, "53100", START, "Lockout", None)
    assert start(company, "E-1")["started"] == 1
