"""Parquet that is damaged, or of types that nobody expects: refused, or read as text."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from pipeline.errors import BadInput
from pipeline.importing import load_stream
from pipeline.importing.parquet_file import ParquetSource
from tests.company import Database
from tests.hostile.counting import Cases
from tests.hostile.files import GOOD

CODES = {"ZR103", "ZR104"}


def packed(table: pa.Table, **options: Any) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, **options)
    return buffer.getvalue()


def loaded_or_refused(company: Database, kind: str, data: bytes) -> int | None:
    """How many rows are inserted; None when the file is refused, in a way that tells why."""
    refused: list[BadInput] = []
    inserted = None
    try:
        with company.undone():
            inserted = load_stream(company.connection, kind, "x.parquet", io.BytesIO(data)).inserted
    except BadInput as error:
        refused.append(error)
    assert all(error.sqlstate in CODES and error.hint for error in refused)
    return inserted


#: Values of types that are not text, which a column of names may turn out to have.
VALUES: dict[str, pa.Array] = {
    "int64": pa.array([-(2**63), 2**63 - 1]),
    "uint64": pa.array([0, 2**64 - 1], pa.uint64()),
    "float": pa.array([float("inf"), -0.0]),
    "tiny": pa.array([5e-324, 1.7976931348623157e308]),
    "half": pa.array([1.5, 65504.0], pa.float16()),
    "decimal": pa.array([Decimal("-1e36"), Decimal("0.1")], pa.decimal128(38, 1)),
    "wide decimal": pa.array([Decimal("9" * 75), Decimal(0)], pa.decimal256(76, 0)),
    "years": pa.array([-(2**50), 2**50], pa.timestamp("s")),
    "milliseconds": pa.array([-(2**63), 2**63 - 1], pa.timestamp("ms")),
    "microseconds": pa.array([-(2**63), 2**63 - 1], pa.timestamp("us", "UTC")),
    "nanoseconds": pa.array([-(2**63), 2**63 - 1], pa.timestamp("ns")),
    "days": pa.array([-(2**31), 2**31 - 1], pa.date32()),
    "time": pa.array([0, 86_399_999_999], pa.time64("us")),
    "duration": pa.array([-(2**63), 2**63 - 1], pa.duration("us")),
    "boolean": pa.array([True, False]),
    "null": pa.array([None, None], pa.null()),
    "binary": pa.array([b"\xff\xfe", b"\x00"]),
    "fixed": pa.array([b"abcd", b"\xed\xa0\x80x"], pa.binary(4)),
    "list": pa.array([["a", None], []]),
    "lists": pa.array([[["a"], ["b", None]], []]),
    "large list": pa.array([[1, 2], None], pa.large_list(pa.int8())),
    "struct": pa.array([{"a": {"b": [1]}}, None]),
    "struct of times": pa.array(
        [{"a": 2**62}, {"a": None}], pa.struct([("a", pa.timestamp("ns"))])
    ),
    "struct of far times": pa.array(
        [{"a": 2**50}, {"a": -(2**50)}], pa.struct([("a", pa.timestamp("s"))])
    ),
    "list of far days": pa.array([[2**31 - 1], [-(2**31)]], pa.list_(pa.date32())),
    "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
    "map of numbers": pa.array([[(1, None)], None], pa.map_(pa.int64(), pa.binary())),
    "dictionary": pa.array(["a", "b"]).dictionary_encode(),
    "dictionary of numbers": pa.array([1, 2]).dictionary_encode(),
    "dictionary of bytes": pa.array([b"\xff", b"a"]).dictionary_encode(),
    "struct of no text": pa.array([{"a": b"\xff"}, {"a": b"\x00"}]),
    "no number in a struct": pa.array([{"a": float("nan")}, {"a": float("inf")}]),
}


def columns() -> list[tuple[str, str]]:
    more = {
        "users": ["is_active", "attributes"],
        "versions": ["objectives", "sources", "submitted_at"],
        "evidence": ["score"],
        "assignments": ["due_at"],
    }
    return [(kind, column) for kind in GOOD for column in [*GOOD[kind](0), *more.get(kind, [])]]


@pytest.mark.cases(len(VALUES))
@pytest.mark.parametrize(("kind", "column"), columns())
def test_types(company: Database, cases: Cases, kind: str, column: str) -> None:
    for values in VALUES.values():
        good = {name: pa.array([GOOD[kind](at)[name] for at in range(2)]) for name in GOOD[kind](0)}
        loaded_or_refused(company, kind, packed(pa.table(good | {column: values})))
        cases.one()


@pytest.mark.cases(4)
def test_columns_that_cannot_be_told_apart(company: Database, cases: Cases) -> None:
    for name in ("full_name", "FULL_NAME", "", "full_name\0"):
        table = pa.Table.from_arrays(
            [pa.array(["a", "b"])] * 3, names=["employee_number", "full_name", name]
        )
        assert loaded_or_refused(company, "users", packed(table)) is None
        cases.one()


@pytest.mark.cases(3)
def test_tables_without_rows_or_columns(company: Database, cases: Cases) -> None:
    for table in (
        pa.table({}),
        pa.table({"employee_number": pa.array([], pa.string())}),
        pa.table({name: pa.array([], pa.string()) for name in ("employee_number", "full_name")}),
    ):
        assert loaded_or_refused(company, "users", packed(table)) is None
        cases.one()


WHOLE = packed(
    pa.table(
        {
            "employee_number": [f"N-{at}" for at in range(400)],
            "full_name": [f"Person {at % 7}" for at in range(400)],
        }
    ),
    row_group_size=100,
)


def _read(data: bytes) -> None:
    """Read a file that may be damaged: to its end, or up to where it is refused."""
    refused: list[BadInput] = []
    try:
        for _ in ParquetSource(io.BytesIO(data), "x.parquet").rows():
            pass
    except BadInput as error:
        refused.append(error)
    assert all(error.sqlstate == "ZR103" and error.hint for error in refused)


@settings(max_examples=200, deadline=None)
@given(
    cut=st.integers(0, len(WHOLE)),
    place=st.integers(0, len(WHOLE) - 1),
    put=st.binary(min_size=1, max_size=8),
    is_near_end=st.booleans(),
)
def _damaged(cases: Cases, cut: int, place: int, put: bytes, is_near_end: bool) -> None:
    # half of the damage is done to the last part, which says where everything is
    place = len(WHOLE) - 1 - place % 600 if is_near_end else place
    for data in (
        WHOLE[:cut],
        WHOLE[cut:],
        WHOLE[:cut] + WHOLE[-8:],
        WHOLE[:place] + put + WHOLE[place + len(put) :],
    ):
        _read(data)
        cases.one()


@pytest.mark.cases(800)
def test_damage(cases: Cases) -> None:
    _damaged(cases)


@pytest.mark.cases(4700)
def test_every_byte_of_what_it_tells_of_its_columns(cases: Cases) -> None:
    """Arrow must never be asked for what ends the process: the test ends with it."""
    told = len(WHOLE) - 8 - int.from_bytes(WHOLE[-8:-4], "little")
    for place in range(told, len(WHOLE)):
        for flip in (0x01, 0x02, 0x10, 0xFF):
            _read(WHOLE[:place] + bytes([WHOLE[place] ^ flip]) + WHOLE[place + 1 :])
            cases.one()
