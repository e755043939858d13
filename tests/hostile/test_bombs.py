"""Files that are made to take all of the memory: refused, or read in little of it."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.errors import BadInput
from pipeline.importing import load_stream
from pipeline.importing.csv_file import CsvSource
from tests.cli.calling import HUNG, environment
from tests.company import Database
from tests.hostile.values import MEGABYTE


class Endless(io.RawIOBase):
    """A beginning, and then the same for ever, at most as much as nobody should read."""

    def __init__(self, start: bytes, again: bytes) -> None:
        self._data = self._of(start, again)
        self.given = 0

    @staticmethod
    def _of(start: bytes, again: bytes) -> Iterator[bytes]:
        yield start
        block = again * (1 + (1 << 16) // len(again))
        while True:
            yield block

    def readable(self) -> bool:
        return True

    def read(self, size: int) -> bytes:  # type: ignore[override]
        data = next(self._data)[:size]
        self.given += len(data)
        assert self.given < 300 * MEGABYTE, "There is no end of it, and nobody noticed."
        return data


START = b"employee_number,full_name\nE-1,Somebody\n"


@pytest.mark.parametrize(
    ("start", "again"),
    [
        pytest.param(b"", b"a,", id="columns"),
        pytest.param(b"", b"abcdefgh,", id="columns with names"),
        pytest.param(b'"', b'","\n', id="columns on as many lines"),
        pytest.param(START, b",", id="values"),
        pytest.param(START, b'"",', id="quoted values"),
        pytest.param(START + b'"', b'","\n', id="values on as many lines"),
        pytest.param(START + b'"', b'abcdefgh\n","', id="longer values on as many lines"),
        pytest.param(START + b'N-1,"', b"x", id="a value"),
        pytest.param(START + b'N-1,"', b'""', id="a value of quotes"),
        pytest.param(START + b"N-1,", b"\0", id="a value of NUL"),
        pytest.param(START + b"N-1,", b"\xff", id="a value of no text"),
        pytest.param(START + b"N-1,", "\U0001f512".encode(), id="a value of wide characters"),
    ],
)
def test_csv_that_does_not_end(company: Database, start: bytes, again: bytes) -> None:
    before = company.snapshot()
    stream: Any = Endless(start, again)
    with pytest.raises(BadInput) as caught, company.connection.transaction():
        load_stream(company.connection, "users", "x.csv", stream)
    assert caught.value.sqlstate == "ZR103"
    assert caught.value.hint
    assert company.snapshot() == before


def test_a_million_empty_lines(company: Database) -> None:
    data = b"\n" * 500_000 + START.replace(b"E-1", b"N-1") + b"\r\n" * 500_000 + b" \n" * 1000
    result = load_stream(company.connection, "users", "x.csv", io.BytesIO(data))
    assert (result.read, result.inserted) == (1, 1)


def test_as_many_columns_as_a_line_may_have(company: Database) -> None:
    for header in (b"a," * 500_000 + b"b\n1\n", b"full_name," * 100_000 + b"full_name\n1\n"):
        with pytest.raises(BadInput) as caught, company.connection.transaction():
            load_stream(company.connection, "users", "x.csv", io.BytesIO(header))
        assert caught.value.sqlstate == "ZR103"
        assert len(str(caught.value.detail)) < 2_000


def test_attributes_that_are_deep(company: Database) -> None:
    for deep in ('{"a":' * 200_000, '{"a":' + "[" * 200_000 + "]" * 200_000, "[" * 1_000_000):
        data = "employee_number,full_name,attributes\nN-1,x,"
        data += '"' + deep.replace('"', '""') + '"\n'
        result = load_stream(
            company.connection, "users", "x.csv", io.BytesIO(data.encode()), partial=True
        )
        assert [(reject.line, reject.column) for reject in result.rejects] == [(2, "attributes")]


def test_a_byte_order_mark_in_the_middle_is_a_character(company: Database) -> None:
    data = "\ufeffemployee_number,full_name\nN-1,a\ufeffb\n".encode()
    load_stream(company.connection, "users", "x.csv", io.BytesIO(data))
    name = company.value("select full_name from core.users where employee_number = 'N-1'")
    assert name == "a\ufeffb"


def test_what_is_packed_is_read_as_it_is_unpacked() -> None:
    packed = gzip.compress(START + b'N-1,"' + b"x" * (100 * MEGABYTE), compresslevel=1)
    assert len(packed) < MEGABYTE
    with pytest.raises(BadInput):
        list(CsvSource(io.BytesIO(packed), "x.csv.gz").rows())


_READS = """
import resource, sys
from pathlib import Path
from pipeline.errors import BadInput
from pipeline.importing.csv_file import CsvSource
from pipeline.importing.parquet_file import ParquetSource
path = Path(sys.argv[1])
kind = ParquetSource if path.suffix == ".parquet" else CsvSource
with path.open("rb") as stream:
    try:
        for number, _ in enumerate(kind(stream, path.name).rows()):
            if number == 6000:
                break
    except BadInput:
        pass
status = Path("/proc/self/status")
if status.exists():
    # where the other starts with the peak of the process that it was started by
    print(next(line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def memory(path: Path) -> int:
    """Kilobytes that a process takes at most to read the file."""
    done = subprocess.run(
        [sys.executable, "-c", _READS, str(path)],
        check=True,
        capture_output=True,
        env=environment(),
        timeout=HUNG,
    )
    return int(done.stdout)


def _one_group(path: Path, table: pa.Table, **options: Any) -> Path:
    parquet.write_table(table, path, row_group_size=table.num_rows, **options)
    return path


def test_a_huge_row_group_takes_little_more_memory_than_a_small_one(tmp_path: Path) -> None:
    small = _one_group(tmp_path / "small.parquet", pa.table({"full_name": ["x"] * 10}))
    usual = memory(small)
    # 300 MB of text, and 20 GB of it in a file of less than 1 MB: one text again and again
    long = pa.array([f"{at:01000d}" for at in range(300_000)])
    huge = _one_group(
        tmp_path / "huge.parquet",
        pa.table({"full_name": long}),
        use_dictionary=False,
        compression="none",
    )
    again = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), ["x" * MEGABYTE])
    repeated = _one_group(tmp_path / "repeated.parquet", pa.table({"full_name": again}))
    assert huge.stat().st_size > 300_000_000
    assert repeated.stat().st_size < 1_000_000
    for path in (huge, repeated):
        assert memory(path) - usual < 150_000


def test_csv_of_values_without_end_takes_little_memory(tmp_path: Path) -> None:
    small, wide = tmp_path / "small.csv", tmp_path / "wide.csv"
    small.write_bytes(START)
    wide.write_bytes(START + b'"' + b'abcdefgh\n","' * 20_000_000)
    assert memory(wide) - memory(small) < 400_000
