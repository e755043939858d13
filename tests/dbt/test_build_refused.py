"""What keeps marts from being built is told as what it is, and leaves the marts as they were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.conninfo import make_conninfo

from pipeline import cli
from pipeline.errors import (
    CheckFailed,
    DatabaseUnavailable,
    Defect,
    NotAllowed,
    SchemaMismatch,
    WrongState,
    WrongUsage,
)
from pipeline.reports.build import build
from pipeline.reports.environment import working_folder
from tests.company import Database, login
from tests.dbt.marts import MART, STATUS, TRAIL, ages, last_build


@contextmanager
def changed(database: Database, change: str, back: str) -> Iterator[None]:
    database.execute(change)
    try:
        yield
    finally:
        database.execute(back)


@pytest.mark.parametrize("select", [["no_such_model"], ["tag:no_such_tag", "neither"]])
def test_a_selection_of_nothing_is_not_found(marts: Database, select: list[str]) -> None:
    seq = marts.value("select max(seq) from audit.log")
    with pytest.raises(WrongState):
        build(marts.dsn, select=select)
    assert marts.value("select max(seq) from audit.log") == seq


@pytest.mark.parametrize("select", ["no_such_method:x", "state:modified", "path:/etc"])
def test_a_selection_that_dbt_does_not_understand_is_wrong_usage(
    marts: Database, select: str
) -> None:
    with pytest.raises(WrongUsage):
        build(marts.dsn, select=[select])


def test_a_failed_test_of_the_marts_is_a_failed_check(
    marts: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    seq = marts.value("select max(seq) from audit.log")
    marts.execute("alter table audit.log disable trigger user")
    try:
        marts.execute(
            "insert into audit.log (seq, occurred_at, actor, db_role, action, entity_type,"
            " entity_id, payload, prev_hash, hash) select seq + 99, occurred_at, actor, db_role,"
            " action, entity_type, entity_id, '{\"before\": {}}', prev_hash, hash from audit.log"
            " where seq = 1"
        )
        with pytest.raises(CheckFailed) as caught:
            build(marts.dsn, select=["+audit_trail"])
        assert "audit_trail_changes_are_whole" in str(caught.value.detail)
        row = last_build(marts)
        assert row["state"] == "failed"
        assert "audit_trail_changes_are_whole" in row["failed"]
        assert marts.value(f"select count(*) from {TRAIL}") <= seq
        command = ["--dsn", marts.dsn, "--format", "json", "report", "build"]
        assert cli.run([*command, "--select", "+audit_trail"]) == 8
        assert not capfd.readouterr().out
    finally:
        marts.execute("delete from audit.log where seq > %s", seq)
        marts.execute("alter table audit.log enable trigger user")
    assert marts.value("select max(seq) from audit.log") == seq
    with pytest.raises(CheckFailed) as caught:
        build(marts.dsn, select=["int_as_of"])  # the copy has a row that is gone
    assert caught.value.sqlstate == "ZR401"
    build(marts.dsn, select=["+int_as_of", "audit_trail"], full_refresh=True)


@pytest.mark.parametrize(
    ("change", "back", "error", "sqlstate"),
    [
        (
            "revoke select on core.users from recert_builder",
            "grant select on core.users to recert_builder",
            NotAllowed,
            "42501",
        ),
        (
            "alter table core.users rename column line to belt",
            "alter table core.users rename column belt to line",
            Defect,
            "42703",
        ),
        (
            f"alter table {MART} owner to recert_owner",
            f"alter table {MART} owner to recert_builder",
            NotAllowed,
            "42501",
        ),
    ],
)
def test_a_model_that_cannot_be_built_is_what_its_sqlstate_says(
    marts: Database, change: str, back: str, error: type[Exception], sqlstate: str
) -> None:
    marts.users(f"E-{uuid4()}")
    before = ages(marts)
    with changed(marts, change, back), pytest.raises(error) as caught:
        build(marts.dsn, select=["stg_users", "user_training_status"])
    assert getattr(caught.value, "sqlstate", None) == sqlstate
    assert type(caught.value) is error
    assert ages(marts) == before
    build(marts.dsn, select=["stg_users"])


@pytest.mark.one_server("every build is a full one on a cluster")
def test_a_mart_that_somebody_changed_is_told_and_made_anew_on_request(marts: Database) -> None:
    marts.execute(f"delete from {MART} where department is null")  # a full build has them again
    before = ages(marts)
    mart = ["user_training_status"]
    for change, back, select in (
        ("add column mine text", "drop column mine", STATUS),
        (
            "drop constraint user_training_status_pkey",
            "add primary key (user_id, training_id)",
            mart,
        ),
        ("alter column department set not null", "alter column department drop not null", mart),
        ("alter column training type varchar(500)", "alter column training type text", mart),
    ):
        with changed(marts, f"alter table {MART} {change}", f"alter table {MART} {back}"):
            with pytest.raises(WrongState) as caught:
                build(marts.dsn, select=select)
            assert caught.value.sqlstate == "ZR212"
            assert ages(marts) == before
            assert last_build(marts)["state"] == "failed"
    marts.execute(f"drop table {MART}; create view {MART} as select 1 as user_id")
    with pytest.raises(WrongState):
        build(marts.dsn, select=mart)
    result = build(marts.dsn, select=STATUS, full_refresh=True)
    assert (result.is_full, result.marts[MART]) == (
        True,
        marts.value("select count(distinct user_id) from core.evidence"),
    )


@pytest.mark.one_server("every build is a full one on a cluster")
def test_what_marts_are_built_from_is_told_when_somebody_changed_it(marts: Database) -> None:
    before = ages(marts)
    number = f"E-{uuid4()}"
    marts.users(number)
    for change, told in (
        ("delete from staging.stg_users where employee_number = 'E-1'", "stg_users"),
        ("alter table staging.stg_users drop column line", "stg_users"),
        ("alter table staging.stg_evidence rename column score to points", "stg_evidence"),
    ):
        marts.execute(change)
        with pytest.raises(WrongState) as caught:
            build(marts.dsn, select=[told, "user_training_status"])
        assert caught.value.sqlstate == "ZR212"
        assert f"staging.{told}" in str(caught.value.detail)
        assert ages(marts) == before
        build(marts.dsn, select=[told], full_refresh=True)
    build(marts.dsn, select=STATUS, full_refresh=True)


def test_a_mart_that_somebody_renamed_is_in_the_way_by_name(marts: Database) -> None:
    marts.execute("alter table mart_audit.evidence_register rename to kept_register")
    with pytest.raises(WrongState) as caught:
        build(marts.dsn, select=STATUS)
    assert caught.value.sqlstate == "ZR212"
    assert "kept_register" in str(caught.value.detail)
    marts.execute("alter table mart_audit.kept_register rename to evidence_register")
    build(marts.dsn, select=STATUS)


@pytest.mark.one_server("every build is a full one on a cluster")
def test_a_mart_that_somebody_dropped_is_made_anew(marts: Database) -> None:
    rows = build(marts.dsn, select=STATUS).marts[MART]
    marts.execute(f"drop table {MART} cascade; drop table mart_audit.evidence_register")
    result = build(marts.dsn, select=STATUS)
    assert (result.is_full, result.marts[MART]) == (False, rows)
    with login(marts.dsn, "recert_auditor") as dsn, Database.connect(dsn) as auditor:
        assert auditor.value(f"select count(*) from {MART}") == rows


def test_tables_on_the_way_to_a_mart_that_somebody_dropped_are_made_anew(marts: Database) -> None:
    before = build(marts.dsn, select=STATUS).marts
    marts.execute("drop table intermediate.int_user_training_status, staging.stg_evidence cascade")
    after = build(marts.dsn, select=STATUS).marts
    assert {**before, TRAIL: 0} == {**after, TRAIL: 0}
    assert marts.value("select count(*) from staging.stg_evidence") == marts.value(
        "select count(*) from core.evidence"
    )


def test_a_schema_that_is_missing_is_told_before_dbt_runs(empty_dsn: str) -> None:
    with pytest.raises(SchemaMismatch):
        build(empty_dsn)


@pytest.mark.parametrize(
    ("change", "sqlstate"),
    [
        ("delete from ops.migrations where migration_number > 17", "ZR002"),
        (
            "insert into ops.migrations select (n.m).* from (select jsonb_populate_record(m,"
            ' \'{"migration_number": 9999, "name": "9999_more"}\') as m'
            " from ops.migrations as m limit 1) as n",
            "ZR003",
        ),
    ],
)
def test_a_schema_of_another_version_is_told_before_dbt_runs(
    database: Database, change: str, sqlstate: str
) -> None:
    with database.unguarded("ops.migrations"):
        database.execute(change)
    with pytest.raises(SchemaMismatch) as caught:
        build(database.dsn)
    assert caught.value.sqlstate == sqlstate
    assert not database.rows("select from ops.report_builds")


def test_a_database_that_does_not_answer(dsn: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        build(make_conninfo(dsn, dbname="no_such_database"))
    with pytest.raises(DatabaseUnavailable):
        build(make_conninfo(dsn, host="/no/such/folder"))


def test_only_members_of_recert_builder_build(marts: Database) -> None:
    with (
        login(marts.dsn, "recert_runner", "recert_service") as runner,
        pytest.raises(NotAllowed) as caught,
    ):
        build(runner)
    assert caught.value.sqlstate == "42501"
    with (
        login(marts.dsn, "recert_builder") as nobody,
        pytest.raises(NotAllowed) as caught,
    ):
        build(nobody)
    assert caught.value.sqlstate == "ZR302"


@pytest.mark.one_server("every build is a full one on a cluster")
def test_rows_that_are_gone_stop_a_build_that_goes_on_from_them(marts: Database) -> None:
    number = f"E-{uuid4()}"
    marts.users(number)
    marts.evidence(number, "1")
    build(marts.dsn, select=STATUS)
    before = ages(marts)
    with marts.unguarded("core.evidence"):
        marts.execute("delete from core.evidence where user_id = %s", marts.user_id(number))
    with pytest.raises(CheckFailed) as caught:
        build(marts.dsn, select=STATUS)
    assert caught.value.sqlstate == "ZR403"
    assert "core.evidence" in str(caught.value.detail)
    assert ages(marts) == before
    build(marts.dsn, select=STATUS, full_refresh=True)
    assert not marts.rows(f"select from {MART} where employee_number = %s", number)


def test_documentation_that_cannot_be_written_leaves_nothing(
    marts: Database, tmp_path: Path
) -> None:
    with login(marts.dsn, "recert_runner", "recert_service") as runner:
        assert cli.run(["--dsn", runner, "report", "docs", str(tmp_path / "marts.html")]) == 7
    assert not list(tmp_path.iterdir())
    missing = str(tmp_path / "none" / "marts.html")
    assert cli.run(["--dsn", marts.dsn, "report", "docs", missing]) == 1


@pytest.mark.parametrize("schema", ["staging", "mart_audit"])
def test_a_schema_of_the_marts_that_is_missing(database: Database, schema: str) -> None:
    database.execute(f"drop schema {schema} cascade")
    with pytest.raises(SchemaMismatch) as caught:
        build(database.dsn)
    assert caught.value.sqlstate == "ZR008"
    database.execute(str(caught.value.hint).partition(": ")[2])
    assert build(database.dsn, select=["+int_as_of", "builds"]).is_full


def test_where_nothing_can_be_kept_a_temporary_folder_serves(
    marts: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("RECERT_HOME", str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert build(marts.dsn, select=["int_as_of"]).models == 1
    assert list(tmp_path.iterdir()) == [blocked]


def test_a_cache_that_cannot_be_used_is_named(
    marts: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RECERT_HOME", str(tmp_path))
    with working_folder(marts.connection) as folder:
        (folder / "target").touch()
    with pytest.raises(Defect) as caught:
        build(marts.dsn, select=["int_as_of"])
    assert str(folder) in str(caught.value.hint)


def test_what_dbt_left_behind_broken_is_made_anew(marts: Database) -> None:
    for kept in Path(os.environ["RECERT_HOME"]).rglob("partial_parse.msgpack"):
        kept.write_bytes(b"\x00not a manifest")
    marts.execute(
        "set role recert_builder; create table intermediate.int_as_of__dbt_tmp (x int);"
        " create table intermediate.int_as_of__dbt_backup (x int); reset role"
    )
    assert build(marts.dsn, select=["int_as_of"]).models == 1
    left = marts.rows("select from pg_tables where tablename like '%%\\_\\_dbt\\_%%'")
    assert not left
