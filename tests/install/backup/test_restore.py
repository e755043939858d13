"""A backup comes back whole and verified, or not at all."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.binaries import package_folder
from pipeline.cli import INTERRUPTED
from pipeline.embedded import EmbeddedServer
from tests.cli.calling import call, finish, start
from tests.company import Database, copied, login, login_name
from tests.install.backup.calling import (
    RESTORING,
    backed_up,
    catalogue,
    contents,
    owned,
    recert,
    restored,
)
from tests.install.installing import status
from tests.sessions import until_gone, until_somebody_is_blocked


def test_a_record_is_never_overwritten(
    database: Database, told: dict[str, Any], tmp_path: Path
) -> None:
    before = database.snapshot()
    assert restored(database.dsn, told["file"]).code == 6
    assert database.snapshot() == before


def test_schemas_of_somebody_else_are_not_taken(empty_dsn: str, told: dict[str, Any]) -> None:
    with Database.connect(empty_dsn) as database:
        database.execute("create schema staging")
        assert restored(empty_dsn, told["file"]).code == 4
        assert database.value("select to_regnamespace('core') is null")


def broken(folder: Path, told: dict[str, Any], how: str, dsn: str) -> Path:
    """A file that is not, or not any more, a complete backup of a record."""
    whole = Path(told["file"]).read_bytes()
    file = folder / how
    match how:
        case "no file":
            return file
        case "empty":
            file.write_bytes(b"")
        case "text":
            file.write_text("create schema core;", encoding="utf-8")
        case "contents cut off":
            file.write_bytes(whole[:5000])
        case "data cut off":
            file.write_bytes(whole[:-1000])
        case "data spoilt":
            file.write_bytes(whole[:-3000] + bytes(2000) + whole[-1000:])
        case "of another database":
            subprocess.run(
                [package_folder() / "pg_dump", "-Fc", "-f", file, dsn], check=True, env={}
            )
    return file


@pytest.mark.parametrize(
    "how",
    [
        *("no file", "empty", "text", "contents cut off", "data cut off", "data spoilt"),
        "of another database",
    ],
)
def test_what_is_no_complete_backup_is_refused(
    told: dict[str, Any], empty_dsn: str, tmp_path: Path, how: str
) -> None:
    with Database.connect(empty_dsn) as database:
        result = restored(empty_dsn, broken(tmp_path, told, how, empty_dsn))
        assert (result.code, result.out) == (5, "")
        assert contents(database) == {}


def test_a_file_with_another_digest_is_refused(told: dict[str, Any], empty_dsn: str) -> None:
    assert restored(empty_dsn, told["file"], "--sha256", "0" * 64).code == 5
    with Database.connect(empty_dsn) as database:
        assert contents(database) == {}


@pytest.mark.parametrize("ending", ["interrupted", "connection lost", "refused"])
def test_a_restore_that_ends_early_leaves_nothing(
    told: dict[str, Any], empty_dsn: str, ending: str
) -> None:
    with Database.connect(empty_dsn) as database, Database.connect(empty_dsn) as watcher:
        database.execute("begin")
        database.execute("create table public.theirs ()")
        process = start("db", "restore", told["file"], "--dsn", empty_dsn)
        until_somebody_is_blocked(watcher, RESTORING)
        match ending:
            case "interrupted":
                process.send_signal(signal.SIGTERM)
                assert finish(process).code == INTERRUPTED
            case "connection lost":
                watcher.rows(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where application_name = %s",
                    RESTORING,
                )
                assert finish(process).code == 3
            case "refused":
                database.execute("commit")
                assert finish(process).code == 3
                database.execute("begin; drop table public.theirs; commit; begin")
        until_gone(watcher, RESTORING)
        database.execute("rollback")
        assert contents(database) == {}
        # and nothing is in the way of the next
        assert restored(empty_dsn, told["file"]).code == 0


def test_a_restored_log_that_does_not_verify_is_told(
    server: EmbeddedServer, template: str, empty_dsn: str, tmp_path: Path
) -> None:
    file = tmp_path / "record.dump"
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training()
        database.activate("1")
        with database.connection.transaction():
            database.execute("alter table audit.log disable trigger all")
            database.execute("update audit.log set actor = 'Q-1' where seq = 1")
            database.execute("alter table audit.log enable trigger all")
        assert backed_up(dsn, file).code == 0
    assert restored(empty_dsn, file).code == 8


def test_a_backup_of_an_older_command_is_upgraded_afterwards(
    server: EmbeddedServer, template: str, empty_dsn: str, tmp_path: Path
) -> None:
    file = tmp_path / "record.dump"
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.execute("update ops.objects set checksum = 'older' where path like 'views/%%'")
        assert backed_up(dsn, file).code == 0
    result = restored(empty_dsn, file)
    assert (result.code, result.document["schema"]) == (0, "older than the command")
    assert recert("db", "upgrade", "--dsn", empty_dsn).code == 0
    assert status(empty_dsn).is_current


def test_a_backup_of_a_newer_command_needs_it(
    server: EmbeddedServer, template: str, empty_dsn: str, tmp_path: Path
) -> None:
    file = tmp_path / "record.dump"
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.execute(
            "insert into ops.migrations (migration_number, name, checksum, command_version)"
            " values (999, '0999_later', 'x', '99.0')"
        )
        assert backed_up(dsn, file).code == 0
    assert restored(empty_dsn, file).code == 4


def test_an_administrator_who_is_no_superuser_makes_and_restores_one(
    server: EmbeddedServer, template: str, tmp_path: Path
) -> None:
    """What only a superuser can make, and owns, is left out and told."""
    file = tmp_path / "record.dump"
    roles = ["recert_owner", "recert_builder", "recert_service"]
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.execute("create schema if not exists recert_guards")
        database.execute(
            "create function recert_guards.watch() returns event_trigger language plpgsql"
            " as 'begin null; end'"
        )
        database.execute(
            "create event trigger watch on sql_drop execute function recert_guards.watch()"
        )
        with login(dsn, *roles) as as_admin:
            assert backed_up(as_admin, file).code == 0
            name = login_name(as_admin)
            with owned(server, name) as empty:
                result = restored(empty, file, "--log-format", "json")
                assert result.code == 0, result.err
                assert len(result.messages) == 2
                with Database.connect(server.dsn.replace("/recert?", f"/of_{name}?")) as found:
                    assert not found.rows("select from pg_event_trigger")
                    assert found.value("select to_regnamespace('recert_guards') is null")
                    assert found.value("select is_intact from api.verify_audit_chain()")
                    owners = found.rows(
                        "select distinct relowner::regrole::text as owner from pg_class"
                        " where relnamespace in ('core'::regnamespace, 'audit'::regnamespace)"
                    )
                    assert owners == [{"owner": "recert_owner"}]
        with copied(server, "template0") as empty:
            assert restored(empty, file).code == 0
            with Database.connect(empty) as found:
                assert found.rows("select from pg_event_trigger where evtname = 'watch'")


@pytest.mark.embedded
def test_a_new_server_gets_the_roles(
    record: Database, told: dict[str, Any], tmp_path: Path
) -> None:
    """And the embedded server's own programs are used, whatever is on PATH."""
    home = {"RECERT_HOME": str(tmp_path / "home"), "PATH": str(tmp_path)}
    try:
        result = call("db", "restore", told["file"], "--format", "json", variables=home)
        assert result.code == 0, result.err
        again = call("db", "backup", str(tmp_path / "2.dump"), "--format", "json", variables=home)
        assert again.document["audit_seq"] == told["audit_seq"] + 1
        dsn = EmbeddedServer(tmp_path / "home").dsn
        assert catalogue(dsn) == catalogue(record.dsn)
    finally:
        call("db", "stop", variables=home)
