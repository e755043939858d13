"""--explain: the plans of what is done go to a file, and nowhere else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.calling import Recert
from tests.company import REASON, Database, login

DECIDE = ["--reason", REASON, "--as", "Q-1"]
RECERTIFY = ["approve", "Lockout", "2", "--recertify-everyone", *DECIDE]


@pytest.mark.parametrize(
    ("call", "statement"),
    [
        (RECERTIFY, "insert into core.assignments"),
        (["scan", "overdue"], "core._overdue_marks"),
        (["scan", "expiry"], "core.evidence"),
    ],
    ids=str,
)
def test_the_plans_within_functions_are_written(
    company: Database, recert: Recert, tmp_path: Path, call: list[str], statement: str
) -> None:
    file = tmp_path / "plans.txt"
    result = recert(company, *call, "--explain", str(file))
    assert result.code == 0
    assert "duration" not in result.out + result.err
    plans = file.read_text()
    assert statement in plans
    for part in ("Buffers:", "WAL:", "actual rows="):
        assert part in plans
    assert "E-1" not in plans
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_recertifying_again_is_explained(company: Database, recert: Recert, tmp_path: Path) -> None:
    company.approve("2")
    company.act_as(None)
    file = tmp_path / "plans.txt"
    call = ["recertify", "Lockout", "2", *DECIDE, "--explain", str(file)]
    assert recert(company, *call).code == 0
    assert "update core.evidence" in file.read_text()
    # what was done stays done, and the file that is there stays as it is
    before = file.read_text()
    assert recert(company, *call).code == 5
    assert file.read_text() == before


def test_a_file_that_cannot_be_written_changes_nothing(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    before = company.record()
    result = recert(company, *RECERTIFY, "--explain", str(tmp_path / "no" / "plans.txt"))
    assert result.code == 5
    assert company.record() == before


def test_who_may_not_see_plans_is_told(company: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "plans.txt"
    before = company.record()
    with login(company.dsn, "recert_runner", "recert_service") as dsn:
        result = recert("scan", "overdue", "--dsn", dsn, "--explain", str(file))
    assert result.code == 7
    assert not file.exists()
    assert company.record() == before


@pytest.mark.parametrize("option", [["--plan"], ["--jobs", "2"]], ids=str)
def test_one_transaction_is_explained(
    untouched: Database, recert: Recert, tmp_path: Path, option: list[str]
) -> None:
    file = tmp_path / "plans.txt"
    assert recert(untouched, *RECERTIFY, *option, "--explain", str(file)).code == 2
    assert not file.exists()
