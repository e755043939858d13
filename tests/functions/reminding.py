"""What tests of reminders say: assign until then, remind, and who was reminded of what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.company import Database

KINDS = ("due_in_30_days", "due_in_14_days", "due_in_7_days", "due_in_1_day", "overdue")

DAY = timedelta(days=1)


def fill(database: Database) -> Database:
    """Two trainings in force with a campaign each, and people with a manager, M-1."""
    database.deciders()
    database.user("H-1", "hr_admin")
    manager = database.user("M-1", "team_lead", email="m1@example.com")
    for number in ("E-1", "E-2", "E-3"):
        database.user(number, email=f"{number.lower()}@example.com", manager_id=manager)
    for training in ("Lockout", "Gowning"):
        database.training(training)
        database.activate("1", training)
        campaign(database, f"Of {training}", training)
    database.act_as(None)
    return database


def campaign(database: Database, name: str, training: str = "Lockout") -> None:
    database.execute(
        "insert into core.campaigns (name, kind, version_id) values (%s, 'manual', %s)",
        name,
        database.version_id("1", training),
    )


def assign(
    database: Database,
    number: str,
    until_due: timedelta,
    name: str = "Of Lockout",
    *,
    status: str = "not_started",
) -> None:
    """An assignment that is due that long from now, or was before now."""
    database.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at, status,"
        " completed_at) select %s, campaign_id,"
        " clock_timestamp() + %s * interval '1 microsecond',"
        " clock_timestamp() - interval '9000 hours', %s, case when %s = 'completed' then now() end"
        " from core.campaigns where name = %s",
        database.user_id(number),
        until_due // timedelta(microseconds=1),  # an interval of days would be the session's days
        status,
        status,
        name,
    )


def remind(database: Database) -> dict[str, int]:
    """What the daily run does, overdue scan and reminders: how many of each kind, without zeros."""
    database.execute("select api.scan_overdue()")
    row = database.row("select * from api.write_reminders()")
    return {kind: row[kind] for kind in KINDS if row[kind]}


def reminded(database: Database) -> list[tuple[Any, ...]]:
    """Number, campaign, kind and manager copied of each reminder, in the order of writing."""
    return [
        (row["employee_number"], row["campaign"], row["kind"], row["copy_to"])
        for row in database.rows("select * from api.notifications order by notification_id")
    ]
