"""`recert audit export`: the whole log or no file, and recorded by who may do more than read."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from pipeline.exporting import TOLD_EVERY
from tests.cli.calling import Recert, finish, start
from tests.company import Database, login, login_name
from tests.sessions import until_gone, until_somebody_is_blocked
from tests.verifiers import by_module, by_script

EXPORT = ["audit", "export"]

COLUMNS = [
    *["seq", "occurred_at", "actor", "db_role", "client_addr", "action", "entity_type"],
    *["entity_id", "change_reason", "payload", "prev_hash", "hash"],
]


def exports(database: Database) -> int:
    return int(database.value("select count(*) from audit.log where action = 'export'"))


@pytest.mark.rule(20, 21)
def test_every_row_with_every_column(company: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    rows = company.rows("select * from api.audit_log order by seq")
    result = recert(company, *EXPORT, str(file), "--as", "Q-1", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert result.document == {
        "file": str(file),
        "rows": len(rows),
        "head_seq": rows[-1]["seq"],
        "head_hash": rows[-1]["hash"],
        "audit_seq": rows[-1]["seq"] + 1,
    }
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [list(line) for line in lines] == [COLUMNS] * len(rows)
    for line, row in zip(lines, rows, strict=True):
        told = json.loads(row["payload"])
        for name in COLUMNS[:9]:
            assert line[name] == told[name]
        for name in COLUMNS[9:]:
            assert line[name] == row[name]
    assert by_module(file) is None
    assert by_script(file) is None
    # the row of the export is a later one
    row = company.row("select * from api.audit_log order by seq desc limit 1")
    assert (row["seq"], row["actor"], row["action"]) == (len(rows) + 1, "Q-1", "export")
    assert json.loads(row["payload"])["head_hash"] == rows[-1]["hash"]
    assert file.stat().st_mode & 0o007 == 0
    assert list(tmp_path.iterdir()) == [file]


def test_to_standard_output(company: Database, tmp_path: Path) -> None:
    result = finish(start(*EXPORT, "-", "--dsn", company.dsn, "--log-format", "json"))
    assert result.code == 0
    assert result.messages[-1]["audit_seq"] == 4
    file = tmp_path / "audit.jsonl"
    file.write_text(result.out, encoding="utf-8")
    assert len(result.out.splitlines()) == 3
    assert by_module(file) is None


def test_a_standard_output_that_takes_nothing_is_told_and_nothing_recorded(
    company: Database,
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        result = finish(start(*EXPORT, "-", "--dsn", company.dsn, stdout=full))
    assert result.code == 1
    assert "Traceback" not in result.err
    assert exports(company) == 0


@pytest.mark.parametrize("kind", ["file", "empty file", "link", "dangling link", "pipe", "device"])
@pytest.mark.parametrize("command", ["export", "anchor"])
def test_what_exists_is_not_overwritten(
    untouched: Database, recert: Recert, tmp_path: Path, kind: str, command: str
) -> None:
    file, other = tmp_path / "audit.jsonl", tmp_path / "other"
    match kind:
        case "file":
            file.write_text("kept")
        case "empty file":
            file.touch()
        case "link":
            other.write_text("kept")
            file.symlink_to(other)
        case "dangling link":
            file.symlink_to(other)
        case "pipe":
            os.mkfifo(file)
        case _:
            file = Path("/dev/null")
    before = sorted((path, path.lstat().st_mode) for path in tmp_path.iterdir())
    # --force replaces a plain file, and nothing else
    for force in [[], *([] if "file" in kind else [["--force"]])]:
        result = recert(untouched, "audit", command, str(file), *force, "--log-format", "json")
        assert (result.code, result.out) == (6, "")
        assert result.messages[-1]["sqlstate"] == "ZR209"
        assert result.messages[-1]["hint"]
    assert sorted((path, path.lstat().st_mode) for path in tmp_path.iterdir()) == before
    assert exports(untouched) == 0
    if kind in ("file", "link"):
        assert file.read_text() == "kept"


@pytest.mark.parametrize("command", ["export", "anchor"])
def test_a_plain_file_is_replaced_when_that_is_asked_for(
    company: Database, recert: Recert, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "audit.jsonl"
    file.write_text("old")
    assert recert(company, "audit", command, str(file), "--force").code == 0
    assert json.loads(file.read_text(encoding="utf-8").splitlines()[0])["hash"]
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("where", ["missing/file", "taken/file", "x" * 300])
@pytest.mark.parametrize("command", ["export", "anchor"])
def test_a_place_that_cannot_be_written(
    untouched: Database, recert: Recert, tmp_path: Path, where: str, command: str
) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    result = recert(untouched, "audit", command, str(tmp_path / where), "--log-format", "json")
    assert (result.code, result.out) == (1, "")
    assert result.messages[-1]["hint"]
    assert exports(untouched) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]
    assert recert(untouched, "audit", command, str(tmp_path)).code == 2


def test_an_empty_log_is_no_export(database: Database, recert: Recert, tmp_path: Path) -> None:
    result = recert(database, *EXPORT, str(tmp_path / "audit.jsonl"))
    assert (result.code, result.out) == (6, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.rule(20)
def test_an_auditor_exports_and_writes_nothing(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    file, anchor = tmp_path / "audit.jsonl", tmp_path / "anchor.json"
    with login(company.dsn, "recert_auditor") as dsn:
        result = recert(*EXPORT, str(file), "--dsn", dsn, "--format", "json")
        assert result.code == 0
        assert result.document["audit_seq"] is None
        assert result.err  # that it is not recorded is said
        assert recert("audit", "anchor", str(anchor), "--dsn", dsn).code == 0
        verified = recert("audit", "verify", "--anchor", str(anchor), "--dsn", dsn)
        assert verified.code == 0, verified.err
    assert by_script(file, anchor) is None
    assert company.value("select count(*) from audit.log") == 3


@pytest.mark.rule(20)
def test_whoever_may_not_be_recorded_gets_no_file(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "audit.jsonl"
    result = recert(company, *EXPORT, str(file), "--as", "N-1", "--log-format", "json")
    assert (result.code, result.out) == (6, "")
    assert result.messages[-1]["sqlstate"] == "ZR203"
    with login(company.dsn, "recert_runner") as dsn:
        assert recert(*EXPORT, str(file), "--dsn", dsn).code == 7
        company.execute(
            "update core.users set db_role = %s where employee_number = 'Q-1'", login_name(dsn)
        )
        assert list(tmp_path.iterdir()) == []
        assert recert(*EXPORT, str(file), "--dsn", dsn).code == 0
    assert company.value("select actor from audit.log order by seq desc limit 1") == "Q-1"


@pytest.mark.rule(20)
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_an_export_that_is_killed_leaves_no_file_of_that_name(
    company: Database, tmp_path: Path, ending: signal.Signals
) -> None:
    file = tmp_path / "audit.jsonl"
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute("select from audit.head for update")  # it is about to be recorded
        process = start(*EXPORT, str(file), "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        assert not file.exists()
        process.send_signal(ending)
        finish(process)
        other.execute("rollback")
    until_gone(company, "recert")
    assert not file.exists()
    assert exports(company) == 0
    if ending == signal.SIGTERM:
        assert list(tmp_path.iterdir()) == []


@pytest.mark.rule(20)
def test_a_row_that_comes_while_it_is_written_is_not_in_it(
    company: Database, tmp_path: Path
) -> None:
    file = tmp_path / "audit.jsonl"
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute("select api.scan_overdue()")
        process = start(*EXPORT, str(file), "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        other.execute("commit")
        assert finish(process).code == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3
    assert by_module(file) is None
    assert company.value("select count(*) from audit.log") == 5
    assert company.value("select is_intact from api.verify_audit_chain()")


def test_a_long_export_says_how_far_it_is(
    company: Database, recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TOLD_EVERY > 1000
    monkeypatch.setattr("pipeline.exporting.TOLD_EVERY", 2)
    result = recert(company, *EXPORT, str(tmp_path / "audit.jsonl"), "--log-format", "json")
    assert [message["rows"] for message in result.messages] == [2]


def test_a_log_that_was_tampered_with_is_exported_as_it_is(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    """What an inspector has to see is not kept back because it cannot be read."""
    file = tmp_path / "audit.jsonl"
    company.execute("alter table audit.log disable trigger all")
    company.execute("update audit.log set occurred_at = 'infinity', payload = '[' where seq = 2")
    assert recert(company, *EXPORT, str(file)).code == 0
    assert by_module(file) == by_script(file) == 2
    shutil.copy(file, tmp_path / "copy")
    assert recert("audit", "verify", str(tmp_path / "copy")).code == 8
