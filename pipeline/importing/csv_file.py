"""CSV: UTF-8 with or without a byte order mark, LF or CRLF, also compressed with gzip."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.errors import BadInput
from pipeline.importing.source import (
    LONGEST_VALUE,
    UNDECODABLE,
    Fault,
    PlainLines,
    Row,
    as_copied,
    as_staged,
    fault_of,
    shown,
    unreadable,
    unusable,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Characters, or bytes of what is not decoded yet. Beyond this no end of a line or value is looked
#: for, so that memory stays small.
_LONGEST_LINE = 16 * LONGEST_VALUE

#: Of a row that goes on for many lines: characters, and commas after its first megabyte.
_LONGEST_ROW = 4 * _LONGEST_LINE
_MOST_COMMAS = 1_000_000

_BUFFER = 1 << 18


class _Counted(io.RawIOBase):
    """A binary stream that counts and hashes what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._hash.update(data)
        self.count += len(data)
        return len(data)

    def sha256(self) -> str:
        while self.read(_BUFFER):
            pass  # what follows the last row
        return self._hash.hexdigest()


class CsvSource:
    """A CSV file; see :class:`pipeline.importing.source.Source`. The stream stays open.

    It is read in blocks that end with a line. Where a block has no quotation mark and nothing else
    that needs a look, as most have, its lines are the rows; the others go through the module csv.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read the header. Raises :class:`BadInput` (ZR103) when there is none."""
        self._name = name
        self._raw = _Counted(stream)
        self._binary: io.BufferedReader[Any] | None = None
        #: What is read and not yet part of a block.
        self._rest = b""
        #: The block that goes through the module, as far as it has not.
        self._text = io.StringIO()
        self._text_size = 0
        #: Lines that did not go through it.
        self._plain_lines = 0
        self._has_ended = False
        self._begin_row(1)
        self.size = _size_of(stream)
        # the module's own limit of 128 KiB is one for the whole process
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_LINE))
        self._reader = csv.reader(self._lines(), strict=True)
        self.columns = [column.strip() for column in self._header()]
        self._rest = self._text.read().encode("utf-8", "surrogateescape") + self._rest

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._raw.count

    def sha256(self) -> str:
        """SHA-256 of the file as it lies there, compressed or not."""
        return self._raw.sha256()

    def rows(self) -> Iterator[Row]:
        """Each row of the file."""
        for lines in self._blocks():
            if isinstance(lines, PlainLines):
                for number, line in enumerate(lines.lines, lines.first):
                    yield [number, None, *line.split(",")]
            else:
                yield lines

    def copied(self, import_id: int) -> Iterator[bytes]:
        """Rows as they are copied; see :class:`pipeline.importing.source.Source`."""
        return as_copied(self._blocks(), import_id)

    def _blocks(self) -> Iterator[Row | PlainLines]:
        reader, width = self._reader, len(self.columns)
        while True:
            if (plain := self._plain_block()) is not None:
                yield plain
                continue
            start = self._line + 1
            self._begin_row(start)
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield as_staged(start, [self._broken(error, start)], width)
                continue
            # what the lines hold is looked at by value only where there is reason to
            if len(record) == width and not self._is_suspect and self._line == start:
                yield [start, None, *record]
            elif not _is_blank(record):
                faults = self._faults(record)
                yield as_staged(start, faults, width) if faults else [start, None, *record]

    def _plain_block(self) -> PlainLines | None:
        """The next block, where its lines are rows as they are; otherwise None, and it is next."""
        if self._text.tell() < self._text_size:
            return None
        self._begin_row(self._line + 1)
        block = self._next_block()
        lines = _plain_lines(block, len(self.columns))
        if lines is None:
            self._set_text(block)
            return None
        first = self._line + 1
        self._plain_lines += len(lines)
        return PlainLines(first, lines)

    def _set_text(self, block: bytes) -> None:
        text = block.decode("utf-8", "surrogateescape")
        self._text, self._text_size = io.StringIO(text, newline=""), len(text)

    @property
    def _line(self) -> int:
        """Lines read."""
        return self._reader.line_num + self._plain_lines

    def _header(self) -> list[str]:
        try:
            header = next((record for record in self._records() if not _is_blank(record)), None)
        except csv.Error as error:
            raise self._no_header(str(error)) from error
        if header is None:
            raise unusable(
                self._name,
                "The file is empty",
                "not even a header",
                "Check that the right file was given and that it was written to its end.",
            )
        if self._is_suspect:
            raise self._no_header(shown(",".join(header)))
        return header

    def _records(self) -> Iterator[list[str]]:
        """Rows as they are, to find the header among."""
        for record in self._reader:
            yield record
            self._begin_row(self._line + 1)

    def _begin_row(self, line: int) -> None:
        """What is noticed about the lines of a row, the one that starts on this line."""
        self._row_line = line
        self._is_suspect = False
        self._row_length = 0
        self._row_commas = 0

    def _no_header(self, detail: str) -> BadInput:
        return unusable(
            self._name,
            "The file does not start with a header in UTF-8",
            detail,
            "Save it as CSV in UTF-8, with the names of the columns in its first line.",
        )

    def _faults(self, record: list[str]) -> list[Fault]:
        width = len(self.columns)
        if len(record) != width:
            values = "1 value" if len(record) == 1 else f"{len(record)} values"
            reason = f"has {values}, the header has {width}"
            return [Fault(None, reason, shown(",".join(record)))]
        values_of = zip(self.columns, record, strict=True)
        return [fault for column, value in values_of if (fault := fault_of(column, value))]

    def _broken(self, error: csv.Error, start: int) -> Fault:
        """The fault of a record that breaks the rules of CSV, where the next one can be found."""
        if self._has_ended:
            raise unusable(
                self._name,
                "A quoted value does not end",
                f"the row that starts on line {start} goes on to the end of the file",
                "Look for a quotation mark that is missing on that line.",
            ) from error
        if "field limit" in str(error):
            raise self._too_long(start) from error
        reason = f"is no CSV: {error}"
        if self._line > start:
            reason += f" on line {self._line}; what lies between is lost"
        return Fault(None, reason, None)

    def _too_long(self, line: int) -> BadInput:
        return unusable(
            self._name,
            "A value or line is too long to be read",
            f"the row that starts on line {line} has too many characters or values",
            "Check that it is a CSV file; look for a missing quotation mark on that line.",
        )

    def _bound(self, line: str) -> None:
        """Refuse a line, or the row that it goes on with, that would take too much memory."""
        self._row_commas += line.count(",")
        is_cut = len(line) == _LONGEST_LINE and line[-1] not in "\r\n"
        if is_cut or self._row_length > _LONGEST_ROW or self._row_commas > _MOST_COMMAS:
            raise self._too_long(self._row_line)

    def _lines(self) -> Iterator[str]:
        while True:
            while line := self._text.readline(_LONGEST_LINE):
                self._row_length += len(line)
                if self._row_length > LONGEST_VALUE:
                    self._bound(line)
                    self._is_suspect = True
                if "\0" in line or (not line.isascii() and UNDECODABLE.search(line)):
                    self._is_suspect = True
                yield line
            block = self._next_block()
            if not block:
                self._has_ended = True
                return
            self._set_text(block)

    def _next_block(self) -> bytes:
        """What is read on, as far as it ends with a line; empty at the end of the file."""
        taken = bytearray(self._rest)
        try:
            if self._binary is None:
                self._binary = _unpacked(self._raw)
            while not (end := _end_of_lines(taken)):
                if len(taken) > _LONGEST_LINE:
                    raise self._too_long(self._row_line)
                more = self._binary.read(max(_BUFFER, len(taken)))
                if not more:
                    end = len(taken)
                    break
                taken += more
        except (OSError, EOFError, zlib.error) as error:
            raise unreadable(self._name, error) from error
        self._rest = bytes(taken[end:])
        return bytes(taken[:end])


