"""The way of a file into the database: copied, judged and loaded in one transaction."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline import api
from pipeline.database import many, translated
from pipeline.errors import BadInput
from pipeline.importing.csv_file import CsvSource
from pipeline.importing.result import ImportResult, Reject, RowsRejected
from pipeline.importing.source import Source, unreadable, unusable
from pipeline.output import as_cell

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]
    Progress = Callable[[int, int], None]

#: Reasons that a result carries; all of them go to the rejects file.
SHOWN_REJECTS = 1000

_REJECTS = """
copy (
    select r.line_number as line, r.column_name as "column", r.reason, r.value
    from api.import_rejects as r
    where r.import_id = {import_id}
    order by r.line_number, r.column_name
) to stdout (encoding 'UTF8')
"""


def load_file(
    connection: Connection,
    kind: str,
    path: Path,
    *,
    partial: bool = False,
    rejects_path: Path | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Load a CSV or Parquet file of users, trainings, versions, evidence or assignments.

    All rows are loaded or none, with ``partial`` those that are good; a second load adds nothing.
    Joins the transaction of the connection, or makes its own. ``rejects_path`` gets every reason
    as CSV: line, column, reason, value. ``progress`` is called with what is read and the whole, in
    bytes of a CSV file and rows of a Parquet file.

    Raises :class:`BadInput`: ZR103 when the file or its header cannot be used,
    :class:`RowsRejected` (ZR104) when rows are bad and not ``partial``. Then nothing has changed.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise unreadable(path.name, error) from error
    with stream:
        return load_stream(
            connection,
            kind,
            path.name,
            stream,
            partial=partial,
            rejects_path=rejects_path,
            progress=progress,
        )


def load_stream(
    connection: Connection,
    kind: str,
    name: str,
    stream: BinaryIO,
    *,
    partial: bool = False,
    rejects_path: Path | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Load a file that is open: as :func:`load_file`; ``name`` is what it is called.

    Parquet is known by its ending or, where the stream can be rewound, by its first bytes.
    """
    before = _state_of(stream)
    source = _source(stream, name)
    with translated(), connection.transaction():
        import_id = api.begin_import(
            connection, kind=kind, file_name=name, column_names=source.columns
        )
        _copy(connection, kind, import_id, source, progress)
        file_sha256 = source.sha256()
        if _state_of(stream) != before:
            raise unusable(
                name,
                "The file changed while it was read",
                "its size or time of change is another",
                "Load it when whoever writes it has finished.",
            )
        counts = api.load_import(
            connection, import_id=import_id, partial=partial, file_sha256=file_sha256
        )
        result = ImportResult(kind, name, **counts, rejects=_first_rejects(connection, import_id))
        if rejects_path is not None:
            _write_rejects(connection, import_id, rejects_path)
        if result.rejected and not partial:
            raise RowsRejected(result, _hint(rejects_path))
        api.end_import(connection, import_id=import_id)
    return result


def _state_of(stream: BinaryIO) -> tuple[int, int] | None:
    """Size and time of change of a file; None for what is none, such as a pipe."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


def _source(stream: BinaryIO, name: str) -> Source:
    is_parquet = name.lower().endswith((".parquet", ".pq"))
    try:
        if not is_parquet and stream.seekable():
            here = stream.tell()
            is_parquet = stream.read(4) == b"PAR1"
            stream.seek(here)
    except OSError as error:
        raise unreadable(name, error) from error
    if is_parquet:
        from pipeline.importing.parquet_file import ParquetSource

        return ParquetSource(stream, name)
    return CsvSource(stream, name)


def _copy(
    connection: Connection,
    kind: str,
    import_id: int,
    source: Source,
    progress: Progress | None,
) -> None:
    """Stream the rows into staging: one copy, whatever the size."""
    from psycopg import sql

    statement = sql.SQL("copy ops.{} ({}) from stdin (format csv, encoding 'UTF8')").format(
        sql.Identifier(f"staged_{kind}"),
        sql.SQL(", ").join(
            map(sql.Identifier, ["import_id", "line_number", "faults", *source.columns])
        ),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for chunk in source.copied(import_id):
            copy.write(chunk)
            if progress is not None:
                progress(source.position, source.size)
    if progress is not None:
        progress(source.position, source.size)


def _first_rejects(connection: Connection, import_id: int) -> list[Reject]:
    rows = many(
        connection,
        "select line_number, column_name, reason, value from api.import_rejects"
        " where import_id = %(id)s order by line_number, column_name limit %(limit)s",
        {"id": import_id, "limit": SHOWN_REJECTS},
    )
    return [
        Reject(row["line_number"], row["column_name"], row["reason"], row["value"]) for row in rows
    ]


def _write_rejects(connection: Connection, import_id: int, path: Path) -> None:
    """All reasons as CSV; a header only when there are none, so that no old file misleads.

    A list to work through beside the file, in a spreadsheet perhaps; never itself a file to load.
    """
    from psycopg import sql

    statement = sql.SQL(_REJECTS).format(import_id=sql.Literal(import_id))
    try:
        with (
            path.open("w", encoding="utf-8", newline="") as file,
            connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["line", "column", "reason", "value"])
            writer.writerows(map(as_cell, row) for row in copy.rows())
    except OSError as error:
        raise BadInput(
            "The rejected rows cannot be written, so nothing was loaded",
            sqlstate="ZR102",
            detail=f"{path}: {error.strerror or error}",
            hint="Give --rejects a file that can be written.",
        ) from error


def _hint(rejects_path: Path | None) -> str:
    where = (
        "--rejects FILE writes all reasons to a file"
        if rejects_path is None
        else (f"{rejects_path} has all reasons")
    )
    return (
        f"Correct the rows and load the file again, or load the good ones with --partial; {where}."
    )
