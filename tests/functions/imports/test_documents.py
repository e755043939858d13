"""The feed of controlled documents: inserted, updated, skipped; and what is rejected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.imports.loading import audited, counts, faults, last_audit, load, rejected

HEADER = "document,revision,title,effective_at"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture
def database(shared: Database) -> Iterator[Database]:
    """A database without documents; what a test does is undone."""
    with shared.undone():
        yield shared


def document(database: Database, revision: str = "C") -> dict[str, Any]:
    return database.row(
        "select * from core.documents where document = 'SOP-017' and revision = %s", revision
    )


def test_every_column_is_loaded(database: Database) -> None:
    load(
        database,
        "documents",
        HEADER,
        "SOP-017,C,Locking out,2025-03-01T08:00:00+01:00",
        " SOP-017 , D ,,2026-01-01",
    )
    first, second = document(database, "C"), document(database, "D")
    assert (first["title"], first["effective_at"]) == (
        "Locking out",
        datetime(2025, 3, 1, 7, tzinfo=UTC),
    )
    # a day begins at 00:00 UTC
    assert (second["title"], second["effective_at"]) == (None, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.rule(22)
def test_without_a_date_it_is_in_effect_from_the_load_on(database: Database) -> None:
    before = database.value("select clock_timestamp()")
    load(database, "documents", "revision,document", "C,SOP-017")
    row = document(database)
    assert before <= row["effective_at"] <= row["recorded_at"]


@pytest.mark.rule(20, 21)
def test_a_second_load_adds_nothing(database: Database) -> None:
    rows = (HEADER, "SOP-017,C,Locking out,2025-03-01", "SOP-017,D,,")
    assert counts(load(database, "documents", *rows)) == (2, 2, 0, 0, 0)
    before = database.rows("select * from core.documents order by revision")
    assert counts(load(database, "documents", *rows)) == (2, 0, 0, 2, 0)
    assert database.rows("select * from core.documents order by revision") == before
    assert audited(database) == ["import", "import"]
    assert last_audit(database)["changes"] == []


@pytest.mark.rule(20)
def test_a_change_stands_in_the_audit_row(database: Database) -> None:
    load(database, "documents", HEADER, "SOP-017,C,Lock,2025-03-01", "SOP-017,D,,2026-01-01")
    recorded_at = document(database)["recorded_at"]
    result = load(
        database,
        "documents",
        HEADER,
        *("SOP-017,C,Lock and tag,2025-03-02", "SOP-017,D,,2026-01-01", "SOP-018,A,,"),
    )
    assert counts(result) == (3, 1, 1, 1, 0)
    row = document(database)
    assert (row["title"], row["effective_at"], row["recorded_at"]) == (
        "Lock and tag",
        datetime(2025, 3, 2, tzinfo=UTC),
        recorded_at,
    )
    (change,) = last_audit(database)["changes"]
    assert (change["document"], change["revision"]) == ("SOP-017", "C")
    assert (change["before"]["title"], change["after"]["title"]) == ("Lock", "Lock and tag")
    for side, day in (("before", 1), ("after", 2)):
        assert datetime.fromisoformat(change[side]["effective_at"]) == datetime(
            2025, 3, day, tzinfo=UTC
        )


def test_a_column_that_is_missing_and_a_blank_date_leave_what_is_there(database: Database) -> None:
    load(database, "documents", HEADER, "SOP-017,C,Lock,2025-03-01")
    before = document(database)
    assert counts(load(database, "documents", "document,revision", "SOP-017,C"))[3] == 1
    assert counts(load(database, "documents", HEADER, "SOP-017,C,Lock,"))[3] == 1
    assert document(database) == before
    # a blank title is one that is cleared
    assert counts(load(database, "documents", HEADER, "SOP-017,C,,"))[2] == 1
    assert document(database) == before | {"title": None}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        pytest.param(",C,,", "document", id="no document"),
        pytest.param("\u00a0,C,,", "document", id="a blank document"),
        pytest.param("SOP-1,,,", "revision", id="no revision"),
        pytest.param(f"{'x' * 201},C,,", "document", id="a long document"),
        pytest.param(f"SOP-1,{'x' * 201},,", "revision", id="a long revision"),
        pytest.param("SOP-1,C,,2026-02-29", "effective_at", id="29 February"),
        pytest.param("SOP-1,C,,01.03.2026", "effective_at", id="another form of date"),
        pytest.param("SOP-1,C,,soon", "effective_at", id="no date"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    database: Database, line: str, column: str
) -> None:
    assert rejected(database, "documents", HEADER, "SOP-017,C,,", line) == [(3, column)]


def test_a_revision_that_is_in_the_file_twice_is_rejected(database: Database) -> None:
    lines = (HEADER, "SOP-017,C,Lock,2025-03-01", "SOP-017, C ,Tag,2025-03-01", "SOP-017,D,,")
    assert rejected(database, "documents", *lines) == [(2, "revision"), (3, "revision")]
    result = load(database, "documents", *lines, partial=True)
    assert counts(result) == (3, 1, 0, 0, 2)
    assert faults(result) == [(2, "revision"), (3, "revision")]


@pytest.mark.rule(19, 20)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_a_document_is_never_deleted_or_renamed(database: Database, role: str | None) -> None:
    load(database, "documents", HEADER, "SOP-017,C,,")
    if role:
        database.execute(f"set local role {role}")
    for statement in (
        "delete from core.documents",
        "truncate core.documents cascade",
        "update core.documents set revision = 'D'",
        "update core.documents set document = 'SOP-018'",
        "update core.documents set recorded_at = now()",
    ):
        database.refuses("ZR301", statement)
