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
    as_staged,
    fault_of,
    shown,
    unreadable,
    unusable,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Characters. Beyond this no end of a line or value is looked for, so that memory stays small.
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
    """A CSV file; see :class:`pipeline.importing.source.Source`. The stream stays open."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read the header. Raises :class:`BadInput` (ZR103) when there is none."""
        self._name = name
        self._raw = _Counted(stream)
        self._text: io.TextIOWrapper | None = None
        self._has_ended = False
        self._begin_row(1)
        self.size = _size_of(stream)
        # the module's own limit of 128 KiB is one for the whole process
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_LINE))
        self._reader = csv.reader(self._lines(), strict=True)
        self.columns = [column.strip() for column in self._header()]

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._raw.count

    def sha256(self) -> str:
        """SHA-256 of the file as it lies there, compressed or not."""
        return self._raw.sha256()

    def rows(self) -> Iterator[list[str | int | None]]:
        """Rows of the file; see :class:`pipeline.importing.source.Source`."""
        reader, width = self._reader, len(self.columns)
        while True:
            start = reader.line_num + 1
            self._begin_row(start)
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield as_staged(start, [self._broken(error, start)], width)
                continue
            # what the lines hold is looked at by value only where there is reason to
            if len(record) == width and not self._is_suspect and reader.line_num == start:
                yield [start, None, *record]
            elif not _is_blank(record):
                faults = self._faults(record)
                yield as_staged(start, faults, width) if faults else [start, None, *record]

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
            self._begin_row(self._reader.line_num + 1)

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
        if self._reader.line_num > start:
            reason += f" on line {self._reader.line_num}; what lies between is lost"
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
        try:
            self._text = _decoded(self._raw)
            while line := self._text.readline(_LONGEST_LINE):
                self._row_length += len(line)
                if self._row_length > LONGEST_VALUE:
                    self._bound(line)
                    self._is_suspect = True
                if "\0" in line or (not line.isascii() and UNDECODABLE.search(line)):
                    self._is_suspect = True
                yield line
        except (OSError, EOFError, zlib.error) as error:
            raise unreadable(self._name, error) from error
        self._has_ended = True


def _is_blank(record: list[str]) -> bool:
    """Whether a record is an empty line, or one of blanks."""
    return not record or (len(record) == 1 and not record[0].strip())


def _decoded(raw: _Counted) -> io.TextIOWrapper:
    """The text of a file: unpacked, without byte order mark, line ends as they are."""
    binary: io.BufferedReader[Any] = io.BufferedReader(raw, _BUFFER)
    if binary.peek(2).startswith(b"\x1f\x8b"):
        binary = io.BufferedReader(gzip.GzipFile(fileobj=binary), _BUFFER)
    if binary.peek(3).startswith(codecs.BOM_UTF8):
        binary.read(3)
    return io.TextIOWrapper(binary, encoding="utf-8", errors="surrogateescape", newline="")


def _size_of(stream: BinaryIO) -> int:
    if not stream.seekable():
        return 0
    here = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(here)
    return end - here
