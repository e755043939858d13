"""`recert import` as people call it: what is printed, where rejected rows go, and the exit code."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.calling import Recert
from tests.cli.terminal import terminal
from tests.company import Database

HEADER = "employee_number,training,version,completed_at,score\n"
GOOD = "E-1,Lockout,1,2024-01-31,80\n"
COUNTS = ("read", "inserted", "updated", "skipped", "rejected")

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of these lines and returns its path."""

    def written(*lines: str, name: str = "evidence.csv") -> str:
        path = tmp_path / name
        path.write_text("".join(lines), encoding="utf-8")
        return str(path)

    return written


def test_a_load_in_json(company: Database, recert: Recert, write: Write) -> None:
    file = write(HEADER, GOOD, GOOD.replace("80", "90"))
    for inserted, skipped in ((2, 0), (0, 2)):
        result = recert(company, "import", "evidence", file, "--format", "json")
        assert (result.code, result.err) == (0, "")
        row = result.document
        assert list(row) == ["kind", "file", *COUNTS, "audit_seq", "rejects"]
        assert [row[name] for name in COUNTS] == [2, inserted, 0, skipped, 0]
        assert row["rejects"] == []
        assert row["audit_seq"] == company.value("select max(seq) from audit.log")


def test_every_rejected_row_is_told_and_nothing_is_loaded(
    company: Database, recert: Recert, write: Write, tmp_path: Path
) -> None:
    bad = [f"N-{number},Lockout,1,2024-02-31,\n" for number in range(60)]
    file = write(HEADER, GOOD, *bad)
    before = company.record()
    result = recert(company, "import", "evidence", file, "--format", "json")
    assert (result.code, result.out) == (5, "")
    for line in range(3, 63):
        for column in ("employee_number", "completed_at"):
            assert f"line {line}: {column} " in result.err
    assert "line 2:" not in result.err
    assert company.record() == before

    rejects = tmp_path / "rejects.csv"
    result = recert(company, "import", "evidence", file, "--rejects", str(rejects))
    assert result.code == 5
    with rejects.open(newline="", encoding="utf-8") as told:
        rows = list(csv.DictReader(told))
    assert [row["line"] for row in rows] == [str(line) for line in range(3, 63) for _ in range(2)]
    assert company.record() == before


def test_partial_loads_the_good_rows_and_tells_the_others(
    company: Database, recert: Recert, write: Write, tmp_path: Path
) -> None:
    file = write(HEADER, GOOD, "N-1,Lockout,1,2024-01-31,\n", "E-2,Lockout,1,2024-01-31,\n")
    rejects = tmp_path / "rejects.csv"
    result = recert(
        company,
        *("import", "evidence", file, "--partial", "--rejects", str(rejects), "--format", "json"),
    )
    assert result.code == 0
    assert [result.document[name] for name in COUNTS] == [3, 2, 0, 0, 1]
    (reject,) = result.document["rejects"]
    assert (reject["line"], reject["column"]) == (3, "employee_number")
    assert "line 3:" in result.err
    assert str(rejects) in result.err
    assert len(rejects.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param(HEADER, id="a header only"),
        pytest.param("employee_number,training,version\nE-1,Lockout,1\n", id="a column missing"),
        pytest.param(
            HEADER.replace("score", "points") + GOOD.replace("E-1", "E-2"), id="an unknown column"
        ),
        pytest.param(HEADER + "E-1,Lockout,1,2024-02-31,\n", id="31 February"),
        pytest.param(HEADER + "E-1,Lockout,1,2999-01-01,\n", id="in the future"),
        pytest.param(HEADER + "N-1,Lockout,1,2024-01-31,\n", id="an unknown user"),
        pytest.param(HEADER + "E-1,Lockout,1,2024-01-31,\0\n", id="a NUL"),
        pytest.param(HEADER + "E-1,Lockout,1,2024-01-31," + "9" * 10_000_000 + "\n", id="10 MB"),
        pytest.param(HEADER + "E-1,Lockout,1,2024-01-31,\udcff\n", id="not UTF-8"),
    ],
)
def test_bad_files(company: Database, recert: Recert, tmp_path: Path, content: str) -> None:
    file = tmp_path / "evidence.csv"
    file.write_bytes(content.encode(errors="surrogateescape"))
    before = company.record()
    result = recert(company, "--log-format", "json", "import", "evidence", str(file))
    assert (result.code, result.out) == (5, "")
    error = result.messages[-1]
    assert error["sqlstate"] in {"ZR103", "ZR104"}
    assert error["message"]
    assert error["hint"]
    assert company.record() == before


def test_the_file_to_load_is_not_overwritten_by_its_rejects(
    company: Database, recert: Recert, write: Write
) -> None:
    file = write(HEADER, "N-1,Lockout,1,2024-01-31,\n")
    text = Path(file).read_text(encoding="utf-8")
    result = recert(company, "import", "evidence", file, "--rejects", file)
    assert (result.code, result.out) == (2, "")
    assert Path(file).read_text(encoding="utf-8") == text


def test_a_bar_shows_progress_at_a_terminal(company: Database, write: Write) -> None:
    file = write(HEADER, *[GOOD] * 40_000)
    with terminal("import", "evidence", file, "--dsn", company.dsn) as shown:
        shown.wait_for("Reading evidence.csv")
        shown.wait_for("Checking and loading evidence.csv")
        assert shown.finish() == 0
    assert "40,000" in shown.shown


def test_nothing_moves_where_no_terminal_is(
    company: Database, recert: Recert, write: Write
) -> None:
    result = recert(company, "import", "evidence", write(HEADER, GOOD))
    assert (result.code, result.err) == (0, "")
