"""Exports the audit log and its head: to a new file that is there whole, or standard output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline import api
from pipeline.database import one, streamed
from pipeline.delivering import is_taken, keep, new_file, to_stdout
from pipeline.errors import Defect, WrongState
from pipeline.output import announce, as_json
from pipeline.settings import Settings

if TYPE_CHECKING:
    import psycopg

Row = dict[str, Any]
Write = Callable[[bytes], object]

#: Rows after which those who wait are told how far it is.
TOLD_EVERY = 100_000

_READ = "select * from api.audit_export order by seq"
_HEAD = "select seq, hash, occurred_at, anchored_at, database from api.audit_head"
_MAY_RECORD = """
    select has_function_privilege('api.record_audit_export(bigint, text)', 'execute') as it_may
"""


def export_log(settings: Settings, file: Path | None, *, replace: bool) -> Row:
    """Write the audit log, a JSON object a line; returns the number of rows and the last one.

    The export is recorded in the log when the rows are on disk, and before the file has its name:
    there is none that the log does not know of. A login that only reads exports unrecorded,
    ``audit_seq`` is None then. Raises :class:`WrongState` when the file exists or the log has no
    row, :class:`Defect` when it cannot be written.
    """
    with (
        opened(file, replace=replace) as (write, finish),
        settings.connection() as connection,
    ):
        exported = _write_rows(settings, connection, write)
        finish()
        return {"file": str(file or "-"), **exported, "audit_seq": _record(connection, exported)}


def write_anchor(settings: Settings, file: Path | None, *, replace: bool) -> Row:
    """Write the head of the audit log as a line of JSON; returns it.

    Raises :class:`WrongState` when the file exists, :class:`Defect` when it cannot be written.
    """
    with (
        settings.connection() as connection,
        opened(file, replace=replace) as (write, finish),
    ):
        head = as_json(one(connection, _HEAD, {}))
        write(_line(head))
        finish()
        return {"file": str(file or "-"), **head}


def _write_rows(settings: Settings, connection: psycopg.Connection[Any], write: Write) -> Row:
    """Write all rows of one snapshot; how many they are, and the last one's place and hash."""
    number, row = 0, None
    with streamed(connection, _READ) as (_, rows):
        for number, row in enumerate(rows, start=1):
            write(_line(row))
            if number % TOLD_EVERY == 0:
                announce(settings, f"{number:,} rows are written.", rows=number)
    if row is None:
        raise WrongState(
            "The audit log has no row yet.",
            sqlstate="ZR208",
            detail="0 rows",
            hint="Export it when something was done: `recert import` is where most begin.",
        )
    return {"rows": number, "head_seq": row["seq"], "head_hash": row["hash"]}


def _record(connection: psycopg.Connection[Any], exported: Row) -> int | None:
    if not one(connection, _MAY_RECORD, {})["it_may"]:
        return None
    return api.record_audit_export(connection, seq=exported["head_seq"], hash=exported["head_hash"])


def _line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


@contextmanager
def created(file: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A new file that may be read back: it gets its name at the end of the block.

    Raises :class:`WrongState` when the name is taken, :class:`Defect` when it cannot be written.
    """
    with _told_as_errors(str(file)):
        if is_taken(file, replace=replace):
            raise FileExistsError
        with new_file(file, replace=replace) as stream:
            yield stream


@contextmanager
def opened(file: Path | None, *, replace: bool) -> Iterator[tuple[Write, Callable[[], None]]]:
    """What writes to the file, or to standard output, and what makes sure that it is written."""
    if file is None:
        with _told_as_errors("standard output"):
            yield _buffered()
        return
    with created(file, replace=replace) as stream:
        yield stream.write, lambda: keep(stream)


@contextmanager
def _told_as_errors(where: str) -> Iterator[None]:
    """Turn what the operating system says of a file into errors of ours."""
    try:
        yield
    except FileExistsError as error:
        raise WrongState(
            "The file exists already.",
            sqlstate="ZR209",
            detail=where,
            hint="Name a new file, or have a plain file replaced with --force.",
        ) from error
    except OSError as error:
        raise Defect(
            f"The file cannot be written: {error.strerror or error}.",
            detail=where,
            hint="Nothing is exported: mend it and run the same command again.",
        ) from error


def _buffered(size: int = 65_536) -> tuple[Write, Callable[[], None]]:
    """The same for standard output, a good piece at a time."""
    kept = bytearray()

    def finish() -> None:
        to_stdout(bytes(kept))
        kept.clear()

    def write(data: bytes) -> None:
        kept.extend(data)
        if len(kept) >= size:
            finish()

    return write, finish
