"""Parquet: its values as the text that a CSV file would have."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.importing.source import (
    LONGEST_VALUE,
    UNDECODABLE,
    Row,
    as_copied,
    as_staged,
    fault_of,
    shown,
    unreadable,
)

if TYPE_CHECKING:
    import pyarrow

#: Rows that are turned into text at a time, fewer where they are long.
_BATCH = 5_000

#: Bytes that the values of so many rows may take, as far as the file tells.
_BATCH_BYTES = 1 << 24

#: Bytes of a column that are read at a time: whole, a row group may be larger than the memory.
_BUFFER = 1 << 18

#: Bytes that are hashed at a time.
_CHUNK = 1 << 18


class ParquetSource:
    """A Parquet file; see :class:`pipeline.importing.source.Source`. The stream stays open."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        """Read the schema. Raises :class:`BadInput` (ZR103) when it is no Parquet file."""
        import pyarrow
        from pyarrow import parquet

        self._name = name
        self._stream = stream
        # of names and values that it cannot turn into Python's, Arrow says so with Python's errors
        self._errors = (
            *(pyarrow.ArrowException, OSError),
            *(LookupError, ValueError, TypeError, OverflowError, RecursionError),
        )
        try:
            packed = _checked(parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False))
            stream.seek(0)
            self._file = parquet.ParquetFile(
                stream,
                metadata=packed,
                read_dictionary=_repeated(packed),
                buffer_size=_BUFFER,
                pre_buffer=False,
            )
            self.columns = list(map(shown, self._file.schema_arrow.names))
            self.size = self._file.metadata.num_rows
        except self._errors as error:
            raise unreadable(name, error) from error
        self.position = 0

    def sha256(self) -> str:
        """SHA-256 of the file."""
        digest = hashlib.sha256()
        try:
            self._stream.seek(0)
            while data := self._stream.read(_CHUNK):
                digest.update(data)
        except OSError as error:
            raise unreadable(self._name, error) from error
        return digest.hexdigest()

    def copied(self, import_id: int) -> Iterator[bytes]:
        """Rows as they are copied; see :class:`pipeline.importing.source.Source`."""
        return as_copied(self.rows(), import_id)

    def rows(self) -> Iterator[Row]:
        """Each row of the file, read some at a time."""
        batches = self._file.iter_batches(batch_size=_rows_at_a_time(self._file.metadata))
        while True:
            try:
                batch = next(batches, None)
                if batch is None:
                    return
                columns = [_texts(column) for column in batch.columns]
            except self._errors as error:
                raise unreadable(self._name, error) from error
            for values in zip(*columns, strict=True):
                self.position += 1
                yield self._row(list(values))

    def _row(self, values: list[str | None]) -> Row:
        # one look at all of it, and at each value only where there is reason to
        joined = "".join(value for value in values if value)
        is_suspect = len(joined) > LONGEST_VALUE or "\0" in joined
        if is_suspect or (not joined.isascii() and UNDECODABLE.search(joined)):
            faults = [
                fault
                for column, value in zip(self.columns, values, strict=True)
                if value and (fault := fault_of(column, value))
            ]
            if faults:
                return as_staged(self.position, faults, len(values))
        return [self.position, None, *values]


def _checked(file: pyarrow.parquet.ParquetFile) -> pyarrow.parquet.FileMetaData:
    """What the file tells of its columns, after a look at the first row of each row group.

    Arrow ends the process when it is asked about a column of which the file tells nonsense;
    a reader of that column raises an error.
    """
    for group in range(file.metadata.num_row_groups):
        next(file.iter_batches(batch_size=1, row_groups=[group]), None)
    return file.metadata


def _chunks(packed: pyarrow.parquet.FileMetaData) -> Iterator[Any]:
    for group in range(packed.num_row_groups):
        row_group = packed.row_group(group)
        for place in range(row_group.num_columns):
            yield row_group.column(place)


def _repeated(packed: pyarrow.parquet.FileMetaData) -> list[str]:
    """Columns of text that the file has as a dictionary: each of its texts is kept once."""
    return sorted(
        {
            chunk.path_in_schema
            for chunk in _chunks(packed)
            if chunk.physical_type == "BYTE_ARRAY"
            and any("DICTIONARY" in encoding for encoding in chunk.encodings)
        }
    )


def _rows_at_a_time(packed: pyarrow.parquet.FileMetaData) -> int:
    size: int = sum(chunk.total_uncompressed_size for chunk in _chunks(packed))
    rows: int = max(packed.num_rows, 1)
    return max(1, min(_BATCH, _BATCH_BYTES * rows // max(size, 1)))


def _texts(column: pyarrow.Array) -> list[str | None]:
    """The values of a column as a CSV file would have them; None for what is missing."""
    import pyarrow
    from pyarrow import types

    kind = column.type
    if types.is_dictionary(kind):
        # each text once, whatever the number of rows that have it, and none that no row has
        used = column.indices.unique().drop_null()
        known = dict(zip(used.to_pylist(), _texts(column.dictionary.take(used)), strict=True))
        return list(map(known.get, column.indices.to_pylist()))
    if types.is_timestamp(kind):
        # Arrow counts from 1970 in UTC; without its zone it prints just that
        column = column.cast(pyarrow.timestamp(kind.unit)).cast(pyarrow.string())
        return [None if text is None else f"{text}Z" for text in column.to_pylist()]
    if types.is_boolean(kind) or types.is_integer(kind) or types.is_date(kind):
        return list(column.cast(pyarrow.string()).to_pylist())
    if types.is_string(kind) or types.is_large_string(kind):
        try:
            return list(column.to_pylist())
        except UnicodeDecodeError:
            # Arrow does not look whether a file keeps its promise: find the rows that do not
            column = column.cast(pyarrow.large_binary())
            kind = column.type
    as_text = _converter(kind)
    return [None if value is None else as_text(value) for value in column.to_pylist()]


def _converter(kind: pyarrow.DataType) -> Callable[[Any], str | None]:
    from pyarrow import types

    if types.is_floating(kind):
        return _number
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        return _decoded
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        return lambda value: ";".join("" if item is None else _plain(item) for item in value)
    if types.is_map(kind):
        return lambda value: json.dumps(
            {_plain(key): inner for key, inner in value}, ensure_ascii=False, default=_plain
        )
    if types.is_struct(kind):
        return lambda value: json.dumps(value, ensure_ascii=False, default=_plain)
    return str


def _decoded(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def _plain(value: Any) -> str:
    """An inner value as text; bytes are text, as they are in a column of their own."""
    return _decoded(value) if isinstance(value, bytes) else str(value)


def _number(value: float) -> str | None:
    """A number; None for what pandas writes for a missing one."""
    if math.isnan(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)
