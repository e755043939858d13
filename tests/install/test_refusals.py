"""The installer refuses what does not fit, before it has changed anything."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from pipeline.database import connected
from pipeline.embedded import EmbeddedServer
from pipeline.errors import DatabaseUnavailable, RecertError
from tests.company import Database
from tests.install.installing import add_migration, catalogue, refused_by, run, status


def test_a_database_without_the_schema(empty: Database) -> None:
    def use() -> None:
        with connected(empty.dsn):
            pass

    refused_by("ZR001", use)


def test_a_schema_that_is_older(database: Database) -> None:
    def use() -> None:
        with connected(database.dsn):
            pass

    use()
    database.execute("update ops.objects set checksum = 'older' where path like 'views/%%'")
    refused_by("ZR002", use)
    run(database.dsn)
    use()
    database.execute("delete from ops.objects where path like 'grants/%%'")
    refused_by("ZR002", use)
    run(database.dsn)
    database.execute(
        "insert into ops.objects (path, checksum, command_version)"
        " values ('views/gone.sql', 'x', '0.0.1')"
    )
    refused_by("ZR002", use)


def test_a_schema_that_is_newer(database: Database, folder: Path) -> None:
    add_migration(folder, "newer", "create table core.newer ();")
    run(database.dsn, folder)
    before = catalogue(database)
    for action in (run, status):
        refused_by("ZR003", lambda action=action: action(database.dsn))
    assert catalogue(database) == before


@pytest.mark.parametrize("change", ["checksum = 'newer'", "path = path || '.gone'"])
def test_functions_of_a_newer_command_are_not_replaced(database: Database, change: str) -> None:
    """The number of migrations says nothing of them: a release may change a rule alone."""
    database.execute(
        f"update ops.objects set command_version = '99.0', {change}"
        " where path = 'functions/api/recertify.sql'"
    )
    before = catalogue(database)
    for action in (run, status):
        refused_by("ZR003", lambda action=action: action(database.dsn))
    assert catalogue(database) == before


def test_the_same_functions_of_a_newer_command_fit(database: Database) -> None:
    database.execute("update ops.objects set command_version = '99.0'")
    assert status(database.dsn).is_current


def test_a_database_that_is_not_in_utf_8(server: EmbeddedServer) -> None:
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(
            "create database ascii_only encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'"
            " locale_provider libc template template0"
        )
        try:
            dsn = server.dsn.replace("/recert?", "/ascii_only?")
            with pytest.raises(DatabaseUnavailable) as caught:
                run(dsn)
            assert caught.value.hint
            with Database.connect(dsn) as database:
                assert database.value("select to_regnamespace('ops') is null")
        finally:
            admin.execute("drop database ascii_only with (force)")


def test_schemas_of_somebody_else(empty: Database) -> None:
    empty.execute("create schema staging")
    refused_by("ZR005", lambda: run(empty.dsn))
    assert empty.value("select to_regnamespace('ops') is null")


def test_a_migration_that_was_edited_after_it_was_applied(database: Database, folder: Path) -> None:
    file = sorted((folder / "migrations").glob("*.sql"))[1]
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n-- harmless\n", encoding="utf-8")
    before = catalogue(database)
    for action in (run, status):
        refused_by("ZR004", lambda action=action: action(database.dsn, folder))
    assert catalogue(database) == before
    file.write_text(text, encoding="utf-8")
    assert run(database.dsn, folder).is_current


def test_a_migration_that_was_renamed_after_it_was_applied(
    database: Database, folder: Path
) -> None:
    file = sorted((folder / "migrations").glob("*.sql"))[1]
    file.rename(file.with_name("0002_renamed.sql"))
    refused_by("ZR004", lambda: run(database.dsn, folder))


@pytest.mark.parametrize("name", ["0099_gap.sql", "0001_twice.sql", "no_number.sql"])
def test_migrations_that_are_not_numbered_one_after_the_other(
    database: Database, folder: Path, name: str
) -> None:
    (folder / "migrations" / name).write_text("select 1;", encoding="utf-8")
    with pytest.raises(RecertError) as caught:
        run(database.dsn, folder)
    assert caught.value.exit_code == 4
    assert caught.value.hint
