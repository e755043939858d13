"""Building the marts: what is printed, who may, what a failure is, and builds beside other work."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline import cli
from pipeline.errors import (
    CheckFailed,
    DatabaseUnavailable,
    Defect,
    NotAllowed,
    SchemaMismatch,
    TryAgain,
    WrongState,
    WrongUsage,
)
from pipeline.install import install
from pipeline.reports.build import build
from pipeline.reports.runner import Step
from pipeline.sources import dbt_project_folder
from tests.company import Database, login
from tests.sessions import background

MART = "mart_compliance.user_training_status"
TRAIL = "mart_audit.audit_trail"
STATUS = ["+user_training_status"]


@pytest.fixture(scope="module")
def marts(shared: Database) -> Database:
    """A database with marts of one person's evidence."""
    shared.deciders()
    shared.training()
    shared.users("E-1")
    shared.activate("1")
    shared.evidence("E-1", "1")
    build(shared.dsn)
    return shared


@contextmanager
def changed(database: Database, change: str, back: str) -> Iterator[None]:
    database.execute(change)
    try:
        yield
    finally:
        database.execute(back)


def ages(database: Database) -> list[object]:
    """The moments of the marts that have one, and how long the trail is."""
    return database.rows(
        f"select (select max(as_of) from {MART}), (select count(*) from {TRAIL}) as rows"
    )


def until_dbt_waits(watcher: Database) -> None:
    """Return when a session of a build waits for a lock of another session."""
    query = (
        "select exists (select from pg_stat_activity where datname = current_database()"
        " and application_name like 'recert report build %' and"
        " cardinality(pg_blocking_pids(pid)) > 0) as waits, pg_sleep(0.05)"
    )
    for _ in range(2400):
        if watcher.row(query)["waits"]:
            return
    pytest.fail("The build never came to wait.")


