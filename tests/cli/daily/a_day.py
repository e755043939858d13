"""A company in which each step of the daily job has something to do, and what it should do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.company import REASON, Database

#: The steps in their order, those that take minutes in a large company last.
STEPS = [
    "expiry_scan",
    "scheduled_recertifications",
    "recompute",
    "overdue_scan",
    "reminders",
    "marts",
]

#: The steps without the marts.
QUICK = STEPS[:-1]

#: What the first run does: counts that are not zero.
EXPECTED: dict[str, dict[str, int]] = {
    "expiry_scan": {"expired": 1, "people": 1, "created": 1},
    "scheduled_recertifications": {"due": 1, "done": 1, "created": 2, "evidence_superseded": 2},
    "recompute": {"created": 1},
    "overdue_scan": {"marked": 1, "overdue": 1},
    "reminders": {"due_in_14_days": 3, "overdue": 1},
}

#: How a table says what a step did in this company.
COUNTED = {
    "expiry_scan": "select count(*) from core.evidence where recertification_status = 'expired'",
    "scheduled_recertifications": "select count(*) from core.recertification_runs",
    "recompute": "select count(*) from core.campaigns where kind = 'rule'",
    "overdue_scan": "select count(*) from core.assignments where overdue_since is not null",
    "reminders": "select count(*) from core.notifications",
}


def fill(database: Database) -> None:
    """Forklift has expired, Lockout is to be recertified, Gowning has a rule, Fire is overdue."""
    database.deciders()
    database.user("H-1", "hr_admin")
    database.user("X-1", "hr_admin", is_active=False)
    manager = database.user("M-1", "team_lead")
    database.user("E-1")
    database.user("E-2", department="Line 5")
    database.user("E-3", manager_id=manager)

    database.training("Forklift", recertification_interval_days=30, initial_due_offset_days=14)
    database.activate("1", "Forklift")
    database.evidence("E-1", "1", "Forklift", completed_at=datetime(2020, 1, 5, tzinfo=UTC))

    database.training(initial_due_offset_days=10)
    database.activate("1")
    database.evidence("E-1", "1")
    database.evidence("E-2", "1")
    database.activate("2")
    schedule(database, "2")

    gowning = database.training("Gowning", initial_due_offset_days=40)
    database.activate("1", "Gowning")
    database.execute(
        "insert into core.assignment_rules (name, training_ids, department)"
        " values ('Line 5 gowns', %s, %s)",
        [gowning],
        ["Line 5"],
    )

    database.training("Fire")
    database.activate("1", "Fire")
    database.act_as("H-1")
    database.execute(
        "select api.create_campaign('Fire', 'Fire drill', now() + interval '1 day', %s,"
        " p_employee_numbers => %s)",
        REASON,
        ["E-3"],
    )
    database.execute("update core.assignments set due_at = now() - interval '1 day'")
    database.act_as(None)


def schedule(database: Database, label: str, training: str = "Lockout", *, in_days: int = 0) -> int:
    """Store a recertification of the active version; returns its key.

    It is decided for a day to come, as it must be, and then made due in ``in_days``.
    """
    today = datetime.now(UTC).date()
    row = database.recertify(label, training, effective_on=today + timedelta(days=3))
    number = int(row["scheduled_recertification_id"])
    with database.unguarded("core.scheduled_recertifications"):
        database.execute(
            "update core.scheduled_recertifications set effective_on = %s"
            " where scheduled_recertification_id = %s",
            today + timedelta(days=in_days),
            number,
        )
    database.act_as(None)
    return number


def record(database: Database) -> dict[str, list[str]]:
    """Every row of the record; without the audit log and the rows of jobs, which each run adds."""
    return {
        table: rows
        for table, rows in database.snapshot().items()
        if table != "ops.job_runs" and not table.startswith("audit.")
    }


def runs(database: Database) -> list[dict[str, Any]]:
    """The rows of the daily job, in their order; the build of the marts has one of its own, too."""
    return database.rows("select * from ops.job_runs where job = 'daily' order by job_run_id")


def states(database: Database) -> list[tuple[str, str]]:
    return [(row["step"], row["state"]) for row in runs(database)]


def done(database: Database) -> set[str]:
    """The steps whose work is there."""
    return {step for step, query in COUNTED.items() if database.value(query)}
