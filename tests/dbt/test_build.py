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
from typing import Any
from uuid import uuid4

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

MART = "mart_compliance.user_training_status"
TRAIL = "mart_audit.audit_trail"
#: Marts that are built in seconds: of a company, and each day anew.
STATUS = ["+user_training_status", "+evidence_register"]
DAILY = ["+compliance_daily", "+compliance_matrix"]


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


def last_build(database: Database) -> dict[str, Any]:
    return database.row("select * from mart_audit.builds order by build_number desc limit 1")


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
        f"select (select count(*) from {MART}) as people, (select count(*) from {TRAIL}) as rows"
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
    assert result["models"] > 40
    assert result["tests_passed"] > 30
    assert result["tests_warned"] == 0
    assert result["marts"][MART] == 1
    assert result["audit_seq"] == marts.value("select max(seq) from audit.log")
    assert sum(name in err for name in (MART, TRAIL, "staging.stg_users")) == 3
    row = last_build(marts)
    assert {name: row[name] for name in ("build_id", "build_number", "head_seq", "audit_seq")} == {
        name: result[name] for name in ("build_id", "build_number", "head_seq", "audit_seq")
    }
    assert row["head_seq"] == result["audit_seq"] - 1
    job = marts.row("select * from api.job_runs order by job_run_id desc limit 1")
    assert (job["job"], job["step"], job["state"]) == ("report", "build", "succeeded")
    assert job["result"]["build_id"] == result["build_id"]


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
            " action, entity_type, entity_id, '{\"before\": {}}', prev_hash, hash from audit.log"
            " where seq = 1"
        )
        with pytest.raises(CheckFailed) as caught:
            build(marts.dsn, select=["stg_audit_log+"])
        assert "audit_trail_changes_are_whole" in str(caught.value.detail)
        row = last_build(marts)
        assert row["state"] == "failed"
        assert "audit_trail_changes_are_whole" in row["failed"]
        assert marts.value(f"select count(*) from {TRAIL}") <= seq
        command = ["--dsn", marts.dsn, "--format", "json", "report", "build"]
        assert cli.run([*command, "--select", "stg_audit_log+"]) == 8
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


def test_a_mart_that_somebody_changed_is_told_and_made_anew_on_request(marts: Database) -> None:
    marts.execute(f"delete from {MART} where department is null")  # a full build has them again
    before = ages(marts)
    for change, back in (
        ("add column mine text", "drop column mine"),
        ("drop constraint user_training_status_pkey", "add primary key (user_id, training_id)"),
        ("alter column department set not null", "alter column department drop not null"),
        ("alter column training type varchar(500)", "alter column training type text"),
    ):
        with changed(marts, f"alter table {MART} {change}", f"alter table {MART} {back}"):
            with pytest.raises(WrongState) as caught:
                build(marts.dsn, select=STATUS)
            assert caught.value.sqlstate == "ZR212"
            assert ages(marts) == before
            assert last_build(marts)["state"] == "failed"
    marts.execute(f"drop table {MART}; create view {MART} as select 1 as user_id")
    with pytest.raises(WrongState):
        build(marts.dsn, select=STATUS)
    result = build(marts.dsn, select=STATUS, full_refresh=True)
    assert (result.is_full, result.marts[MART]) == (
        True,
        marts.value("select count(distinct user_id) from core.evidence"),
    )


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


@pytest.mark.parametrize("schema", ["staging", "mart_audit"])
def test_a_schema_of_the_marts_that_is_missing(database: Database, schema: str) -> None:
    database.execute(f"drop schema {schema} cascade")
    with pytest.raises(SchemaMismatch) as caught:
        build(database.dsn)
    assert caught.value.sqlstate == "ZR008"
    database.execute(str(caught.value.hint).partition(": ")[2])
    assert build(database.dsn, select=["+int_as_of", "builds"]).is_full


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


