"""Reading Parquet: every type that a value may have becomes the text that CSV would have."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.errors import BadInput
from pipeline.importing import load_stream
from pipeline.importing.parquet_file import ParquetSource
from tests.company import Database


def parquet_of(**columns: Any) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def read(data: bytes) -> list[list[Any]]:
    return list(ParquetSource(io.BytesIO(data), "x.parquet").rows())


NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array(["E-1", None, ""]), ["E-1", None, ""]),
        (pa.array(["Ä", "b"], pa.large_string()), ["Ä", "b"]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array([1, -2, None], pa.int32()), ["1", "-2", None]),
        (
            pa.array([1234567890123.0, 87.5, float("nan"), None]),
            ["1234567890123", "87.5", None, None],
        ),
        (pa.array([Decimal("87.50")], pa.decimal128(5, 2)), ["87.50"]),
        (pa.array([True, False, None]), ["true", "false", None]),
        (pa.array([date(2024, 1, 31), None]), ["2024-01-31", None]),
        (pa.array([NOON.replace(tzinfo=None)], pa.timestamp("s")), ["2024-01-31 12:00:00.000Z"]),
        (pa.array([NOON], pa.timestamp("ms", "UTC")), ["2024-01-31 12:00:00.000Z"]),
        (
            pa.array([NOON.astimezone(timezone(timedelta(hours=2)))], pa.timestamp("us", "+02:00")),
            ["2024-01-31 12:00:00.000000Z"],
        ),
        (pa.array([1706702400_000000001], pa.timestamp("ns")), ["2024-01-31 12:00:00.000000001Z"]),
        (pa.array([["SOP-1@C", "SOP-2"], [], None]), ["SOP-1@C;SOP-2", "", None]),
        (pa.array([{"shift": "late"}, None]), ['{"shift": "late"}', None]),
        (pa.array([[("shift", "late")]], pa.map_(pa.string(), pa.string())), ['{"shift": "late"}']),
        (pa.array([["SOP-1", "SOP-2"]], pa.list_(pa.string(), 2)), ["SOP-1;SOP-2"]),
        (pa.array([[b"SOP-1"]], pa.list_(pa.binary())), ["SOP-1"]),
        (
            pa.array([{"shift": b"late", "since": date(2024, 1, 31)}]),
            ['{"shift": "late", "since": "2024-01-31"}'],
        ),
        (
            pa.array([[(b"shift", b"late")]], pa.map_(pa.binary(), pa.binary())),
            ['{"shift": "late"}'],
        ),
        (pa.array([b"E-1"], pa.binary()), ["E-1"]),
        (pa.array([b"2024-01-31"], pa.binary(10)), ["2024-01-31"]),
        (pa.array([None, None], pa.null()), [None, None]),
    ],
)
def test_values_as_text(values: pa.Array, texts: list[str | None]) -> None:
    rows = read(parquet_of(value=values))
    assert [row[2] for row in rows] == texts
    assert [row[0] for row in rows] == list(range(1, len(texts) + 1))
    assert all(row[1] is None for row in rows)


def test_values_that_are_no_text_are_faults_of_their_row() -> None:
    broken = pa.Array.from_buffers(
        pa.string(),
        3,
        [None, pa.array([0, 2, 3, 5], pa.int32()).buffers()[1], pa.py_buffer(b"ok\xffok")],
    )
    long = "x" * 2_000_000
    rows = read(parquet_of(a=broken, b=["ok", "ok", long], c=["\0", "ok", "ok"]))
    faults = [[fault["column"] for fault in json.loads(row[1])] for row in rows]
    assert faults == [["c"], ["a"], ["b"]]
    assert all(row[2:] == [None] * 3 for row in rows)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1xxxxPAR1", b"a,b\n1,2\n"])
def test_what_is_no_parquet_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        ParquetSource(io.BytesIO(data), "x.parquet")
    assert caught.value.sqlstate == "ZR103"
    assert caught.value.hint


def test_a_damaged_file_is_refused() -> None:
    data = bytearray(parquet_of(a=[f"value {number}" for number in range(1000)]))
    data[4:400] = b"\xff" * 396
    with pytest.raises(BadInput) as caught:
        read(bytes(data))
    assert caught.value.sqlstate == "ZR103"


@pytest.mark.parametrize("name", ["evidence.parquet", "evidence.pq", "evidence"])
def test_the_database_takes_it_like_csv(company: Database, name: str) -> None:
    data = parquet_of(
        employee_number=["E-1", "E-2", "E-9"],
        training=pa.array(["Lockout"] * 3).dictionary_encode(),
        version=[1, 1, 1],
        completed_at=[NOON, NOON, NOON],
        score=[80.0, None, 101.0],
    )
    result = load_stream(company.connection, "evidence", name, io.BytesIO(data), partial=True)
    assert (result.inserted, result.rejected) == (2, 1)
    assert sorted((reject.line, reject.column) for reject in result.rejects) == [
        (3, "employee_number"),
        (3, "score"),
    ]
    assert company.value("select min(completed_at) from core.evidence") == NOON
    assert company.value("select file_sha256 from ops.imports") == hashlib.sha256(data).hexdigest()


def test_wrong_columns_are_refused_like_those_of_csv(company: Database) -> None:
    before = company.snapshot()
    data = io.BytesIO(parquet_of(employee_number=["E-1"], grade=["A"]))
    with pytest.raises(BadInput) as caught:
        load_stream(company.connection, "evidence", "x.parquet", data)
    assert caught.value.sqlstate == "ZR103"
    assert company.snapshot() == before
