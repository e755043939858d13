"""An upgrade puts back what it applies, makes no loss the rule, and guards as a superuser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pipeline.embedded import EmbeddedServer
from pipeline.errors import NotAllowed
from tests.company import Database, login
from tests.install.installing import add_migration, refused_by, run

GUARDS = "select count(*) from pg_event_trigger where evtname like 'recert%%' and evtenabled = 'A'"


def failing(database: Database) -> set[str]:
    rows = database.rows("select * from api.check_invariants()")
    return {row["check"] for row in rows if row["status"] == "fail"}


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "taken",
    [
        "drop trigger evidence_is_immutable on core.evidence",
        "alter table core.evidence disable trigger evidence_is_immutable",
        "alter table audit.log disable trigger user",
        "create trigger forged before insert on core.evidence for each row"
        " execute function core._refuse_change()",
        "drop event trigger recert_guards_drops",
        "alter event trigger recert_guards_changes disable",
        "drop schema recert_guards cascade",
        "create or replace function core._refuse_change() returns trigger language plpgsql"
        " as 'begin return new; end'",
        "create or replace function recert_guards._guard_shape() returns event_trigger"
        " language plpgsql as 'begin end'",
        "drop view api.audit_log",
        "drop policy evidence_of_people_seen on core.evidence",
        "create policy forged on core.notifications using (true)",
        "grant select on core.users to recert_runner",
        "grant usage on sequence core.users_user_id_seq to public",
        "revoke execute on function api.scan_overdue() from recert_runner",
    ],
)
def test_what_is_applied_anew_is_put_back(database: Database, taken: str) -> None:
    database.execute(taken)
    assert failing(database)
    found = run(database.dsn)
    assert not found.is_current
    assert found.altered
    assert not found.stale
    assert failing(database) == set()
    assert run(database.dsn).is_current


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "lost",
    [
        "alter table core.evidence drop constraint evidence_score_in_range",
        "drop index core.training_versions_one_active",
        "alter table core.users alter column full_name drop not null",
        "alter table core.signatures disable trigger all",
    ],
)
def test_a_loss_of_tables_is_not_made_the_rule(database: Database, lost: str) -> None:
    database.execute(lost)
    before = database.snapshot()
    refused_by("ZR007", lambda: run(database.dsn))
    assert database.snapshot() == before
    assert "schema_is_as_installed" in failing(database)


def test_an_index_of_somebody_else_is_told_of_after_an_upgrade_too(
    database: Database, folder: Path
) -> None:
    database.execute("create index theirs on core.evidence (completed_at)")
    assert run(database.dsn).is_current
    add_migration(folder, "more", "create table ops.more (n integer);")
    run(database.dsn, folder)
    assert database.value("select remedy from ops._check_schema_is_as_installed()").count(
        "core.theirs is added"
    )
    database.execute("drop index core.theirs")
    assert failing(database) == set()


def test_a_right_of_somebody_elses_role_is_told_of_until_it_is_revoked(database: Database) -> None:
    database.execute("grant select on core.users to pg_monitor")
    assert failing(database) == {"rights_are_as_documented"}
    # an upgrade would do nothing about it, so that it does nothing at all
    assert run(database.dsn).is_current
    database.execute("delete from ops.objects where path like 'grants/%%'")
    run(database.dsn)
    assert failing(database) == {"rights_are_as_documented"}
    database.execute("revoke select on core.users from pg_monitor")
    assert failing(database) == set()


def test_each_application_is_recorded(database: Database, folder: Path) -> None:
    (first,) = database.rows("select * from ops.installations")
    assert first["installed_by"] == database.value("select session_user::text")
    add_migration(folder, "more", "create table ops.more (n integer);")
    run(database.dsn, folder)
    second = database.row("select * from ops.installations order by installation_id desc limit 1")
    more = database.rows(
        "select kind, object from ops.catalogue where installation_id = %s"
        " except select kind, object from ops.catalogue where installation_id = %s",
        second["installation_id"],
        first["installation_id"],
    )
    assert {(row["kind"], row["object"]) for row in more} == {
        ("table", "ops.more"),
        ("column", "ops.more.n"),
    }


@contextmanager
def administrator(server: EmbeddedServer, dsn: str) -> Iterator[str]:
    """A login that may install, and is no superuser; the database is its own."""
    with login(dsn) as theirs, psycopg.connect(server.dsn, autocommit=True) as admin:
        name = conninfo_to_dict(theirs)["user"]
        database = conninfo_to_dict(dsn)["dbname"]
        admin.execute(sql.SQL("alter role {} createrole").format(sql.Identifier(str(name))))
        admin.execute(
            sql.SQL("grant recert_owner, recert_builder to {}").format(sql.Identifier(str(name)))
        )
        admin.execute(
            sql.SQL("alter database {} owner to {}").format(
                sql.Identifier(str(database)), sql.Identifier(str(name))
            )
        )
        try:
            yield theirs
        finally:
            with psycopg.connect(dsn, autocommit=True) as inside:
                inside.execute(
                    sql.SQL("reassign owned by {} to current_user").format(
                        sql.Identifier(str(name))
                    )
                )


@pytest.mark.rule(19)
def test_without_a_superuser_there_are_no_event_triggers_until_one_upgrades(
    server: EmbeddedServer, template: str, empty_dsn: str
) -> None:
    with administrator(server, empty_dsn) as theirs, Database.connect(empty_dsn) as database:
        run(theirs)
        assert database.value(GUARDS) == 0
        assert failing(database) == {"owner_is_kept_out"}
        assert run(theirs).is_current

        assert run(empty_dsn).altered
        assert database.value(GUARDS) == 2
        assert failing(database) == set()


@pytest.mark.rule(19)
def test_a_guarded_database_is_upgraded_by_a_superuser_alone(
    server: EmbeddedServer, dsn: str, folder: Path
) -> None:
    add_migration(folder, "more", "create table ops.more (n integer);")
    with administrator(server, dsn) as theirs, Database.connect(dsn) as database:
        with pytest.raises(NotAllowed) as caught:
            run(theirs, folder)
        assert caught.value.sqlstate == "ZR308"
        assert database.value("select to_regclass('ops.more') is null")
        assert database.value(GUARDS) == 2
        run(dsn, folder)
        assert database.value(GUARDS) == 2