def test_json_is_one_object_and_progress_goes_to_stderr(
    marts: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--dsn", marts.dsn, "--format", "json", "report", "build"]) == 0
    out, err = capfd.readouterr()
    result = json.loads(out)
    assert result["models"] == 18
    assert result["tests_passed"] > 30
    assert result["tests_warned"] == 0
    assert result["marts"][MART] == 1
    assert result["audit_seq"] == marts.value("select max(seq) from audit.log")
    assert sum(name in err for name in (MART, TRAIL, "staging.stg_users")) == 3


def test_progress_is_one_step_a_model_and_test(marts: Database) -> None:
    steps: list[Step] = []
    result = build(marts.dsn, select=["+recertification_campaigns"], progress=steps.append)
    models = [step for step in steps if step.kind == "model"]
    tests = [step for step in steps if step.kind == "test"]
    assert (len(models), len(tests)) == (result.models, result.tests_passed)
    assert {step.total for step in steps} == {len(steps)}
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert result.marts == {"mart_compliance.recertification_campaigns": 0}
    row = marts.row("select payload from audit.log where seq = %s", result.audit_seq)
    assert json.loads(row["payload"])["selection"] == ["+recertification_campaigns"]


@pytest.mark.parametrize("error", [BrokenPipeError(), SystemExit(1)])
def test_a_build_goes_on_when_nobody_reads_its_progress(
    marts: Database, error: BaseException
) -> None:
    def unread(_: Step) -> None:
        raise error

    assert build(marts.dsn, select=["int_as_of"], progress=unread).models == 1


def test_marts_do_not_stand_in_the_way_of_an_upgrade(marts: Database) -> None:
    before = ages(marts)
    marts.execute("delete from ops.objects where path = 'functions/core/_overdue_since.sql'")
    with psycopg.connect(marts.dsn, autocommit=True) as connection:
        assert install(connection).stale
    assert ages(marts) == before
    build(marts.dsn, select=["int_assignments"])


def test_a_build_writes_nothing_beside_the_project(marts: Database) -> None:
    def files() -> set[Path]:
        return set(dbt_project_folder().rglob("*"))

    before = files()
    build(marts.dsn, select=["int_as_of"])
    assert files() == before


@pytest.mark.parametrize("select", [["no_such_model"], ["tag:no_such_tag", "neither"]])
def test_a_selection_of_nothing_is_not_found(marts: Database, select: list[str]) -> None:
    seq = marts.value("select max(seq) from audit.log")
    with pytest.raises(WrongState):
        build(marts.dsn, select=select)
    assert marts.value("select max(seq) from audit.log") == seq


def test_a_selection_that_dbt_does_not_understand_is_wrong_usage(marts: Database) -> None:
    with pytest.raises(WrongUsage):
        build(marts.dsn, select=["no_such_method:x"])


def test_a_failed_test_of_the_marts_is_a_failed_check(
    marts: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    seq = marts.value("select max(seq) from audit.log")
    marts.execute("alter table audit.log disable trigger user")
    try:
        marts.execute(
            "insert into audit.log (seq, occurred_at, actor, db_role, action, entity_type,"
            " entity_id, payload, prev_hash, hash) select seq + 99, occurred_at, actor, db_role,"
            " action, entity_type, entity_id, payload, prev_hash, hash from audit.log"
            " where seq = 1"
        )
        with pytest.raises(CheckFailed) as caught:
            build(marts.dsn)
        assert "audit_trail_is_gapless" in str(caught.value.detail)
        command = ["--dsn", marts.dsn, "--format", "json", "report", "build"]
        assert cli.run([*command, "--select", "audit_trail"]) == 8
        assert not capfd.readouterr().out
    finally:
        marts.execute("delete from audit.log where seq > %s", seq)
        marts.execute("alter table audit.log enable trigger user")
    assert marts.value("select max(seq) from audit.log") == seq


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
    # the view would stand in the way of the renaming
    marts.execute("drop view if exists staging.stg_users")
    before = ages(marts)
    with changed(marts, change, back), pytest.raises(error) as caught:
        build(marts.dsn, select=["stg_users", "user_training_status"])
    assert getattr(caught.value, "sqlstate", None) == sqlstate
    assert type(caught.value) is error
    assert ages(marts) == before
    build(marts.dsn, select=["stg_users"])


def test_a_schema_that_is_missing_is_told_before_dbt_runs(empty_dsn: str) -> None:
    with pytest.raises(SchemaMismatch):
        build(empty_dsn)


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


@pytest.mark.rule(20)
def test_a_scheduler_builds_as_system(marts: Database) -> None:
    with login(marts.dsn, "recert_builder", "recert_service") as scheduler:
        result = build(scheduler, select=["int_as_of"])
    row = marts.row("select * from audit.log where seq = %s", result.audit_seq)
    assert row["actor"] == "system"
    assert row["db_role"] in scheduler


def test_auditors_read_the_marts_and_nothing_on_the_way_there(marts: Database) -> None:
    with login(marts.dsn, "recert_auditor") as dsn, Database.connect(dsn) as auditor:
        for mart in (
            MART,
            TRAIL,
            "mart_compliance.recertification_campaigns",
            "mart_audit.evidence_register",
        ):
            assert auditor.value(f"select count(*) >= 0 from {mart}")
            auditor.refuses("42501", f"delete from {mart}")
        for hidden in ("staging.stg_users", "intermediate.int_as_of", "core.users"):
            auditor.refuses("42501", f"select from {hidden}")


def test_a_build_leaves_another_one_alone(marts: Database) -> None:
    with Database.connect(marts.dsn) as other:
        other.execute("select api.begin_report_build()")
        with pytest.raises(TryAgain):
            build(marts.dsn)
    build(marts.dsn, select=["int_as_of"])


def test_who_reads_a_mart_during_a_build_sees_the_old_one_whole(marts: Database) -> None:
    marts.users("E-2")
    with Database.connect(marts.dsn) as reader:
        reader.execute("begin")
        before = reader.value(f"select count(*) from {MART}")
        marts.evidence("E-2", "1")
        with background(lambda: build(marts.dsn, select=STATUS)) as builder:
            until_dbt_waits(marts)
            assert reader.value(f"select count(*) from {MART}") == before
            reader.execute("commit")
            result = builder.result()
        assert result.marts[MART] == before + 1
        assert reader.value(f"select count(*) from {MART}") == before + 1


def test_an_interrupted_build_leaves_the_marts_and_no_session(marts: Database) -> None:
    before = ages(marts)
    command = [sys.executable, "-m", "pipeline", "report", "build", "--select", *STATUS]
    with Database.connect(marts.dsn) as reader:
        reader.execute("begin")
        reader.execute(f"lock table {MART} in access share mode")
        with subprocess.Popen(
            command,
            env={**os.environ, "RECERT_DSN": marts.dsn},
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            until_dbt_waits(marts)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        assert not out
        assert b"Traceback" not in err
        reader.execute("rollback")
    sessions = marts.value(
        "select count(*) from pg_stat_activity where application_name like 'recert report%%'"
    )
    assert sessions == 0
    after = ages(marts)
    assert after[0]["max"] == before[0]["max"]
    build(marts.dsn, select=STATUS)


def test_builds_of_one_process_keep_to_their_databases_and_its_environment(
    marts: Database, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "no.such.host")
    monkeypatch.setenv("PGOPTIONS", "-c search_path=nowhere")
    monkeypatch.setenv("DBT_TARGET", "no_such_target")
    environment = dict(os.environ)
    database.users("E-8", "E-9")
    build(database.dsn, select=["staging", "intermediate"])
    build(marts.dsn, select=["int_as_of"])
    assert database.value("select count(*) from staging.stg_users") == 2
    assert dict(os.environ) == environment


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


def test_where_nothing_can_be_kept_a_temporary_folder_serves(
    marts: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("RECERT_HOME", str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert build(marts.dsn, select=["int_as_of"]).models == 1
    assert list(tmp_path.iterdir()) == [blocked]


def test_names_and_passwords_may_have_any_characters(marts: Database) -> None:
    name = 'o\'dd "name" {{ 1 }} %s é'
    given = "p'a\"s {{ env_var('HOME') }} # %"
    with psycopg.connect(marts.dsn, autocommit=True) as admin:
        admin.execute(
            psycopg.sql.SQL("create role {} login superuser").format(psycopg.sql.Identifier(name))
        )
        try:
            dsn = make_conninfo(marts.dsn, user=name, password=given)
            assert build(dsn, select=["int_as_of"]).models == 1
        finally:
            admin.execute(psycopg.sql.SQL("drop role {}").format(psycopg.sql.Identifier(name)))
    kept = Path(os.environ["RECERT_HOME"])
    assert not [
        path
        for path in kept.rglob("*")
        if path.is_file() and b"env_var('HOME')" in path.read_bytes()
    ]


def test_plain_dbt_builds_with_the_variables_of_psql(marts: Database, tmp_path: Path) -> None:
    dbt = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert dbt is not None
    info = marts.connection.info
    project = str(dbt_project_folder())
    before = ages(marts)
    subprocess.run(
        [
            *(dbt, "build", "--project-dir", project, "--profiles-dir", project),
            *("--target-path", tmp_path, "--log-path", tmp_path),
            *("--select", *STATUS),
        ],
        env={
            "PATH": os.environ["PATH"],
            "PGHOST": info.host,
            "PGPORT": str(info.port),
            "PGUSER": info.user,
            "PGDATABASE": info.dbname,
        },
        check=True,
        capture_output=True,
    )
    assert ages(marts) != before
