"""Building the marts: what is printed and recorded, who may, and what it is built with."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline import cli
from pipeline.reports.build import build
from pipeline.reports.runner import Step
from pipeline.sources import dbt_project_folder
from tests.company import Database, login, moved
from tests.dbt.marts import DAILY, MART, STATUS, TRAIL, last_build


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
    # by the sessions of dbt, which made it
    assert re.fullmatch(r"recert-[0-9a-f]{12} dbt", job["application_name"])
    assert job["rows"] == sum(result["marts"].values())
    assert job["wal_bytes"] > 0


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


def test_a_build_writes_nothing_beside_the_project(marts: Database) -> None:
    def files() -> set[Path]:
        return set(dbt_project_folder().rglob("*"))

    before = files()
    build(marts.dsn, select=["int_as_of"])
    assert files() == before


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
        for hidden in ("staging.stg_users", "intermediate.int_as_of", "ops.report_builds"):
            auditor.refuses("42501", f"select from {hidden}")


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            "core.users", marks=pytest.mark.one_server("auditors read it there: docs/scale.md")
        ),
        "core.assignments",
    ],
)
def test_auditors_read_no_table_of_people(marts: Database, table: str) -> None:
    with login(marts.dsn, "recert_auditor") as dsn, Database.connect(dsn) as auditor:
        auditor.refuses("42501", f"select from {table}")


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
    daily = "mart_compliance.compliance_daily"
    # the marts may have been built before midnight, too
    marts.execute(f"delete from {daily} where day < (select max(day) from {daily})")
    with marts.unguarded("core.users", "core.training_versions", "core.evidence"):
        for table, moments in (
            ("core.users", "created_at"),
            ("core.training_versions", "created_at activated_at"),
            ("core.evidence", "completed_at recorded_at"),
        ):
            earlier = ", ".join(moved(name, "-9 days") for name in moments.split())
            marts.execute(f"update {table} set {earlier}")
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
    page = tmp_path / "mär\u202et's {{ 1 }} %s\n.html"
    command = ["--dsn", marts.dsn, "--format", "json", "report", "docs", str(page)]
    assert cli.run(command) == 0
    assert json.loads(capfd.readouterr().out) == {"file": str(page), "bytes": page.stat().st_size}
    html = page.read_text(encoding="utf-8")
    for told in ("user_training_status", "Nobody is without a status.", "timestamp with time zone"):
        assert told in html
    assert str(dbt_project_folder()) not in html
    assert os.environ["RECERT_HOME"] not in html
    assert cli.run(command) == 6
    assert page.read_text(encoding="utf-8") == html
    assert cli.run([*command, "--force"]) == 0
    assert [file.name for file in tmp_path.iterdir()] == [page.name]


@pytest.mark.rule(20)
def test_a_scheduler_builds_as_system(marts: Database) -> None:
    with login(marts.dsn, "recert_builder", "recert_service") as scheduler:
        result = build(scheduler, select=["int_as_of"])
    row = marts.row("select * from audit.log where seq = %s", result.audit_seq)
    assert row["actor"] == "system"
    assert row["db_role"] in scheduler


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
