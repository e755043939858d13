"""Files of every kind with a hostile value in each column, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import parquet

#: A row of each kind that would be loaded, by its number.
GOOD: dict[str, Callable[[int], dict[str, str]]] = {
    "users": lambda at: {"employee_number": f"N-{at}", "full_name": f"Person {at}"},
    "trainings": lambda at: {"name": f"Training {at}"},
    "versions": lambda at: {"training": "Lockout", "label": f"L{at}", "author": "A-1"},
    "evidence": lambda at: {
        "employee_number": "E-1",
        "training": "Lockout",
        "version": "1",
        "completed_at": f"2024-01-31T10:{at % 60:02d}:{at // 60:02d}Z",
    },
    "assignments": lambda at: {
        "employee_number": "E-1",
        "campaign": f"Campaign {at}",
        "training": "Lockout",
        "version": "1",
    },
    "completions": lambda at: {"employee_number": f"M-{at}", "training": "Lockout"},
    "rules": lambda at: {"name": f"Rule {at}", "trainings": "Lockout"},
    "documents": lambda at: {"document": f"DOC-{at}", "revision": "A"},
}

#: Columns that keep whatever text they are given, and where it is found by the row's number.
KEPT: dict[tuple[str, str], str] = {
    **{
        ("users", column): f"select {column} from core.users where employee_number = 'N-' || %s"
        for column in (
            *("full_name", "email", "department", "location"),
            *("activity", "plant", "line", "workstation"),
        )
    },
    ("trainings", "category"): "select category from core.trainings where name = 'Training ' || %s",
    ("versions", "content"): "select content from core.training_versions where label = 'L' || %s",
    ("documents", "title"): "select title from core.documents where document = 'DOC-' || %s",
}


def rows_of(kind: str, column: str, texts: Sequence[str]) -> list[dict[str, str]]:
    """A row for each text, which stands in the column."""
    return [GOOD[kind](at) | {column: text} for at, text in enumerate(texts)]


def as_csv(rows: Sequence[dict[str, str]]) -> tuple[bytes, list[int]]:
    """The rows as CSV, and the line on which each starts."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(rows[0])
    lines = []
    for row in rows:
        lines.append(1 + len(re.findall(r"\r\n|\r|\n", buffer.getvalue())))
        writer.writerow(row.values())
    return buffer.getvalue().encode("utf-8", "surrogatepass"), lines


def as_parquet(rows: Sequence[dict[str, str]]) -> tuple[bytes, list[int]]:
    """The rows as Parquet, and the number of each."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue(), list(range(1, len(rows) + 1))
