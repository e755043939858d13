"""The reference says what the command, the catalogue and the dbt project say themselves."""

from __future__ import annotations

from tests.company import Database
from tests.docs.reference.written import FOLDER, pages


def test_every_page_is_as_it_would_be_made(database: Database) -> None:
    from psycopg.rows import tuple_row

    database.connection.row_factory = tuple_row
    made = pages(database.connection)
    for name, text in made.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, (
            "python -m tests.docs.reference renews it"
        )
    assert {path.name for path in FOLDER.iterdir()} == {*made, "rules.md"}
