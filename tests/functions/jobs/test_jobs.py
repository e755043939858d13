"""The record of scheduled work: who claims a job, and rows that begin, end once and stay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied, login, login_name
from tests.sessions import together, until_gone

CLAIM = "select api.claim_job(%s)"
BEGIN = "select api.begin_job_step(%s, %s)"
END = "select api.end_job_step(%s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        for role in (
            *("employee", "team_lead", "hr_admin"),
            *("quality_admin", "corporate_admin", "auditor"),
        ):
            database.user(role, role)
        database.user("X-1", "hr_admin", is_active=False)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Scheduled work acts; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        yield shared
    # a claim lasts as long as the session, whatever becomes of the transaction
    shared.execute("select pg_advisory_unlock_all()")


def begun(company: Database, job: str = "daily", step: str = "overdue_scan") -> int:
    return int(company.value(BEGIN, job, step))


def run_of(company: Database, job_run_id: int) -> dict[str, Any]:
    return company.row("select * from ops.job_runs where job_run_id = %s", job_run_id)


# -- claiming -----------------------------------------------------------------------------------


def test_one_session_at_a_time_has_a_job(shared: Database) -> None:
    shared.act_as(None)
    with Database.connect(shared.dsn) as other:
        other.execute("set application_name = 'first to claim'")
        assert other.value(CLAIM, "daily") == 0
        before = shared.snapshot()
        shared.refuses("55P03", CLAIM, "daily")
        assert shared.snapshot() == before
        # another job is nobody's yet
        assert shared.value(CLAIM, "weekly") == 0
    until_gone(shared, "first to claim")
    assert shared.value(CLAIM, "daily") == 0
    shared.execute("select pg_advisory_unlock_all()")


def test_of_two_claims_at_one_moment_one_is_refused(shared: Database) -> None:
    with Database.connect(shared.dsn) as one, Database.connect(shared.dsn) as two:
        for session in (one, two):
            session.execute("set application_name = 'at one moment'")
        results = together(
            *(lambda session=session: session.value(CLAIM, "daily") for session in (one, two))
        )
    until_gone(shared, "at one moment")
    assert sorted(getattr(result, "sqlstate", "claimed") for result in results) == [
        "55P03",
        "claimed",
    ]


def test_a_claim_marks_what_a_former_session_left_running(company: Database) -> None:
    ended = begun(company)
    company.execute(END, ended, "succeeded")
    left = begun(company, step="reminders")
    elsewhere = begun(company, job="weekly")
    before = run_of(company, ended)

    assert company.value(CLAIM, "daily") == 1
    row = run_of(company, left)
    assert row["state"] == "interrupted"
    assert row["finished_at"] >= row["started_at"]
    assert (row["result"], row["sqlstate"], row["message"]) == (None, None, None)
    assert run_of(company, ended) == before
    assert run_of(company, elsewhere)["state"] == "running"
    assert company.value(CLAIM, "daily") == 0


def test_a_claim_that_is_refused_leaves_the_steps_that_run(shared: Database) -> None:
    shared.act_as(None)
    with Database.connect(shared.dsn) as other:
        other.execute("set application_name = 'has claimed'")
        other.execute(CLAIM, "daily")
        other.execute("begin")
        with shared.undone():
            running = begun(shared)
            shared.refuses("55P03", CLAIM, "daily")
            assert run_of(shared, running)["state"] == "running"
    until_gone(shared, "has claimed")


def test_a_claim_names_its_job(company: Database) -> None:
    running = begun(company)
    company.refuses("ZR102", CLAIM, None)
    assert run_of(company, running)["state"] == "running"


# -- rows ---------------------------------------------------------------------------------------


def test_a_step_that_begins(company: Database) -> None:
    before = company.value("select clock_timestamp()")
    row = run_of(company, begun(company))
    assert (row["job"], row["step"], row["state"]) == ("daily", "overdue_scan", "running")
    assert before <= row["started_at"] <= company.value("select clock_timestamp()")
    assert row["db_role"] == company.value("select session_user")
    assert {row[name] for name in ("finished_at", "result", "sqlstate", "message")} == {None}


@pytest.mark.parametrize("state", ["succeeded", "failed", "skipped", "interrupted"])
def test_a_step_ends_once(company: Database, state: str) -> None:
    job_run_id = begun(company)
    company.execute(
        "select api.end_job_step(%s, %s, %s, %s, %s)",
        job_run_id,
        state,
        Jsonb({"marked": 3}),
        "ZR203",
        "a sentence",
    )
    row = run_of(company, job_run_id)
    assert (row["state"], row["result"]) == (state, {"marked": 3})
    assert (row["sqlstate"], row["message"]) == ("ZR203", "a sentence")
    assert row["finished_at"] >= row["started_at"]
    company.refuses("ZR210", END, job_run_id, "succeeded")
    assert run_of(company, job_run_id) == row


@pytest.mark.parametrize("job_run_id", [None, 0, -1, 2**40])
def test_a_step_that_never_began_does_not_end(company: Database, job_run_id: int | None) -> None:
    company.refuses("ZR210", END, job_run_id, "succeeded")


@pytest.mark.parametrize("state", [None, "", "running", "done", "SUCCEEDED"])
def test_a_step_ends_in_one_of_the_states(company: Database, state: str | None) -> None:
    job_run_id = begun(company)
    company.refuses("ZR102", END, job_run_id, state)
    assert run_of(company, job_run_id)["state"] == "running"


@pytest.mark.parametrize("name", [None, "", "Daily", "the scan", "1st", "a" * 61, "daily\n"])
def test_jobs_and_steps_have_plain_names(company: Database, name: str | None) -> None:
    company.refuses("ZR102", BEGIN, name, "overdue_scan")
    company.refuses("ZR102", BEGIN, "daily", name)
    assert company.value("select count(*) from ops.job_runs") == 0
    assert begun(company, "a" * 60, "b2_" * 20)


def test_rows_stay_as_they_ended(company: Database) -> None:
    ended = begun(company)
    company.execute(END, ended, "failed")
    begun(company)
    for statement in (
        f"update ops.job_runs set state = 'succeeded' where job_run_id = {ended}",
        f"update ops.job_runs set message = 'nothing' where job_run_id = {ended}",
        f"update ops.job_runs set started_at = now() where job_run_id = {ended}",
        f"delete from ops.job_runs where job_run_id = {ended}",
        "delete from ops.job_runs",
        "truncate ops.job_runs, ops.report_builds",
    ):
        company.refuses("ZR301", statement)
    assert company.value("select count(*) from ops.job_runs") == 2


def test_the_view_tells_how_long_a_step_ran(company: Database) -> None:
    ended = begun(company)
    company.execute("update ops.job_runs set started_at = started_at - interval '90 seconds'")
    company.execute(END, ended, "succeeded")
    running = begun(company, step="marts")
    company.execute(
        "update ops.job_runs set started_at = started_at - interval '1 hour' where job_run_id = %s",
        running,
    )
    rows = company.rows("select * from api.job_runs order by job_run_id")
    assert [(row["job_run_id"], row["state"]) for row in rows] == [
        (ended, "succeeded"),
        (running, "running"),
    ]
    kept = run_of(company, ended)
    assert float(rows[0]["seconds"]) == pytest.approx(
        (kept["finished_at"] - kept["started_at"]).total_seconds(), abs=0.001
    )
    assert rows[0]["seconds"] >= 90
    # what still runs has been running until now
    assert rows[1]["finished_at"] is None
    assert rows[1]["seconds"] >= 3600


# -- who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [None, "hr_admin", "quality_admin", "corporate_admin"])
def test_who_may_run_jobs(company: Database, actor: str | None) -> None:
    company.act_as(actor)
    assert company.value(CLAIM, "daily") == 0
    job_run_id = begun(company)
    company.execute(END, job_run_id, "succeeded")
    assert run_of(company, job_run_id)["state"] == "succeeded"


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("employee", "ZR304"),
        ("team_lead", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("X-1", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
    ],
)
def test_who_may_not_run_jobs(company: Database, actor: str, sqlstate: str) -> None:
    running = begun(company)
    company.act_as(actor)
    company.refuses(sqlstate, CLAIM, "daily")
    company.refuses(sqlstate, BEGIN, "daily", "overdue_scan")
    company.refuses(sqlstate, END, running, "succeeded")
    company.refuses(sqlstate, "select api.record_job_waits(%s, '{}')", running)
    assert [row["state"] for row in company.rows("select * from ops.job_runs")] == ["running"]
    # whoever is refused holds nothing
    with Database.connect(company.dsn) as other:
        assert other.value(CLAIM, "daily") == 0
        # the next test need not wait for the end of this session
        other.execute("select pg_advisory_unlock_all()")


def test_logins_and_the_record_of_jobs(database: Database) -> None:
    with (
        login(database.dsn, "recert_runner", "recert_service") as dsn,
        Database.connect(dsn) as job,
    ):
        job.execute(CLAIM, "daily")
        job_run_id = begun(job)
        job.execute(END, job_run_id, "succeeded")
        row = job.row("select * from api.job_runs where job_run_id = %s", job_run_id)
        assert (row["state"], row["db_role"]) == ("succeeded", login_name(dsn))
        for statement in (
            "select from ops.job_runs",
            "insert into ops.job_runs (job, step) values ('daily', 'marts')",
            "update ops.job_runs set message = ''",
        ):
            job.refuses("42501", statement)
    with login(database.dsn, "recert_runner") as dsn, Database.connect(dsn) as nobody:
        nobody.refuses("ZR302", CLAIM, "daily")
    with login(database.dsn, "recert_auditor") as dsn, Database.connect(dsn) as auditor:
        auditor.refuses("42501", CLAIM, "daily")
        auditor.refuses("42501", "select from api.job_runs")


# -- who is told what ----------------------------------------------------------------------------

SHOWN = "select job_run_id, result, sqlstate, message, db_role, application_name from api.job_runs"


@contextmanager
def person(database: Database, number: str) -> Iterator[Database]:
    """The session of a person with a login of their own."""
    with login(database.dsn, "recert_runner") as dsn, Database.connect(dsn) as own:
        set_role = "update core.users set db_role = %s where employee_number = %s"
        database.execute(set_role, login_name(dsn), number)
        yield own
        database.execute(set_role, None, number)


def told(database: Database) -> dict[int, bool]:
    """Of each run whether all or nothing of what somebody did is told."""
    found = {}
    for row in database.rows(SHOWN):
        number = row.pop("job_run_id")
        assert len({value is None for value in row.values()}) == 1
        found[number] = row["db_role"] is not None
    return found


def test_who_is_told_what_others_did(database: Database) -> None:
    for role in ("employee", "team_lead", "hr_admin", "quality_admin", "corporate_admin"):
        database.user(role, role)
    database.user("auditor", "auditor")
    database.execute("set application_name = 'of somebody'")

    def failed(session: Database) -> int:
        number = begun(session)
        session.execute(
            "select api.end_job_step(%s, 'failed', %s, 'ZR202', 'No such thing')",
            number,
            Jsonb({"inserted": 3, "updated": 1}),
        )
        return number

    theirs = failed(database)
    for role in ("hr_admin", "quality_admin", "corporate_admin", "auditor"):
        with person(database, role) as own:
            assert told(own) == {theirs: True}
    for role in ("employee", "team_lead"):
        with person(database, role) as own:
            assert told(own) == {theirs: False}
            row = own.row("select job, step, state, rows, wal_bytes >= 0 as wal from api.job_runs")
            assert row == {
                "job": "daily",
                "step": "overdue_scan",
                "state": "failed",
                "rows": 4,
                "wal": True,
            }
    # the own ones, whatever one may do today
    with person(database, "hr_admin") as own:
        own.execute("set application_name = 'of an admin'")
        mine = failed(own)
        database.execute("update core.users set role = 'employee' where db_role is not null")
        assert told(own) == {theirs: False, mine: True}

    with (
        login(database.dsn, "recert_runner", "recert_service") as dsn,
        Database.connect(dsn) as service,
    ):
        service.execute("set application_name = 'of a service'")
        of_service = failed(service)
        assert told(service) == {theirs: True, mine: True, of_service: True}
        # what a service shows to a person is what that person sees
        service.act_as("employee")
        assert told(service) == {theirs: False, mine: False, of_service: False}
        service.act_as("auditor")
        assert set(told(service).values()) == {True}


def test_who_is_nobody_reads_what_is_nobodys(database: Database) -> None:
    begun(database)
    with login(database.dsn, "recert_runner") as dsn, Database.connect(dsn) as nobody:
        columns = "job, step, state, started_at, finished_at, seconds, rows, wal_bytes, wait_events"
        assert nobody.row(f"select {columns} from api.job_runs")["state"] == "running"
        for column in ("result", "sqlstate", "message", "db_role", "application_name"):
            nobody.refuses("ZR302", f"select {column} from api.job_runs")


def test_who_reads_is_asked_once(company: Database) -> None:
    company.execute(
        "insert into ops.job_runs (job, step) select 'scan', 'overdue_scan'"
        " from generate_series(1, 500)"
    )
    company.execute("set local track_functions = 'all'")
    assert len(company.rows("select * from api.job_runs")) == 500
    calls = "select pg_stat_get_xact_function_calls('core._sees_everybody()'::regprocedure)"
    assert company.value(calls) == 1
