"""`recert import rules` and `recert recompute` as people call them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.calling import Recert
from tests.company import Database
from tests.functions.assigning import assigned, change, recompute

Write = Callable[..., str]

HEADER = "name,trainings,department,days_to_complete,attributes\n"
GOOD = "R,Lockout,Line 4,7,\n"
KEYS = ["users", "rules", "created", "missed", "recomputed_at", "audit_seq"]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file of these lines and returns its path."""

    def written(*lines: str) -> str:
        path = tmp_path / "rules.csv"
        path.write_text("".join(lines), encoding="utf-8")
        return str(path)

    return written


@pytest.mark.rule(18)
def test_rules_are_loaded_and_applied(company: Database, recert: Recert, write: Write) -> None:
    for number in ("E-3", "E-4"):
        company.user(number, department="Line 4")
    file = write(HEADER, GOOD, "S,Lockout,Line 5,,\n")
    for inserted, skipped in ((2, 0), (0, 2)):
        row = recert(company, "import", "rules", file, "--format", "json").document
        assert (row["kind"], row["inserted"], row["skipped"]) == ("rules", inserted, skipped)

    result = recert(company, "recompute", "--format", "json", "--as", "H-1")
    assert result.code == 0
    assert list(result.document) == KEYS
    assert (result.document["rules"], result.document["created"]) == (2, 2)
    assert assigned(company) == {"E-3": ["Rule: R"], "E-4": ["Rule: R"]}
    assert result.document["audit_seq"] == company.value("select max(seq) from audit.log")
    assert company.value("select actor from audit.log order by seq desc limit 1") == "H-1"

    for options in ([], ["--queued"], ["--user", "E-3"]):
        again = recert(company, "recompute", *options, "--format", "json").document
        assert (again["created"], again["missed"]) == (0, 0)


@pytest.mark.rule(18)
def test_one_person_or_those_in_the_queue(company: Database, recert: Recert, write: Write) -> None:
    for number in ("E-3", "E-4", "E-5"):
        company.user(number)
    assert recert(company, "import", "rules", write(HEADER, GOOD)).code == 0
    recompute(company)
    for number in ("E-3", "E-4"):
        change(company, number, department="Line 4")

    row = recert(company, "recompute", "--user", "E-4", "--format", "json").document
    assert (row["users"], row["created"]) == (1, 1)
    assert set(assigned(company)) == {"E-4"}
    row = recert(company, "recompute", "--queued", "--format", "json").document
    assert (row["users"], row["created"]) == (1, 1)
    assert set(assigned(company)) == {"E-3", "E-4"}


def test_bad_rules_are_rejected_with_line_and_column(
    company: Database, recert: Recert, write: Write, tmp_path: Path
) -> None:
    file = write(HEADER, GOOD, "S,Nothing,,0,\n", "T,Lockout,,,colour=red\n")
    before = company.record()
    rejects = tmp_path / "rejects.csv"
    result = recert(company, "import", "rules", file, "--rejects", str(rejects))
    assert (result.code, result.out) == (5, "")
    with rejects.open(encoding="utf-8", newline="") as stream:
        found = {(row["line"], row["column"]) for row in csv.DictReader(stream)}
    assert found == {("3", "trainings"), ("3", "days_to_complete"), ("4", "attributes")}
    assert company.record() == before

    row = recert(company, "import", "rules", file, "--partial", "--format", "json").document
    assert (row["inserted"], row["rejected"]) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--user", "E-1", "--queued"], 2),
        (["E-1"], 2),
        (["--user", "N-1"], 6),
        (["--as", "N-1"], 6),
        (["--as", "E-1"], 7),
        (["--user", "E-1", "--as", "E-1"], 7),
        (["--as", "X-1"], 7),
    ],
)
def test_calls_that_are_refused(
    untouched: Database, recert: Recert, arguments: list[str], code: int
) -> None:
    before = untouched.record()
    result = recert(untouched, "recompute", *arguments)
    assert (result.code, result.out) == (code, "")
    assert result.err
    assert untouched.record() == before


def test_an_employee_may_not_load_rules(untouched: Database, recert: Recert, write: Write) -> None:
    before = untouched.record()
    result = recert(untouched, "import", "rules", write(HEADER, GOOD), "--as", "E-1")
    assert (result.code, result.out) == (7, "")
    assert untouched.record() == before
