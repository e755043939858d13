"""From a file into the database: whole or not at all, once, told in full, and in little memory."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput, DatabaseUnavailable
from pipeline.importing import Reject, RowsRejected, load_file, load_stream
from tests.company import Database
from tests.sessions import together

HEADER = "employee_number,training,version,completed_at,score\n"
GOOD = "E-1,Lockout,1,2024-01-31,80\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.csv"
    path.write_text(HEADER + GOOD + "E-2,Lockout,1,2024-02-01,\n", encoding="utf-8")
    return path


def refused(
    database: Database, sqlstate: str, action: Callable[[], Any]
) -> BadInput | RowsRejected:
    """Assert that the action is refused as bad input and that nothing changed."""
    before = database.snapshot()
    with pytest.raises(BadInput) as caught:
        action()
    assert caught.value.sqlstate == sqlstate
    assert caught.value.exit_code == 5
    assert caught.value.detail
    assert caught.value.hint
    assert database.snapshot() == before
    return caught.value


@pytest.mark.parametrize(
    ("text", "sqlstate"),
    [
        pytest.param(b"", "ZR103", id="empty file"),
        pytest.param(HEADER.encode(), "ZR103", id="header only"),
        pytest.param(HEADER.encode() + b"\n\n  \n", "ZR103", id="header and blank lines"),
        pytest.param(
            b"employee_number,training,version\nE-1,Lockout,1\n", "ZR103", id="missing column"
        ),
        pytest.param((HEADER.strip() + ",grade\n" + GOOD).encode(), "ZR103", id="unknown column"),
        pytest.param((HEADER.strip() + ",score\n" + GOOD).encode(), "ZR103", id="column twice"),
        pytest.param((HEADER + GOOD).replace(",", ";").encode(), "ZR103", id="semicolons"),
        pytest.param((HEADER + GOOD).encode("utf-16"), "ZR103", id="UTF-16"),
        pytest.param((HEADER + GOOD + 'E-1,"Lockout').encode(), "ZR103", id="quote not closed"),
        pytest.param(
            (HEADER + GOOD + "Zürich,Lockout,1,2024-01-31,\n").encode("latin-1"),
            "ZR104",
            id="not UTF-8",
        ),
        pytest.param((HEADER + GOOD + "E-1,Lock\0out,1,2024-01-31,\n").encode(), "ZR104", id="NUL"),
        pytest.param(
            (HEADER + GOOD + f"E-1,{'x' * 10_000_000},1,2024-01-31,\n").encode(),
            "ZR104",
            id="10 MB field",
        ),
        pytest.param(
            (HEADER + GOOD + "E-1,Lockout,1,2024-02-31,\n").encode(), "ZR104", id="31 February"
        ),
        pytest.param(
            (HEADER + GOOD + "E-1,Lockout,1,2999-01-01,\n").encode(), "ZR104", id="future"
        ),
        pytest.param(
            (HEADER + GOOD + "E-9,Lockout,1,2024-01-31,\n").encode(), "ZR104", id="unknown user"
        ),
        pytest.param((HEADER + GOOD + "E-1,Lockout,1\n").encode(), "ZR104", id="too few values"),
        pytest.param(
            (HEADER + GOOD + "E-1,Lockout,1,2024-01-31,,\n").encode(), "ZR104", id="too many values"
        ),
        pytest.param(
            (HEADER + GOOD + 'E-1,"Lock"out,1,2024-01-31,\n').encode(), "ZR104", id="no CSV"
        ),
    ],
)
def test_bad_input_changes_nothing(company: Database, text: bytes, sqlstate: str) -> None:
    error = refused(
        company,
        sqlstate,
        lambda: load_stream(company.connection, "evidence", "x.csv", io.BytesIO(text)),
    )
    if isinstance(error, RowsRejected):
        assert error.result.rejected == 1
        assert {reject.line for reject in error.result.rejects} == {3}
        assert error.result.audit_seq is None


def test_a_file_that_cannot_be_opened(company: Database, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        refused(company, "ZR103", lambda path=path: load_file(company.connection, "evidence", path))


def test_an_unknown_kind(company: Database, file: Path) -> None:
    refused(company, "ZR102", lambda: load_file(company.connection, "x; drop table y", file))


def test_a_file_is_registered_by_its_name_and_hash(company: Database, file: Path) -> None:
    result = load_file(company.connection, "evidence", file)
    assert (result.kind, result.file) == ("evidence", "evidence.csv")
    assert (result.read, result.inserted, result.updated, result.skipped, result.rejected) == (
        *(2, 2, 0, 0, 0),
    )
    assert result.rejects == []
    register = company.row("select * from ops.imports")
    assert register["file_name"] == "evidence.csv"
    assert register["file_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert register["audit_seq"] == result.audit_seq
    assert register["column_names"] == HEADER.strip().split(",")


def test_a_packed_file_is_loaded(company: Database, tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + HEADER + GOOD).replace("\n", "\r\n").encode()))
    assert load_file(company.connection, "evidence", path).inserted == 1
    assert (
        company.value("select file_sha256 from ops.imports")
        == hashlib.sha256(path.read_bytes()).hexdigest()
    )


def test_all_reasons_go_to_the_rejects_file(company: Database, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    lines = [f'E-9,Lockout,1,"no, ""{number}"" date",\n' for number in range(600)]
    stream = io.BytesIO((HEADER + "".join(lines) + "E-1\n").encode())
    error = refused(
        company,
        "ZR104",
        lambda: load_stream(company.connection, "evidence", "x.csv", stream, rejects_path=rejects),
    )
    assert isinstance(error, RowsRejected)
    assert (error.result.read, error.result.rejected) == (601, 601)
    # as many as anybody reads are told at once, and that there are more
    assert len(error.result.rejects) == 1000
    assert error.result.rest() == ["and 101 more rows"]
    assert error.detail is not None
    assert len(error.detail.splitlines()) == 1001
    assert error.result.rejects[0].line == 2
    with rejects.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["line", "column", "reason", "value"]
    assert len(rows) == 1201
    assert [row[:2] for row in rows[:3]] == [
        ["2", "completed_at"],
        ["2", "employee_number"],
        ["3", "completed_at"],
    ]
    assert rows[0][3] == 'no, "0" date'
    assert rows[-1][:2] == ["602", ""]
    assert all(reason for _, _, reason, _ in rows)


def test_partial_loads_the_good_rows_and_keeps_the_reasons(
    company: Database, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    text = HEADER + "E-1,Lockout,1,2024-02-31,\n" + GOOD + "E-1\n"
    result = load_stream(
        company.connection,
        "evidence",
        "x.csv",
        io.BytesIO(text.encode()),
        partial=True,
        rejects_path=rejects,
    )
    assert (result.read, result.inserted, result.rejected) == (3, 1, 2)
    assert [(reject.line, reject.column) for reject in result.rejects] == [
        (2, "completed_at"),
        (4, None),
    ]
    assert len(rejects.read_text(encoding="utf-8").splitlines()) == 3
    for table in ("staged_evidence", "judged_evidence", "import_rejects"):
        assert company.rows(f"select * from ops.{table}") == []


def test_a_rejects_file_of_an_earlier_load_does_not_stay(
    company: Database, file: Path, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    rejects.write_text("old\n", encoding="utf-8")
    load_file(company.connection, "evidence", file, rejects_path=rejects)
    assert rejects.read_text(encoding="utf-8") == "line,column,reason,value\n"


def test_without_a_place_for_the_reasons_nothing_is_loaded(
    company: Database, file: Path, tmp_path: Path
) -> None:
    refused(
        company,
        "ZR102",
        lambda: load_file(
            company.connection, "evidence", file, partial=True, rejects_path=tmp_path
        ),
    )


def test_a_reason_reads_as_a_sentence() -> None:
    assert str(Reject(3, "score", "is no number", "x" * 100)) == (
        f'line 3: score is no number: "{"x" * 60}"'
    )
    assert str(Reject(3, None, "is no CSV", None)) == "line 3: the row is no CSV"


def test_it_joins_the_callers_transaction(company: Database, file: Path) -> None:
    before = company.snapshot()
    with company.undone():
        load_file(company.connection, "evidence", file)
        with pytest.raises(RowsRejected):
            load_stream(
                company.connection,
                "evidence",
                "x.csv",
                io.BytesIO((HEADER + "E-9,Lockout,1,2024-01-31,\n").encode()),
            )
        # the refused load is undone, the one before it is not
        assert company.value("select count(*) from core.evidence") == 2
        assert load_file(company.connection, "evidence", file).skipped == 2
    assert company.snapshot() == before


def test_two_loads_of_one_file_at_once_add_it_once(company: Database, file: Path) -> None:
    with Database.connect(company.dsn) as first, Database.connect(company.dsn) as second:
        results = together(
            lambda: load_file(first.connection, "evidence", file),
            lambda: load_file(second.connection, "evidence", file),
        )
    assert sorted(result.inserted for result in results) == [0, 2]
    assert sorted(result.skipped for result in results) == [0, 2]
    assert company.value("select count(*) from core.evidence") == 2
    assert company.value("select is_intact from api.verify_audit_chain()")


class Endless(io.RawIOBase):
    """A file that goes on with the same line for ever."""

    def __init__(self, line: str) -> None:
        self._header = HEADER.encode()
        self._lines = line.encode() * (1 + (1 << 18) // len(line))

    def read(self, size: int = -1, /) -> bytes:
        data, self._header = self._header or self._lines, b""
        return data[: size if size > 0 else None]

    def seekable(self) -> bool:
        return False


class Enough(Exception):
    """Ends the reading of an endless file."""


@pytest.mark.parametrize(
    "line",
    [GOOD, "E-1,too few\n", 'E-1,"Lock"out,1,2024-01-31,\n'],
    ids=["good", "short", "broken"],
)
def test_memory_does_not_grow_with_the_file(company: Database, line: str) -> None:
    """The lines are cut anywhere by the reads, so some are bad in each of the cases."""
    before = company.snapshot()
    process = psutil.Process(os.getpid())
    used: list[tuple[int, int]] = []

    def watch(position: int, size: int) -> None:
        assert size == 0
        used.append((position, process.memory_info().rss))
        if position > 24_000_000:
            raise Enough

    with pytest.raises(Enough):
        load_stream(
            company.connection,
            "evidence",
            "endless.csv",
            Endless(line),  # type: ignore[arg-type]
            progress=watch,
        )
    early = next(rss for position, rss in used if position > 4_000_000)
    # a tenth of what was read since: whoever kept it would hold all of it
    assert max(rss for _, rss in used) - early < 6_000_000
    assert company.snapshot() == before


def test_progress_reaches_the_end(company: Database, file: Path) -> None:
    seen: list[tuple[int, int]] = []
    load_file(
        company.connection,
        "evidence",
        file,
        progress=lambda position, size: seen.append((position, size)),
    )
    length = file.stat().st_size
    assert seen[-1] == (length, length)
    assert seen == sorted(seen)


def test_an_interrupted_load_leaves_nothing(company: Database, file: Path) -> None:
    before = company.snapshot()

    def interrupt(position: int, size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_file(company.connection, "evidence", file, progress=interrupt)
    assert company.snapshot() == before
    assert load_file(company.connection, "evidence", file).inserted == 2


def test_a_load_whose_server_goes_away_leaves_nothing(company: Database, file: Path) -> None:
    before = company.snapshot()
    with Database.connect(company.dsn) as loader:

        def kill(position: int, size: int) -> None:
            company.execute("select pg_terminate_backend(%s, 60000)", loader.pid)

        with pytest.raises(DatabaseUnavailable):
            load_file(loader.connection, "evidence", file, progress=kill)
    assert company.snapshot() == before


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    contents=st.lists(_TEXT | st.sampled_from(["\\.", "\r", "\n\\.\n", '"', "a\rb"]), min_size=1)
)
def test_any_text_arrives_as_it_is(company: Database, contents: list[str]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["training", "label", "author", "content"])
    writer.writerows(["Lockout", f"L{number}", "A-1", text] for number, text in enumerate(contents))
    with company.undone():
        load_stream(company.connection, "versions", "x.csv", io.BytesIO(buffer.getvalue().encode()))
        loaded = company.rows(
            "select content from core.training_versions where label ~ '^L' order by version_id"
        )
    assert [row["content"] for row in loaded] == contents
