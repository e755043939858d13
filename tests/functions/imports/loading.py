"""What tests of imports say: load these lines, and what is rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pipeline.importing import ImportResult, RowsRejected, load_stream
from tests.company import Database


def as_csv(*rows: str | tuple[Any, ...]) -> bytes:
    """A file of these rows; a text is a line as it stands, a tuple is written as CSV is."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        if isinstance(row, str):
            buffer.write(f"{row}\n")
        else:
            writer.writerow(row)
    return buffer.getvalue().encode()


def load(
    database: Database, kind: str, *rows: str | tuple[Any, ...], partial: bool = False
) -> ImportResult:
    """Load a file of these rows, the header first."""
    stream = io.BytesIO(as_csv(*rows))
    return load_stream(database.connection, kind, f"{kind}.csv", stream, partial=partial)


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    """read, inserted, updated, skipped, rejected."""
    return (result.read, result.inserted, result.updated, result.skipped, result.rejected)


def faults(result: ImportResult) -> list[tuple[int, str | None]]:
    """Line and column of each reason."""
    return [(reject.line, reject.column) for reject in result.rejects]


def rejected(
    database: Database, kind: str, *rows: str | tuple[Any, ...]
) -> list[tuple[int, str | None]]:
    """Line and column of each reason why a file is refused, after seeing that nothing changed."""
    with refused_whole(database) as found:
        load(database, kind, *rows)
    assert found[0].audit_seq is None
    return faults(found[0])


@contextmanager
def refused_whole(database: Database) -> Iterator[list[ImportResult]]:
    """Assert that the block's load is refused for its rows and that nothing changed."""
    before = database.snapshot()
    found: list[ImportResult] = []
    with pytest.raises(RowsRejected) as caught:
        yield found
    assert caught.value.sqlstate == "ZR104"
    assert caught.value.exit_code == 5
    assert caught.value.detail
    assert caught.value.hint
    assert database.snapshot() == before
    found.append(caught.value.result)


def last_audit(database: Database) -> dict[str, Any]:
    """The last row of the audit log, its payload's details beside its columns."""
    return dict(
        database.value("select payload::jsonb as payload from audit.log order by seq desc limit 1")
    )


def audited(database: Database) -> list[str]:
    """The actions of the audit log in order."""
    return [row["action"] for row in database.rows("select action from audit.log order by seq")]
