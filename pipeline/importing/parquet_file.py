"""Parquet: its values as the text that a CSV file would have."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.importing.source import LONGEST_VALUE, UNDECODABLE, as_staged, fault_of, unreadable

if TYPE_CHECKING:
    import pyarrow

#: Rows that are turned into text at a time.
_BATCH = 5_000

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
        self._errors = (pyarrow.ArrowException, OSError)
        try:
            self._file = parquet.ParquetFile(stream)
            self.columns = list(self._file.schema_arrow.names)
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

    def rows(self) -> Iterator[list[str | int | None]]:
        """Rows of the file; see :class:`pipeline.importing.source.Source`."""
        batches = self._file.iter_batches(batch_size=_BATCH)
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

    def _row(self, values: list[str | None]) -> list[str | int | None]:
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


def _texts(column: pyarrow.Array) -> list[str | None]:
    """The values of a column as a CSV file would have them; None for what is missing."""
    import pyarrow
    from pyarrow import types

    kind = column.type
    if types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
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
