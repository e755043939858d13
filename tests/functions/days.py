"""How tests have time go by: everything recorded is moved into the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.company import REASON, Database, moved

TICK = timedelta(microseconds=1)

#: Zones far from UTC on both sides, with summer time in both halves of the year and by half hours.
ZONES = [
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
]

_MOMENTS = {
    "core.evidence": ("completed_at", "recorded_at", "superseded_at"),
    "core.assignments": ("due_at", "assigned_at", "started_at", "completed_at", "overdue_since"),
    "core.campaigns": ("created_at", "due_at"),
    "core.campaign_exceptions": ("recorded_at",),
    "core.exemptions": ("granted_at", "valid_until"),
    "core.recertification_runs": ("run_at", "due_at"),
    "core.training_versions": ("submitted_at", "approved_at", "activated_at", "deactivated_at"),
    "core.notifications": ("due_at", "created_at", "handed_over_at"),
}


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def pass_days(database: Database, days: int) -> None:
    """Have so many days go by: every moment of the record lies further back."""
    with database.unguarded(*_MOMENTS):
        for table, columns in _MOMENTS.items():
            moments = ", ".join(moved(name, f"-{days * 24} hours") for name in columns)
            database.execute(f"update {table} set {moments}")
        for campaign in database.rows(
            "select campaign_id, left(name, -10) || (right(name, 10)::date - %s)::text as name"
            " from core.campaigns where kind = 'periodic'",
            days,
        ):
            database.execute(
                "update core.campaigns set name = %s where campaign_id = %s",
                campaign["name"],
                campaign["campaign_id"],
            )


def complete(database: Database, number: str, training: str = "Lockout") -> dict[str, Any]:
    """The person completes the training now."""
    database.act_as(number)
    row = database.row("select * from api.complete_training(%s)", training)
    database.act_as(None)
    return row


def exempt(database: Database, number: str, training: str = "Lockout", *, days: int = 30) -> None:
    """Exempt the person for so many days."""
    database.act_as("Q-1")
    database.execute(
        "select api.grant_exemption(%s, %s, %s, clock_timestamp() + %s * interval '24 hours')",
        number,
        training,
        REASON,
        days,
    )
    database.act_as(None)


def leave(database: Database, number: str) -> None:
    database.execute("update core.users set is_active = false where employee_number = %s", number)


def come_back(database: Database, number: str) -> int:
    """Make the person active again; how many assignments that brought."""
    row = database.row("select assigned from api.reactivate_user(%s, %s)", number, REASON)
    return int(row["assigned"])
