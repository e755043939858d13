"""The installer: complete, repeatable, and safe beside another one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pipeline.embedded import EmbeddedServer
from pipeline.errors import NotAllowed, RecertError, TryAgain
from pipeline.install import SchemaStatus
from pipeline.sources import migrations, reapplied
from tests.company import Database, login
from tests.install.installing import OURS, add_migration, catalogue, run, status
from tests.sessions import together

LATEST = len(migrations())


def functions(database: Database) -> set[str]:
    return {
        row["name"]
        for row in database.rows(
            f"select oid::regprocedure::text as name from pg_proc where pronamespace in {OURS}"
        )
    }


# -- what an install does -------------------------------------------------------------------


def test_the_first_install_brings_everything(empty: Database) -> None:
    before = run(empty.dsn)
    assert (before.schema_version, before.is_current) == (0, False)
    assert before.pending == tuple(file.stem for file in migrations())
    after = status(empty.dsn)
    assert after == SchemaStatus(LATEST, LATEST, (), ())
    assert [row["name"] for row in empty.rows("select name from ops.migrations order by 1")] == [
        file.stem for file in migrations()
    ]
    assert empty.value("select count(*) from ops.objects") == len(reapplied())


def test_a_second_install_is_a_no_op(database: Database) -> None:
    before = catalogue(database)
    assert run(database.dsn).is_current
    assert run(database.dsn).is_current
    assert catalogue(database) == before


def test_a_reinstall_of_all_objects_keeps_the_record(database: Database) -> None:
    database.deciders()
    database.training()
    database.activate("1")
    database.execute("delete from ops.objects")
    before = database.snapshot()
    assert not run(database.dsn).is_current
    after = database.snapshot()
    for table in ("ops.objects", "ops.installations", "ops.catalogue"):
        del before[table], after[table]
    assert after == before
    database.submit("2")
    assert database.value("select is_intact from api.verify_audit_chain()")


def test_two_installs_at_one_moment_take_turns(empty: Database) -> None:
    first, second = together(lambda: run(empty.dsn), lambda: run(empty.dsn))
    assert {first.schema_version, second.schema_version} == {0, LATEST}
    assert status(empty.dsn).is_current
    assert empty.value("select count(*) from ops.migrations") == LATEST


def test_installs_into_databases_of_one_server_do_not_disturb_each_other(
    server: EmbeddedServer,
) -> None:
    """Roles belong to the server: each install makes them if they are not there."""
    names = [f"install_{number}" for number in range(4)]
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        for name in names:
            admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            dsns = [server.dsn.replace("/recert?", f"/{name}?") for name in names]
            found = together(*(lambda dsn=dsn: run(dsn) for dsn in dsns))
            assert [outcome.schema_version for outcome in found] == [0] * len(names)
            assert all(status(dsn).is_current for dsn in dsns)
        finally:
            for name in names:
                admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server of the test's own, on which nothing was installed: it has no roles of ours."""
    binaries = os.environ.get("RECERT_TEST_BINARIES")
    server = EmbeddedServer(
        tmp_path / "server",
        binaries=Path(binaries) if binaries else None,
        settings={"fsync": "off"},
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


def test_installs_at_one_moment_on_a_new_server_make_its_roles_once(
    new_server: EmbeddedServer,
) -> None:
    with psycopg.connect(new_server.dsn, autocommit=True) as admin:
        for number in range(4):
            admin.execute(f"create database install_{number}".encode())
        dsns = [make_conninfo(new_server.dsn, dbname=f"install_{n}") for n in range(4)]
        found = together(*(lambda dsn=dsn: run(dsn) for dsn in dsns))
        assert [outcome.schema_version for outcome in found] == [0] * 4
        assert all(status(dsn).is_current for dsn in dsns)


def test_administrators_who_are_no_superusers_install(new_server: EmbeddedServer) -> None:
    with psycopg.connect(new_server.dsn, autocommit=True) as admin:
        for name in ("first", "second"):
            admin.execute(f"create role {name} login createrole".encode())
            admin.execute(f"create database {name} owner {name}".encode())
        # the first makes the roles, so the second needs what the hint of the refusal says
        for name in ("first", "second"):
            dsn = make_conninfo(new_server.dsn, dbname=name, user=name)
            assert run(dsn).schema_version == 0
            assert status(dsn).is_current
            assert run(dsn).is_current
            admin.execute(b"grant recert_owner, recert_builder to second")


def test_a_login_without_the_rights_installs_nothing(empty: Database) -> None:
    with login(empty.dsn) as dsn:
        with pytest.raises(NotAllowed) as caught:
            run(dsn)
        assert (caught.value.sqlstate, caught.value.exit_code) == ("42501", 7)
        assert caught.value.hint
    assert status(empty.dsn).schema_version == 0


def test_an_upgrade_is_not_stopped_by_what_dbt_has_built(database: Database, folder: Path) -> None:
    with database.connection.transaction():
        database.execute("set local role recert_builder")
        database.execute("create view staging.stg_users as select * from core.users")
    add_migration(folder, "wider", "alter table core.users alter column full_name type varchar;")
    run(database.dsn, folder)
    assert database.value("select to_regclass('staging.stg_users') is null")


def test_an_upgrade_does_not_queue_behind_a_reader_for_ever(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody else would queue behind it: it gives up, and says to try again."""
    monkeypatch.setattr("pipeline.install.LOCK_TIMEOUT", "100ms")
    database.execute("delete from ops.objects where path like 'grants/%%'")
    before = catalogue(database)
    with Database.connect(database.dsn) as reader:
        reader.execute("begin")
        reader.rows("select * from core.evidence")
        with pytest.raises(TryAgain) as caught:
            run(database.dsn)
        assert caught.value.sqlstate == "55P03"
    assert catalogue(database) == before


# -- what fails -----------------------------------------------------------------------------


def test_a_migration_that_fails_leaves_the_earlier_ones_and_no_trace(
    database: Database, folder: Path
) -> None:
    add_migration(folder, "good", "create table core.good (good_id bigint);")
    bad = add_migration(folder, "bad", "create table core.bad (bad_id bigint); select 1 / 0;")
    with pytest.raises(RecertError) as caught:
        run(database.dsn, folder)
    assert caught.value.sqlstate == "22012"
    assert database.value("select to_regclass('core.good') is not null")
    assert database.value("select to_regclass('core.bad') is null")
    assert status(database.dsn, folder).schema_version == LATEST + 1
    # what was there works on, and so does the command that it belongs to once it is brought up
    database.deciders()
    database.training()
    database.activate("1")

    bad.write_text("create table core.bad (bad_id bigint);", encoding="utf-8")
    assert run(database.dsn, folder).schema_version == LATEST + 1
    assert status(database.dsn, folder) == SchemaStatus(LATEST + 2, LATEST + 2, (), ())


def test_the_first_migration_failing_leaves_nothing(empty: Database, folder: Path) -> None:
    (file,) = (folder / "migrations").glob("0001_*.sql")
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\nselect 1 / 0;", encoding="utf-8")
    with pytest.raises(RecertError):
        run(empty.dsn, folder)
    assert empty.value("select count(*) from pg_namespace where nspname in ('core', 'ops')") == 0
    file.write_text(text, encoding="utf-8")
    run(empty.dsn, folder)
    assert status(empty.dsn).is_current


def test_a_function_that_fails_leaves_the_former_set(database: Database, folder: Path) -> None:
    file = folder / "functions" / "core" / "_overdue_since.sql"
    file.write_text("create or replace function core._overdue_since(", encoding="utf-8")
    before = catalogue(database)
    with pytest.raises(RecertError) as caught:
        run(database.dsn, folder)
    assert caught.value.sqlstate == "42601"
    assert catalogue(database) == before
    assert status(database.dsn).is_current


def test_an_interrupted_install_gives_the_lock_back(empty: Database, folder: Path) -> None:
    add_migration(folder, "bad", "reset role; select pg_terminate_backend(pg_backend_pid());")
    with pytest.raises(RecertError) as caught:
        run(empty.dsn, folder)
    assert caught.value.exit_code == 3
    run(empty.dsn)
    assert status(empty.dsn).is_current


# -- what changed ---------------------------------------------------------------------------


def test_a_changed_function_is_replaced_and_what_lost_its_file_goes(
    database: Database, folder: Path
) -> None:
    api = folder / "functions" / "api"
    (api / "added.sql").write_text(
        "create or replace function api.added(p_one integer) returns integer language sql"
        " security definer set search_path = '' as 'select p_one';"
        " comment on function api.added(integer) is 'Added.';",
        encoding="utf-8",
    )
    triggers = folder / "triggers" / "added.sql"
    triggers.write_text(
        "create trigger added before insert on core.users for each statement"
        " execute function core._refuse_change();",
        encoding="utf-8",
    )
    view = folder / "views" / "added.sql"
    view.write_text("create view api.added as select 1 as one;", encoding="utf-8")
    grants = folder / "grants" / "added.sql"
    grants.write_text("grant select on api.added to recert_auditor;", encoding="utf-8")
    before = functions(database)
    run(database.dsn, folder)
    assert functions(database) == before | {"api.added(integer)"}
    database.refuses("ZR301", "insert into core.users (employee_number, full_name) values (1, 2)")
    assert database.value("select has_table_privilege('recert_auditor', 'api.added', 'select')")

    # another argument and another type of result: no overload is left behind
    (api / "added.sql").write_text(
        "create or replace function api.added(p_one text) returns text language sql"
        " security definer set search_path = '' as 'select p_one || 2';",
        encoding="utf-8",
    )
    triggers.unlink()
    run(database.dsn, folder)
    assert functions(database) == before | {"api.added(text)"}
    assert database.value("select api.added('1')") == "12"
    database.execute("insert into core.users (employee_number, full_name) values (1, 2)")

    (api / "added.sql").rename(api / "renamed.sql")
    text = (api / "renamed.sql").read_text(encoding="utf-8").replace("api.added", "api.renamed")
    (api / "renamed.sql").write_text(text, encoding="utf-8")
    view.unlink()
    grants.unlink()
    run(database.dsn, folder)
    assert functions(database) == before | {"api.renamed(text)"}
    assert database.value("select to_regclass('api.added') is null")

    (api / "renamed.sql").unlink()
    run(database.dsn, folder)
    assert functions(database) == before
    assert status(database.dsn).is_current  # the set is the command's own again


def test_a_grant_that_lost_its_line_is_taken_back(database: Database, folder: Path) -> None:
    """Tables outlive an upgrade, and with them the rights on them."""
    file = folder / "grants" / "added.sql"
    file.write_text(
        "grant select on core.users to recert_auditor;"
        " grant usage on schema core to recert_service;"
        " grant select (payload) on audit.log to recert_service;",
        encoding="utf-8",
    )
    run(database.dsn, folder)
    has = "select has_table_privilege('recert_auditor', 'core.users', 'select')"
    assert database.value(has)
    file.unlink()
    run(database.dsn, folder)
    assert not database.value(has)
    assert not database.value("select has_schema_privilege('recert_service', 'core', 'usage')")
    assert not database.value(
        "select has_column_privilege('recert_service', 'audit.log', 'payload', 'select')"
    )
    assert database.value("select has_schema_privilege('recert_runner', 'api', 'usage')")


def test_an_upgrade_that_ends_between_is_finished_by_the_next(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration takes the views away; they come back even where no file of theirs changed."""
    add_migration(
        folder,
        "later",
        "create table core.later (later_id bigint primary key);"
        " alter table core.users alter column email set not null;",
    )

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.install.reapply", broken)
        with pytest.raises(KeyboardInterrupt):
            run(database.dsn, folder)
    assert not status(database.dsn, folder).is_current
    run(database.dsn, folder)
    assert status(database.dsn, folder).is_current
    assert database.rows("select * from api.review_queue") == []
    assert database.rows("select * from ops._altered()") == []


def test_what_somebody_built_on_our_views_is_told(database: Database) -> None:
    database.execute("create view public.theirs as select seq from api.audit_log")
    database.execute("delete from ops.objects where path like 'grants/%%'")
    before = catalogue(database)
    with pytest.raises(RecertError) as caught:
        run(database.dsn)
    assert (caught.value.sqlstate, caught.value.exit_code) == ("2BP01", 6)
    assert "CASCADE" not in str(caught.value.hint)
    assert catalogue(database) == before
