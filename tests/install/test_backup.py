"""A backup holds everything and says so; it comes back whole and verified, or not at all."""

from __future__ import annotations

import hashlib
import io
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pipeline.binaries import package_folder
from pipeline.cli import INTERRUPTED
from pipeline.cli import run as command
from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Result, call, finish, start
from tests.company import Database, copied, login, login_name
from tests.install.dump_schema import dump
from tests.install.installing import run, status
from tests.install.test_upgrades import RELEASES, load
from tests.sessions import until_gone, until_somebody_is_blocked

RESTORING, BACKING_UP = "recert db restore", "recert db backup"

#: Every table that is not PostgreSQL's own, and every sequence.
_TABLES = (
    "select c.oid::regclass::text as name, case c.relkind when 'S' then 'last_value, is_called'"
    " else 'r::text' end as what from pg_class as c where c.relkind in ('r', 'S', 'm')"
    " and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1"
)


@pytest.fixture(scope="module")
def record(server: EmbeddedServer) -> Iterator[Database]:
    """A database with a record of every kind, and somebody's own things beside it."""
    with copied(server, "template0") as dsn:
        load(server, dsn, RELEASES[-1])
        run(dsn)
        with Database.connect(dsn) as database:
            database.execute("create table public.theirs as select 'ours' as whose")
            database.execute("create table mart_audit.built as select seq from audit.log")
            yield database


@pytest.fixture(scope="module")
def told(record: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command told of a backup that the tests share."""
    file = tmp_path_factory.mktemp("backup") / "record.dump"
    return backed_up(record.dsn, file).document


def recert(*arguments: str) -> Result:
    """The command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = command(list(arguments))
    return Result(code, out.getvalue(), err.getvalue())


def backed_up(dsn: str, file: Path, *options: str) -> Result:
    return recert("db", "backup", str(file), "--format", "json", "--dsn", dsn, *options)


def restored(dsn: str, file: Path | str, *options: str) -> Result:
    return recert("db", "restore", str(file), "--format", "json", "--dsn", dsn, *options)


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table, and where each sequence is."""
    return {
        table["name"]: [
            str(row)
            for row in database.rows(f"select {table['what']} from {table['name']} as r order by 1")
        ]
        for table in database.rows(_TABLES)
    }


def catalogue(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        return dump(connection)


@contextmanager
def owned(server: EmbeddedServer, owner: str) -> Iterator[str]:
    """The DSN of an empty database of a login, as that login."""
    name = f"of_{owner}"
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(
            sql.SQL("create database {} owner {} template template0").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
        try:
            yield make_conninfo(server.dsn, dbname=name, user=owner)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


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


# -- what a restore does --------------------------------------------------------------------


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
