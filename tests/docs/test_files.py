"""docs/files.md tells each file's columns as the database judges them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.company import Database

PAGE = Path(__file__).parents[2] / "docs" / "files.md"


def table_of(database: Database, kind: str) -> str:
    """The table of one kind of file as the page should have it."""
    lines = ["| column | required | meaning |", "|---|---|---|"]
    for row in database.rows(
        "select * from api.import_columns where kind = %s order by place", kind
    ):
        required = "yes" if row["is_required"] else ""
        meaning = " ".join(row["meaning"].split())
        lines.append(f"| `{row['column_name']}` | {required} | {meaning} |")
    return "\n".join(lines)


def test_the_page_has_every_column_as_the_database_tells_it(database: Database) -> None:
    page = PAGE.read_text(encoding="utf-8")
    kinds = [row["kind"] for row in database.rows("select distinct kind from api.import_columns")]
    assert set(re.findall(r"^## `(\w+)`", page, re.MULTILINE)) == set(kinds)
    for kind in kinds:
        assert table_of(database, kind) in page, (
            f"docs/files.md should have\n{table_of(database, kind)}"
        )