def _is_blank(record: list[str]) -> bool:
    """Whether a record is an empty line, or one of blanks."""
    return not record or (len(record) == 1 and not record[0].strip())


def _plain_lines(block: bytes, width: int) -> list[str] | None:
    """The lines of a block when each is a row of so many values as it is; otherwise None."""
    if width == 1 or len(block) > LONGEST_VALUE or b'"' in block or b"\0" in block:
        return None
    block = block.replace(b"\r\n", b"\n")
    if b"\r" in block or not block.endswith(b"\n"):
        return None
    try:
        lines = block[:-1].decode().split("\n")
    except UnicodeDecodeError:
        return None
    return lines if all(line.count(",") == width - 1 for line in lines) else None


def _end_of_lines(data: bytearray) -> int:
    """Where the last whole line ends; 0 when none does. A CR at the end may be half of an end."""
    return data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, len(data) - 1) + 1


def _unpacked(raw: _Counted) -> io.BufferedReader[Any]:
    """What a file holds: unpacked, without byte order mark."""
    binary: io.BufferedReader[Any] = io.BufferedReader(raw, _BUFFER)
    if binary.peek(2).startswith(b"\x1f\x8b"):
        binary = io.BufferedReader(gzip.GzipFile(fileobj=binary), _BUFFER)
    if binary.peek(3).startswith(codecs.BOM_UTF8):
        binary.read(3)
    return binary


def _size_of(stream: BinaryIO) -> int:
    if not stream.seekable():
        return 0
    here = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(here)
    return end - here
