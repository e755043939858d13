"""Rows as Parquet, with the types of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from pipeline.reports.files.columns import Column, Values

if TYPE_CHECKING:
    import pyarrow

#: Rows of a group: what is in memory at once.
_GROUP = 50_000


def write_parquet(stream: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> int:
    """Write the rows, moments as microseconds of UTC; how many."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(column.name, _type(column)) for column in columns])
    number, left = 0, iter(rows)
    with pyarrow.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(left, _GROUP)):
            values = zip(*group, strict=True)
            arrays = [
                pyarrow.array(list(column), type=field.type)
                for column, field in zip(values, schema, strict=True)
            ]
            writer.write_table(pyarrow.table(arrays, schema=schema))
            number += len(group)
    return number


def _type(column: Column) -> pyarrow.DataType:
    import pyarrow

    types: dict[str, Any] = {
        "boolean": pyarrow.bool_(),
        "integer": pyarrow.int64(),
        "real": pyarrow.float64(),
        "date": pyarrow.date32(),
        "moment": pyarrow.timestamp("us", tz="UTC"),
        "text": pyarrow.string(),
    }
    if column.kind != "decimal":
        return types[column.kind]
    if column.precision is None:
        return pyarrow.float64()
    return pyarrow.decimal128(column.precision, column.scale or 0)
