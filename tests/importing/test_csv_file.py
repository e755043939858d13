"""Reading CSV: the line of every row, and what cannot be read is told, by row or for the file."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.importing import csv_file
from pipeline.importing.csv_file import CsvSource
from pipeline.importing.source import LONGEST_VALUE


def source(data: bytes) -> CsvSource:
    return CsvSource(io.BytesIO(data), "x.csv")


def read(data: bytes) -> list[tuple[int, list[Any]]]:
    """Line and values of each row; where it has faults, their (column, reason) instead."""
    found: list[tuple[int, list[Any]]] = []
    for line, faults, *values in source(data).rows():
        assert isinstance(line, int)
        if faults is None:
            found.append((line, values))
        else:
            assert values == [None] * len(values)
            told = json.loads(str(faults))
            found.append((line, [(fault["column"], fault["reason"]) for fault in told]))
    return found


def columns_of_faults(data: bytes) -> list[tuple[int, list[str | None]]]:
    """Line of each row with faults, and their columns."""
    return [
        (line, [value[0] for value in values])
        for line, values in read(data)
        if values and isinstance(values[0], tuple)
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark(end: bytes, mark: bytes) -> None:
    data = mark + end.join([b"a,b", b"1,2", b"\xc3\x84,", b""])
    assert source(data).columns == ["a", "b"]
    assert read(data) == [(2, ["1", "2"]), (3, ["Ä", ""])]


def test_lines_are_those_of_the_file() -> None:
    data = b'\n \na,b\n\n1,"x\ny\r\nz"\n  \n2,"q ""q"" ,"\n3,4'
    assert read(data) == [(5, ["1", "x\ny\r\nz"]), (9, ["2", 'q "q" ,']), (10, ["3", "4"])]


def test_blanks_around_names_do_not_matter() -> None:
    assert source(b" a ,\tb\n").columns == ["a", "b"]


@pytest.mark.parametrize("name", ["x.csv.gz", "x.csv"])
def test_gzip_is_known_by_its_first_bytes(name: str) -> None:
    data = gzip.compress(b"\xef\xbb\xbfa,b\n1,2\n")
    packed = CsvSource(io.BytesIO(data), name)
    assert packed.columns == ["a", "b"]
    assert list(packed.rows()) == [[2, None, "1", "2"]]
    assert packed.sha256() == hashlib.sha256(data).hexdigest()
    assert packed.position == packed.size == len(data)


def test_rows_of_another_width() -> None:
    found = read(b'a,b\n1\n1,2,3\n1,2\n"1\n2"\n')
    assert [(line, len(values)) for line, values in found] == [(2, 1), (3, 1), (4, 2), (5, 1)]
    assert columns_of_faults(b'a,b\n1\n1,2,3\n1,2\n"1\n2"\n') == [
        (2, [None]),
        (3, [None]),
        (5, [None]),
    ]


def test_bytes_that_are_not_utf_8() -> None:
    data = b"a,b\nok,ok\nZ\xfcrich,ok\nok,\xc3\n\xed\xa0\x80,\xff\nok,ok\n"
    assert columns_of_faults(data) == [(3, ["a"]), (4, ["b"]), (5, ["a", "b"])]


def test_the_value_of_a_fault_can_be_shown() -> None:
    (row,) = source(b"a,b\nZ\xfcr\0ich" + b"x" * 300 + b",\n").rows()
    (fault,) = json.loads(str(row[1]))
    assert fault["value"].startswith("Z\\xfcr\\0ichx")
    assert len(fault["value"]) < 220
    fault["value"].encode("utf-8")


def test_nul_characters() -> None:
    assert columns_of_faults(b'a,b\n1,2\n\0,2\n1,"2\n\0"\n') == [(3, ["a"]), (4, ["b"])]


def test_a_field_of_ten_megabytes_is_a_fault_of_its_row() -> None:
    long = b"x" * 10_000_000
    data = b"a,b\n1,2\n" + long + b',"' + long.replace(b"xx", b"x\n", 9) + b'"\n3,4\n'
    found = read(data)
    assert [line for line, _ in found] == [2, 3, 13]
    assert columns_of_faults(data) == [(3, ["a", "b"])]


def test_a_field_of_just_the_longest_length() -> None:
    data = b"a,b\n" + b"x" * LONGEST_VALUE + b",\n" + b"x" * (LONGEST_VALUE + 1) + b",\n"
    assert columns_of_faults(data) == [(3, ["a"])]


def test_a_row_that_breaks_the_rules_does_not_take_the_next_one_along() -> None:
    data = b'a,b\n"1"x,2\n3,4\n5,"6\n7,8\n"9,0\n1,2\n'
    found = read(data)
    assert columns_of_faults(data) == [(2, [None]), (4, [None])]
    assert found[1] == (3, ["3", "4"])
    assert found[-1] == (7, ["1", "2"])
    # the rows that were swallowed are named
    assert "line 6" in found[2][1][0][1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\n\n  \n",
        b"a,\xff\n1,2\n",
        b"a,\0\n1,2\n",
        "a,b\n1,2\n".encode("utf-16"),
        b'a,"b\n1,2\n',
        b'"a"b,c\n',
        b"\x1f\x8bgarbage",
        gzip.compress(b"a,b\n1,2\n", mtime=0)[:-4],
    ],
)
def test_a_file_without_a_readable_header_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        list(source(data).rows())
    assert caught.value.sqlstate == "ZR103"
    assert caught.value.detail
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'a,b\n1,2\n3,"4\n5,6\n', id="a quote that is never closed"),
        pytest.param(b'a,b\n1,2\n3,"' + b"4\n" * (9 << 20) + b'"\n', id="a value without end"),
        pytest.param(b"a,b\n1,2\n" + b"3" * (17 << 20) + b",4\n", id="a line without end"),
        pytest.param(b"a,b\n1,2\n" + b"3" * (70 << 20), id="a line that is longer than a block"),
    ],
)
def test_a_file_that_cannot_be_read_on_is_refused_with_the_line(data: bytes) -> None:
    rows = source(data).rows()
    assert next(rows)[0] == 2
    with pytest.raises(BadInput) as caught:
        next(rows)
    assert caught.value.sqlstate == "ZR103"
    assert "line 3" in str(caught.value.detail)


def test_a_gzip_file_that_was_cut_off_is_refused() -> None:
    # what does not repeat does not compress, so the cut lies among the rows
    lines = "".join(
        f"{hashlib.sha256(bytes([n % 256, n // 256])).hexdigest()},2\n" for n in range(9999)
    )
    data = gzip.compress(b"a,b\n" + lines.encode())
    with pytest.raises(BadInput) as caught:
        list(source(data[: len(data) // 2]).rows())
    assert caught.value.sqlstate == "ZR103"


def test_position_and_hash_without_a_size() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    data = b"a,b\n1,2\n"
    piped = CsvSource(Pipe(data), "x.csv")
    assert len(list(piped.rows())) == 1
    assert (piped.position, piped.size) == (len(data), 0)
    assert piped.sha256() == hashlib.sha256(data).hexdigest()


#: Of what makes a difference: ends, quotes, commas, blanks, what is not ASCII, what is no text.
PIECES = [b"x", b"12", b",", b",", b"\n", b"\n", b"\r\n", b"\r", b'"', b" ", "Ä".encode(), b"\xff"]


@given(st.lists(st.sampled_from([*PIECES, b"\0"]), max_size=60), st.sampled_from([3, 7, 1 << 18]))
def test_lines_that_are_rows_as_they_are_come_to_what_the_module_makes_of_them(
    pieces: list[bytes], block: int
) -> None:
    data = b"a,b\n1,2\n" + b"".join(pieces)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv_file, "_BUFFER", block)
        taken = outcome(data)
        patched.setattr(csv_file, "_plain_lines", lambda *_: None)
        assert taken == outcome(data)


def outcome(data: bytes) -> tuple[Any, ...]:
    """The rows, also as they are copied, and what keeps from reading on."""
    rows: list[Any] = []
    try:
        rows.extend(source(data).rows())
        return rows, list(csv.reader(io.StringIO(copied(data), newline="")))
    except BadInput as error:
        return rows, error.message, error.detail


def copied(data: bytes) -> str:
    return b"".join(source(data).copied(7)).decode("utf-8", "surrogateescape")


def test_lines_are_copied_with_their_numbers() -> None:
    data = 'a,b\n1,2\n"3",\n\n\\.,Ä\n'.encode()
    assert copied(data) == "7,2,,1,2\r\n7,3,,3,\r\n7,5,,\\.,Ä\r\n"
