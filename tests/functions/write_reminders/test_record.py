"""What a reminder says, and that it stays as it was written."""

from __future__ import annotations

import pytest

from tests.company import Database, moved
from tests.functions.days import TICK
from tests.functions.reminding import DAY, assign, remind


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_reminder_says_who_what_why_and_when(company: Database, zone: str) -> None:
    company.execute(f"set local timezone = '{zone}'")
    assign(company, "E-1", 10 * DAY)
    due = company.value("select due_at from core.assignments")
    written_at = company.value("select written_at from api.write_reminders()")
    row = company.row("select * from api.notifications")
    date = company.value("select to_char(%s::timestamptz at time zone 'UTC', 'YYYY-MM-DD')", due)
    assert date in row.pop("subject")
    assert row == {
        "notification_id": row["notification_id"],
        "kind": "due_in_14_days",
        "employee_number": "E-1",
        "full_name": "Person E-1",
        "email": "e-1@example.com",
        "copy_to": None,
        "copy_email": None,
        "training": "Lockout",
        "version": "1",
        "campaign": "Of Lockout",
        "due_at": due,
        "created_at": written_at,
        "handed_over_at": None,
        "withdrawn_at": None,
    }


@pytest.mark.rule(13)
def test_a_reminder_names_the_version_that_is_active_now(company: Database) -> None:
    assign(company, "E-1", -DAY)
    remind(company)
    company.activate("2")
    row = company.row("select * from api.notifications")
    assert (row["version"], row["copy_to"], row["copy_email"]) == ("2", "M-1", "m1@example.com")


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "statement",
    [
        "delete from core.notifications",
        "truncate core.notifications",
        "update core.notifications set kind = 'overdue'",
        f"update core.notifications set {moved('due_at', '1 day')}",
        "update core.notifications set copied_to_id = user_id",
        "update core.notifications set created_at = now()",
    ],
)
def test_a_reminder_stays_as_written(company: Database, statement: str) -> None:
    assign(company, "E-1", DAY)
    remind(company)
    company.refuses("ZR301", statement)


@pytest.mark.one_server("an error of a node comes as XX000 there")
def test_the_table_keeps_each_kind_once(company: Database) -> None:
    assign(company, "E-1", DAY + TICK)
    remind(company)
    company.refuses(
        "23505",
        "insert into core.notifications (user_id, campaign_id, kind, due_at, created_at)"
        " select user_id, campaign_id, kind, due_at, now() from core.notifications",
    )
