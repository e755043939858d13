"""A backup holds everything, says so and is on the record, or is not there."""

from __future__ import annotations

import hashlib
import signal
import stat
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import INTERRUPTED
from pipeline.embedded import EmbeddedServer
from tests.cli.calling import finish, start
from tests.company import Database, copied, login
from tests.install.backup.calling import (
    BACKING_UP,
    backed_up,
    catalogue,
    contents,
    restored,
)
from tests.install.installing import status
from tests.sessions import until_gone, until_somebody_is_blocked

# -- what a backup is -----------------------------------------------------------------------


def test_a_backup_tells_what_it_holds(record: Database, told: dict[str, Any]) -> None:
    file = Path(told["file"])
    assert told["bytes"] == file.stat().st_size > 0
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert told["schema_version"] == status(record.dsn).schema_version
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_nlink == 1
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.rule(20, 21)
def test_a_backup_is_on_the_record_that_it_holds(record: Database, told: dict[str, Any]) -> None:
    row = record.row(
        "select *, encode(hash, 'hex') as digest from audit.log where seq = %s", told["audit_seq"]
    )
    assert (row["action"], row["entity_type"], row["actor"]) == ("export", "backup", "system")
    assert row["entity_id"] == Path(told["file"]).name
    assert row["digest"] == told["audit_hash"]


def test_what_is_restored_is_equal(record: Database, told: dict[str, Any], empty_dsn: str) -> None:
    result = restored(empty_dsn, told["file"], "--sha256", told["sha256"])
    assert result.code == 0, result.err
    for name in ("file", "bytes", "sha256", "schema_version", "audit_seq", "audit_hash"):
        assert result.document[name] == told[name]
    assert (result.document["is_intact"], result.document["schema"]) == (True, "current")
    assert catalogue(empty_dsn) == catalogue(record.dsn)
    with Database.connect(empty_dsn) as database:
        before, after = contents(record), contents(database)
        # nothing else has happened to the record since, as its tests undo what they do
        assert after.keys() == before.keys()
        assert [name for name in before if after[name] != before[name]] == []
        assert {"theirs", "mart_audit.built", "core.evidence"} <= after.keys()
        # what is dumped and read again is what the doctor takes it for
        assert not database.rows(
            "select * from api.check_invariants() where status = 'fail'"
            " and \"check\" in ('schema_is_as_installed', 'guards_are_in_place')"
        )
        # guarded as before, and the chain goes on
        database.refuses("ZR301", "delete from core.evidence")
        database.refuses("ZR301", "update audit.log set actor = 'nobody'")
        database.act_as("Q-002")
        database.submit("99", "CAPA", author="Q-002")
        verdict = database.row("select * from api.verify_audit_chain()")
        assert verdict["is_intact"]
        assert verdict["head_seq"] == told["audit_seq"] + 1
    assert status(empty_dsn).is_current


def test_what_others_do_meanwhile_is_not_in_it(
    server: EmbeddedServer, template: str, empty_dsn: str, tmp_path: Path
) -> None:
    """The state is that of one moment, the one that is told."""
    file = tmp_path / "record.dump"
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        with Database.connect(dsn) as other:
            other.execute("begin")
            other.execute("lock table core.exemptions in access exclusive mode")
            process = start("db", "backup", str(file), "--format", "json", "--dsn", dsn)
            until_somebody_is_blocked(database, BACKING_UP)
            database.deciders()
            database.training()
            database.activate("1")
            other.execute("rollback")
        told = finish(process).document
        assert database.value("select seq from audit.head") > told["audit_seq"]
    result = restored(empty_dsn, file)
    assert (result.document["audit_seq"], result.document["audit_hash"]) == (
        told["audit_seq"],
        told["audit_hash"],
    )
    with Database.connect(empty_dsn) as database:
        assert database.value("select count(*) from core.users") == 0


# -- what a backup does not do --------------------------------------------------------------


def test_a_file_is_replaced_only_when_asked(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "record.dump"
    file.write_bytes(b"somebody's")
    file.chmod(0o644)
    before = database.snapshot()
    result = backed_up(database.dsn, file)
    assert (result.code, result.out) == (6, "")
    assert file.read_bytes() == b"somebody's"
    assert database.snapshot() == before
    assert backed_up(database.dsn, file, "--force").code == 0
    assert file.read_bytes().startswith(b"PGDMP")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_in_the_place_of_the_file_is_neither_followed_nor_replaced(
    database: Database, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere"
    file = tmp_path / "record.dump"
    file.symlink_to(target)
    assert backed_up(database.dsn, file).code == 6
    assert backed_up(database.dsn, file, "--force").code == 6
    assert file.is_symlink()
    assert not target.exists()


def test_a_folder_that_is_not_there_is_told_before_anything_is_recorded(
    database: Database, tmp_path: Path
) -> None:
    before = database.snapshot()
    assert backed_up(database.dsn, tmp_path / "none" / "record.dump").code == 3
    assert database.snapshot() == before


def test_a_backup_that_is_killed_leaves_nobody_at_work(database: Database, tmp_path: Path) -> None:
    with Database.connect(database.dsn) as other:
        other.execute("begin")
        other.execute("lock table core.exemptions in access exclusive mode")
        process = start("db", "backup", str(tmp_path / "record.dump"), "--dsn", database.dsn)
        until_somebody_is_blocked(database, BACKING_UP)
        process.kill()
        assert finish(process).code == -signal.SIGKILL
        # though the lock is still held
        until_gone(database, BACKING_UP)
    assert not (tmp_path / "record.dump").exists()


def test_an_interrupted_backup_leaves_no_file(database: Database, tmp_path: Path) -> None:
    with database.undone():
        database.execute("lock table core.exemptions in access exclusive mode")
        process = start("db", "backup", str(tmp_path / "record.dump"), "--dsn", database.dsn)
        with Database.connect(database.dsn) as watcher:
            until_somebody_is_blocked(watcher, BACKING_UP)
            process.send_signal(signal.SIGTERM)
            assert finish(process).code == INTERRUPTED
            until_gone(watcher, BACKING_UP)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.rule(20)
def test_who_may_not_read_everything_backs_up_nothing(database: Database, tmp_path: Path) -> None:
    before = database.snapshot()
    for roles in (
        ["recert_runner", "recert_service", "recert_builder"],
        ["recert_auditor"],
    ):
        with login(database.dsn, *roles) as dsn:
            assert backed_up(dsn, tmp_path / "record.dump").code == 7
    assert database.snapshot() == before
    assert list(tmp_path.iterdir()) == []


def test_whoever_is_named_must_be_one_who_exports(database: Database, tmp_path: Path) -> None:
    database.deciders()
    database.user("E-1")
    file = tmp_path / "record.dump"
    assert backed_up(database.dsn, file, "--as", "E-1").code == 7
    assert backed_up(database.dsn, file, "--as", "Q-1").code == 0
    assert database.rows("select actor from audit.log") == [{"actor": "Q-1"}]


def test_programs_that_are_older_than_the_server_are_told(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pg_dump", "pg_restore", "psql"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) 9.6.24'\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("pipeline.binaries.package_folder", lambda: tmp_path / "none")
    before = database.snapshot()
    result = backed_up(database.dsn, tmp_path / "record.dump")
    assert (result.code, result.out) == (3, "")
    assert database.snapshot() == before
