"""`recert import completions` as people call it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.calling import Recert
from tests.company import Database, login, login_name

HEADER = "employee_number,training,score,signature_method\n"
COUNTS = ("read", "inserted", "updated", "skipped", "rejected")


def written(folder: Path, *lines: str) -> str:
    file = folder / "completions.csv"
    file.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(file)


@pytest.mark.rule(13, 20)
def test_a_file_closes_what_a_recertification_assigned_and_adds_nothing_twice(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    company.approve("2", recertify_everyone=True)
    company.act_as(None)
    file = written(tmp_path, "E-1,Lockout,80,", "E-2,Lockout,,drawn", "E-9,Lockout,,", "X-1,Fire,,")
    before = company.record()
    refused = recert(company, "import", "completions", file, "--log-format", "json")
    assert (refused.code, refused.out, refused.messages[-1]["sqlstate"]) == (5, "", "ZR104")
    assert company.record() == before

    rejects = tmp_path / "rejects.csv"
    for inserted, skipped in ((2, 0), (0, 2)):
        result = recert(
            company,
            *("import", "completions", file, "--partial", "--rejects", str(rejects)),
            *("--format", "json"),
        )
        assert result.code == 0
        assert [result.document[name] for name in COUNTS] == [4, inserted, 0, skipped, 2]
        with rejects.open(newline="", encoding="utf-8") as told:
            assert [(row["line"], row["column"]) for row in csv.DictReader(told)] == [
                ("4", "employee_number"),
                ("5", "employee_number"),
                ("5", "training"),
            ]
    assert company.assigned("2") == {"E-1": "completed", "E-2": "completed"}
    assert company.value("select count(*) from core.signatures") == 1
    assert recert(company, "audit", "verify").code == 0


def test_a_personal_login_hands_over_no_signature_of_somebody_else(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    file = written(tmp_path, "E-1,Lockout,80,click_to_confirm")
    with login(company.dsn, "recert_runner") as dsn:
        company.execute(
            "update core.users set db_role = %s where employee_number = 'H-1'", login_name(dsn)
        )
        before = company.record()
        result = recert("--dsn", dsn, "import", "completions", file)
        assert (result.code, result.out) == (5, "")
        assert company.record() == before