@pytest.mark.rule(20)
def test_a_build_is_that_of_whoever_is_named(marts: Database) -> None:
    number = "Q 1\\'2"  # the name reaches dbt's sessions as an option of libpq
    marts.user(number, "quality_admin")
    result = build(marts.dsn, number, select=["int_as_of"])
    assert marts.value("select actor from audit.log where seq = %s", result.audit_seq) == number
    assert last_build(marts)["actor"] == number


def test_auditors_read_the_marts_and_nothing_on_the_way_there(marts: Database) -> None:
    with login(marts.dsn, "recert_auditor") as dsn, Database.connect(dsn) as auditor:
        found = marts.rows(
            "select format('%s.%s', n.nspname, c.relname) as name from pg_class as c"
            " join pg_namespace as n on n.oid = c.relnamespace"
            " where n.nspname in ('mart_compliance', 'mart_audit') and c.relkind in ('r', 'v')"
        )
        assert {MART, TRAIL, "mart_audit.builds", "mart_audit.control_checks"} < {
            row["name"] for row in found
        }
        for mart in (row["name"] for row in found):
            assert auditor.value(f"select count(*) >= 0 from {mart}")
            writes = "select has_table_privilege(%s, 'insert, update, delete, truncate')"
            assert not auditor.value(writes, mart), mart
        assert auditor.value("select count(*) from audit.log") > 0
        for hidden in (
            "staging.stg_users",
            "intermediate.int_as_of",
            "core.users",
            "core.assignments",
            "ops.report_builds",
        ):
            auditor.refuses("42501", f"select from {hidden}")


def test_a_build_leaves_another_one_alone(marts: Database) -> None:
    with Database.connect(marts.dsn) as other:
        other.execute("select api.begin_report_build()")
        with pytest.raises(TryAgain):
            build(marts.dsn)
        # plain dbt, which has no snapshot of the runner's
        marts.refuses("55P03", "select api.open_report_build(%s, 'd')", str(uuid4()))
    build(marts.dsn, select=["int_as_of"])


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


@pytest.mark.parametrize("level", ["read committed", "repeatable read"])
def test_who_reads_during_a_build_sees_all_as_it_was_or_all_as_it_is(
    marts: Database, level: str
) -> None:
    number = f"E-{uuid4()}"
    marts.users(number)
    build(marts.dsn, select=STATUS)
    with Database.connect(marts.dsn) as reader:
        reader.execute(f"begin isolation level {level}")
        before = reader.value(f"select count(*) from {MART}")
        marts.evidence(number, "1")
        result = build(marts.dsn, select=STATUS)  # which waits for nobody
        meanwhile = [
            reader.value(f"select count(*) from {mart}")
            for mart in (MART, "mart_audit.evidence_register")
        ]
        reader.execute("commit")
        assert result.marts[MART] == before + 1
        assert meanwhile == [before + (level == "read committed")] * 2
        assert reader.value(f"select count(*) from {MART}") == before + 1


def test_what_people_build_on_a_mart_stays(marts: Database) -> None:
    number = f"E-{uuid4()}"
    marts.users(number)
    marts.execute(f"create view public.mine as select * from {MART}")
    marts.evidence(number, "1")
    for full_refresh in (False, True):
        build(marts.dsn, select=STATUS, full_refresh=full_refresh)
        assert number in [row["employee_number"] for row in marts.rows("select * from public.mine")]
    marts.execute("drop view public.mine")


def test_an_interrupted_build_leaves_the_marts_and_no_session(marts: Database) -> None:
    before = ages(marts)
    command = [sys.executable, "-m", "pipeline", "report", "build"]
    command += [f"--select={text}" for text in STATUS]
    with Database.connect(marts.dsn) as other:
        other.execute("begin")
        other.execute("lock table intermediate.int_user_training_status")
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
        other.execute("rollback")
    sessions = marts.value(
        "select count(*) from pg_stat_activity where application_name like 'recert report%%'"
    )
    assert sessions == 0
    assert ages(marts) == before
    assert last_build(marts)["state"] == "interrupted"
    build(marts.dsn, select=STATUS)


