"""What tests of assignment rules and of people say: these rules, apply them, and who has what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.importing import ImportResult
from tests.company import REASON, Database
from tests.functions.imports.loading import load


def rule(
    database: Database, name: str = "R", trainings: str = "Lockout", **columns: str
) -> ImportResult:
    """Load one rule from a file that has these columns and no others."""
    header = ",".join(("name", "trainings", *columns))
    return load(database, "rules", header, (name, trainings, *columns.values()))


def recompute(
    database: Database, number: str | None = None, *, queued: bool = False
) -> dict[str, Any]:
    return database.row("select * from api.recompute_assignments(%s, %s)", number, queued)


def assigned(database: Database, training: str = "Lockout") -> dict[str, list[str]]:
    """For each employee number the campaigns of the training that the person is in, in order."""
    found: dict[str, list[str]] = {}
    for row in database.rows(
        "select u.employee_number, c.name from core.assignments as a"
        " join core.users as u using (user_id) join core.campaigns as c using (campaign_id)"
        " join core.training_versions as v using (version_id)"
        " join core.trainings as t using (training_id) where t.name = %s"
        " order by a.assigned_at, c.campaign_id",
        training,
    ):
        found.setdefault(row["employee_number"], []).append(row["name"])
    return found


def assignments(database: Database) -> list[dict[str, Any]]:
    """Every assignment as it stands, in an order that does not depend on chance."""
    return database.rows("select * from core.assignments order by user_id, campaign_id")


def queue(database: Database) -> set[str]:
    """Who waits to be looked at again."""
    return {
        row["employee_number"]
        for row in database.rows(
            "select employee_number from core.recompute_queue join core.users using (user_id)"
        )
    }


def everyone(database: Database) -> set[str]:
    """Why everybody waits to be looked at again; empty when they do not."""
    return {row["reason"] for row in database.rows("select reason from ops.recompute_everyone")}


def change(database: Database, number: str, **columns: Any) -> None:
    """Change a person directly, past the functions."""
    places = ", ".join(f"{name} = %s" for name in columns)
    database.execute(
        f"update core.users set {places} where employee_number = %s", *columns.values(), number
    )


def exempt(database: Database, number: str, training: str = "Lockout") -> None:
    """Exempt the person from the training for a month; somebody who may grants it."""
    database.act_as("Q-1")
    database.execute(
        "select api.grant_exemption(%s, %s, %s, %s)",
        number,
        training,
        REASON,
        datetime.now(UTC) + timedelta(days=30),
    )
    database.act_as(None)


def manual_campaign(
    database: Database, name: str, *numbers: str, training: str = "Lockout", days: int = 3
) -> dict[str, Any]:
    """Launch a campaign for these people, due in so many days."""
    database.act_as("Q-1")
    row = database.row(
        "select * from api.create_campaign(%s, %s, %s, %s, %s)",
        training,
        name,
        datetime.now(UTC) + timedelta(days=days),
        REASON,
        list(numbers),
    )
    database.act_as(None)
    return row
