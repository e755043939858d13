"""What tests of handing over look at: the reminders, and whether they are marked."""

from __future__ import annotations

import csv
import io
from typing import Any

from tests.company import Database

EXPORT = ["notifications", "export"]

COLUMNS = [
    *["notification_id", "kind", "employee_number", "full_name", "email", "copy_to", "copy_email"],
    *["training", "version", "campaign", "due_at", "created_at", "subject"],
]

#: A name that is hard to write.
HARD_TO_WRITE = 'Zoë "Zo", 安全\nNewline'


def marked(database: Database) -> int:
    return int(database.value("select count(handed_over_at) from core.notifications"))


def exports(database: Database) -> int:
    return int(database.value("select count(*) from audit.log where action = 'export'"))


def nothing_marked(database: Database) -> bool:
    return (marked(database), exports(database)) == (0, 0)


def as_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def right(rows: list[dict[str, Any]], nothing: str | None) -> bool:
    """Whether these are the two reminders that waited."""
    assert [list(row) for row in rows] == [COLUMNS, COLUMNS]
    first, second = rows
    assert (first["employee_number"], first["kind"]) == ("E-1", "due_in_7_days")
    assert first["full_name"] == HARD_TO_WRITE
    assert (first["copy_to"], first["copy_email"]) == (nothing, nothing)
    assert (second["employee_number"], second["kind"]) == ("E-2", "overdue")
    assert (second["copy_to"], second["copy_email"]) == ("M-1", "m1@example.com")
    assert all(row[name].endswith("Z") for row in rows for name in ("due_at", "created_at"))
    return True
