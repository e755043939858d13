"""What tests of expiry look at: the scan, its counts and whom it enrolled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.company import Database

OUTCOMES = (
    "created",
    "still_current",
    "already_enrolled",
    "inactive",
    "exempt",
    "without_active_version",
)


def scan(company: Database) -> dict[str, Any]:
    """Run the scan; whatever it finds, its counts add up to the people."""
    row = company.row("select * from api.scan_expiry()")
    assert sum(row[name] for name in OUTCOMES) == row["people"] <= row["expired"]
    return row


def counts(row: dict[str, Any]) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: row[name] for name in ("expired", "people", *OUTCOMES) if row[name]}


def name(training: str, scanned_at: datetime) -> str:
    """Of the campaign that a scan at this moment opens."""
    return f"Periodic recertification: {training} {scanned_at.astimezone(UTC):%Y-%m-%d}"


def periodic(company: Database) -> list[tuple[str, str, str, str]]:
    """Campaign, version label, number and status of each periodic assignment, in order."""
    return [
        (row["name"], row["label"], row["employee_number"], row["status"])
        for row in company.rows(
            "select c.name, v.label, u.employee_number, a.status from core.assignments as a"
            " join core.users as u using (user_id) join core.campaigns as c using (campaign_id)"
            " join core.training_versions as v using (version_id) where c.kind = 'periodic'"
            " order by c.name, v.label, u.employee_number"
        )
    ]


def exceptions(company: Database) -> list[tuple[str, str, str]]:
    """Campaign, number and outcome of each person who was left out, in order."""
    return [
        (row["name"], row["employee_number"], row["outcome"])
        for row in company.rows(
            "select c.name, u.employee_number, x.outcome from core.campaign_exceptions as x"
            " join core.users as u using (user_id) join core.campaigns as c using (campaign_id)"
            " order by c.name, u.employee_number"
        )
    ]


def record(company: Database) -> dict[str, list[str]]:
    """Everything but the audit log, to compare."""
    return {
        table: rows for table, rows in company.snapshot().items() if not table.startswith("audit.")
    }