def test_builds_of_one_process_keep_to_their_databases_and_its_environment(
    marts: Database, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "no.such.host")
    monkeypatch.setenv("PGOPTIONS", "-c search_path=nowhere")
    monkeypatch.setenv("DBT_TARGET", "no_such_target")
    environment = dict(os.environ)
    database.users("E-8", "E-9")
    build(database.dsn, select=["+int_user_training_status"])
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
    number = f"E-{uuid4()}"
    marts.users(number)
    marts.evidence(number, "1")
    subprocess.run(
        [
            *(dbt, "build", "--project-dir", project, "--profiles-dir", project),
            *("--target-path", tmp_path, "--log-path", tmp_path),
            *(f"--select={text}" for text in STATUS),
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
    assert marts.value(f"select count(*) from {MART} where employee_number = %s", number) == 1
    row = last_build(marts)
    assert (row["state"], row["selection"]) == ("succeeded", " ".join(STATUS))
    assert marts.value("select action from audit.log where seq = %s", row["audit_seq"]) == (
        "report_build"
    )


def test_days_on_which_nothing_was_built_are_told_as_they_ended(marts: Database) -> None:
    build(marts.dsn, select=DAILY)
    with marts.unguarded("core.users", "core.training_versions", "core.evidence"):
        for table, moments in (
            ("core.users", "created_at"),
            ("core.training_versions", "created_at activated_at"),
            ("core.evidence", "completed_at recorded_at"),
        ):
            earlier = ", ".join(f"{name} = {name} - interval '9 days'" for name in moments.split())
            marts.execute(f"update {table} set {earlier}")
    daily = "mart_compliance.compliance_daily"
    marts.execute(f"update {daily} set day = day - 4, compliant = 77, required = 77")
    build(marts.dsn, select=DAILY, full_refresh=True)
    days = marts.rows(
        f"select current_date - day as ago, sum(compliant) as compliant from {daily}"
        " where training = 'Lockout' group by day order by day"
    )
    now = marts.value("select sum(compliant) from mart_compliance.compliance_matrix")
    assert [row["ago"] for row in days] == [4, 3, 2, 1, 0]
    assert days[0]["compliant"] % 77 == 0
    assert {row["compliant"] for row in days[1:]} == {now}
    before = marts.rows(f"select * from {daily} where day < current_date order by 1, 2, 3")
    build(marts.dsn, select=DAILY)
    assert marts.rows(f"select * from {daily} where day < current_date order by 1, 2, 3") == before


def test_of_now_the_record_tells_what_the_mart_does(marts: Database) -> None:
    build(marts.dsn, select=STATUS)
    moment = marts.value("select max(as_of) from mart_audit.builds")
    mart = marts.rows(f"select * from {MART} order by user_id, training_id")
    assert mart
    assert mart == marts.rows(
        "select * from api.compliance_as_of(%s) order by user_id, training_id", moment
    )


def test_the_documentation_of_the_marts_is_one_page(
    marts: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "marts.html"
    command = ["--dsn", marts.dsn, "--format", "json", "report", "docs", str(page)]
    assert cli.run(command) == 0
    assert json.loads(capfd.readouterr().out) == {"file": str(page), "bytes": page.stat().st_size}
    html = page.read_text(encoding="utf-8")
    for told in ("user_training_status", "Nobody is without a status.", "timestamp with time zone"):
        assert told in html
    assert str(dbt_project_folder()) not in html
    assert cli.run(command) == 6
    assert page.read_text(encoding="utf-8") == html
    assert cli.run([*command, "--force"]) == 0
    assert [file.name for file in tmp_path.iterdir()] == [page.name]


def test_documentation_that_cannot_be_written_leaves_nothing(
    marts: Database, tmp_path: Path
) -> None:
    with login(marts.dsn, "recert_runner", "recert_service") as runner:
        assert cli.run(["--dsn", runner, "report", "docs", str(tmp_path / "marts.html")]) == 7
    assert not list(tmp_path.iterdir())
    missing = str(tmp_path / "none" / "marts.html")
    assert cli.run(["--dsn", marts.dsn, "report", "docs", missing]) == 1
