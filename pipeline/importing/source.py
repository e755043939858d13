"""What a reader of files gives: columns, and rows of text ready to be copied."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from pipeline.errors import BadInput

#: Characters. A longer value is rejected with its line and column.
LONGEST_VALUE = 1_048_576

#: How bytes that are not UTF-8 look after decoding with ``surrogateescape``.
UNDECODABLE = re.compile("[\udc80-\udcff]")


#: Characters that are copied at a time.
_CHUNK = 1 << 18

#: A row: its line number, its faults as :func:`as_staged` has them or None, then the values.
Row = list[str | int | None]


class Fault(NamedTuple):
    """Why a row cannot be read: the column (None for the row as a whole), the reason, the value."""

    column: str | None
    reason: str
    value: str | None


class PlainLines(NamedTuple):
    """Lines of CSV that are rows as they are: without their ends, and the number of the first."""

    first: int
    lines: list[str]


class Source(Protocol):
    """A file that is open."""

    #: Names in the file's order; that they are the right ones is not known yet.
    columns: list[str]
    #: How much of the file there is, in whatever unit; 0 where that is not known.
    size: int

    @property
    def position(self) -> int:
        """How much of ``size`` has been read."""
        ...

    def copied(self, import_id: int) -> Iterator[bytes]:
        """All rows as COPY takes them into staging: CSV of the import and the :data:`Row`.

        Raises :class:`BadInput` (ZR103) where the file cannot be read on.
        """
        ...

    def sha256(self) -> str:
        """SHA-256 of the whole file, hexadecimal; after the last row."""
        ...


def unusable(name: str, sentence: str, detail: str, hint: str) -> BadInput:
    """The error of a file that cannot be used as a whole."""
    return BadInput(sentence, sqlstate="ZR103", detail=f"{name}: {detail}", hint=hint)


def unreadable(name: str, error: BaseException) -> BadInput:
    """The error of a file that cannot be read on."""
    return unusable(
        name,
        "The file cannot be read",
        str(error) or type(error).__name__,
        "Check that it is there, that it may be read and that it was written to its end.",
    )


def shown(value: str) -> str:
    """A value as it can be stored and shown: cut, with what is no text escaped."""
    readable = value[:200].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return readable.replace("\0", "\\0")


def fault_of(column: str, value: str) -> Fault | None:
    """What keeps a value from being stored as text."""
    if len(value) > LONGEST_VALUE:
        return Fault(column, f"is longer than {LONGEST_VALUE:,} characters", shown(value))
    if "\0" in value:
        return Fault(column, "holds a NUL character", shown(value))
    if UNDECODABLE.search(value):
        return Fault(column, "is not UTF-8", shown(value))
    return None


def as_copied(rows: Iterable[Row | PlainLines], import_id: int) -> Iterator[bytes]:
    """Rows as CSV for COPY, some of them at a time."""
    # lines end in CRLF, which makes the module quote both of its characters wherever they occur
    buffer = io.StringIO()
    write = csv.writer(buffer).writerow
    for row in rows:
        if isinstance(row, PlainLines):
            numbered = enumerate(row.lines, row.first)
            buffer.writelines([f"{import_id},{number},,{line}\r\n" for number, line in numbered])
        else:
            write([import_id, *row])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def as_staged(line: int, faults: list[Fault], width: int) -> Row:
    """A row that cannot be read, as it is copied: the line, its faults, and no values."""
    return [line, json.dumps([fault._asdict() for fault in faults]), *[None] * width]
