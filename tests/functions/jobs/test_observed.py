"""What a row of job_runs tells of the server: whose sessions, how much was written, what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo
from psycopg.types.json import Jsonb

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied, login
from tests.sessions import background, until, until_gone

BEGIN = "select api.begin_job_step(%s, %s)"
END = "select api.end_job_step(%s, %s, %s)"
WAITS = "select api.record_job_waits(%s, %s)"

RUN = "recert-0123456789ab"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Scheduled work acts; what a test does is undone."""
    with shared.undone():
        yield shared


def begun(database: Database, job: str = "scan", step: str = "overdue_scan") -> int:
    return int(database.value(BEGIN, job, step))


def ended(database: Database, state: str = "succeeded", result: Any = None) -> dict[str, Any]:
    """A run from its beginning to its end, as the view has it."""
    number = begun(database)
    database.execute(END, number, state, None if result is None else Jsonb(result))
    return seen(database, number)


def seen(database: Database, number: int) -> dict[str, Any]:
    return database.row("select * from api.job_runs where job_run_id = %s", number)


def write(database: Database, size: int) -> None:
    """Have the server write as many bytes of its log."""
    database.execute("select pg_logical_emit_message(false, 'test', repeat('x', %s))", size)


# -- whose sessions ------------------------------------------------------------------------------


def test_a_row_has_the_name_of_its_session(company: Database) -> None:
    company.execute("set local application_name = 'my scheduler'")
    assert seen(company, begun(company))["application_name"] == "my scheduler"
    company.execute("set local application_name = ''")
    assert seen(company, begun(company))["application_name"] is None


@pytest.mark.parametrize(
    ("name", "run"),
    [
        (f"{RUN} dbt", RUN),
        (RUN, RUN),
        (f"{RUN}x dbt", f"{RUN}x dbt"),
        ("recert dbt", "recert dbt"),
        ("DBeaver 24 - main", "DBeaver 24 - main"),
        ("", ""),
        (None, None),
    ],
)
def test_sessions_of_one_run(company: Database, name: str | None, run: str | None) -> None:
    assert company.value("select ops._run_of(%s)", name) == run


# -- what was written ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["succeeded", "failed", "skipped"])
def test_what_was_written_is_measured_at_the_end(company: Database, state: str) -> None:
    number = begun(company)
    write(company, 100_000)
    running = seen(company, number)["wal_bytes"]
    assert 100_000 <= running < 10_000_000
    write(company, 100_000)
    company.execute(END, number, state, None)
    wal_bytes = seen(company, number)["wal_bytes"]
    assert running + 100_000 <= wal_bytes < 10_000_000
    # and at the end only
    write(company, 100_000)
    assert seen(company, number)["wal_bytes"] == wal_bytes


def test_whatever_ends_a_row_has_it_measured(company: Database) -> None:
    number = begun(company)
    write(company, 100_000)
    company.execute("update ops.job_runs set state = 'succeeded', finished_at = clock_timestamp()")
    assert seen(company, number)["wal_bytes"] >= 100_000


def test_of_what_was_interrupted_it_is_unknown(company: Database) -> None:
    number = begun(company)
    company.execute("select api.claim_job('scan')")
    assert seen(company, number)["state"] == "interrupted"
    assert seen(company, number)["wal_bytes"] is None
    assert ended(company, "interrupted")["wal_bytes"] is None


@pytest.mark.parametrize("before", [None, "FFFFFFFF/0"], ids=["of before", "of another server"])
def test_where_the_beginning_is_not_known_it_is_unknown(
    company: Database, before: str | None
) -> None:
    number = begun(company)
    company.execute("update ops.job_runs set wal_lsn_from = %s::pg_lsn", before)
    assert seen(company, number)["wal_bytes"] is None
    company.execute(END, number, "succeeded", None)
    assert seen(company, number)["wal_bytes"] is None


# -- rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "rows"),
    [
        ({"marked": 3, "cleared": 2, "moved": 1, "overdue": 99, "audit_seq": 7}, 6),
        ({"expired": 3, "people": 2, "created": 2, "still_current": 1, "campaigns": ["P"]}, 5),
        ({"users": 50, "rules": 2, "created": 4, "missed": 1}, 5),
        (
            {
                "due_in_30_days": 1,
                "due_in_14_days": 2,
                "due_in_7_days": 3,
                "due_in_1_day": 4,
                "overdue": 5,
            },
            15,
        ),
        ({"kind": "users", "read": 9, "inserted": 4, "updated": 3, "skipped": 1, "rejected": 1}, 7),
        ({"population": 10, "created": 8, "inactive": 2, "evidence_superseded": 11}, 19),
        ({"due": 1, "done": 1, "created": 2, "evidence_superseded": 3}, 5),
        ({"models": 7, "marts": {"a": 100, "b": 20}, "controls": {"c": {"failed": 1}}}, 120),
        ({"models": 7, "marts": {}}, None),
        ({"marked": 0, "cleared": 0, "moved": 0}, 0),
        ({"hosts": 3}, None),
        ({}, None),
        (None, None),
        # whatever somebody left there
        ([1, 2], None),
        ("marked", None),
        (3, None),
        ({"marked": "three", "cleared": [4], "moved": None}, None),
        ({"marked": 1, "cleared": {"a": 2}}, 1),
        ({"marts": [1]}, None),
        # of what goes on from where others were
        ({"created": 8, "evidence_superseded": 11, "rows_before": 12}, 7),
        ({"created": 8, "evidence_superseded": 11, "rows_before": 19}, 0),
        ({"created": 8, "evidence_superseded": 11, "rows_before": "12"}, 19),
        ({"created": 8, "evidence_superseded": 11, "rows_before": None}, 19),
        ({"rows_before": 12}, None),
        ({"inserted": 10**30, "updated": 0.5}, 10**30 + 0.5),
    ],
)
def test_rows_are_what_was_written(company: Database, result: Any, rows: float | None) -> None:
    row = ended(company, result=result)
    assert (None if row["rows"] is None else float(row["rows"])) == rows
    assert (row["rows_per_second"] is None) == (not rows)


def test_rows_a_second(company: Database) -> None:
    number = begun(company)
    company.execute("update ops.job_runs set started_at = started_at - interval '100 seconds'")
    company.execute(END, number, "succeeded", Jsonb({"inserted": 5000, "updated": 0}))
    row = seen(company, number)
    # of the seconds that the row itself tells
    assert float(row["rows_per_second"]) == pytest.approx(5000 / float(row["seconds"]), abs=0.1)


# -- what the sessions were at -------------------------------------------------------------------


def test_waits_are_noted_until_the_end(company: Database) -> None:
    number = begun(company)
    for waits in ({"CPU": 1}, {"CPU": 4, "IO/WALSync": 2}, {}):
        company.execute(WAITS, number, Jsonb(waits))
        assert seen(company, number)["wait_events"] == waits
        assert seen(company, number)["state"] == "running"
    company.execute(WAITS, number, Jsonb({"CPU": 5}))
    company.execute(END, number, "succeeded", None)
    company.refuses("ZR210", WAITS, number, Jsonb({"CPU": 6}))
    assert seen(company, number)["wait_events"] == {"CPU": 5}


@pytest.mark.parametrize("number", [None, 0, -1, 2**40])
def test_waits_of_what_never_began(company: Database, number: int | None) -> None:
    company.refuses("ZR210", WAITS, number, Jsonb({"CPU": 1}))


@pytest.mark.parametrize(
    "waits", [None, [], [1], "CPU", 1, {"CPU": "1"}, {"CPU": None}, {"CPU": [1]}, {"CPU": -1}]
)
def test_waits_are_counts(company: Database, waits: Any) -> None:
    number = begun(company)
    company.refuses("ZR102", WAITS, number, Jsonb(waits))
    company.refuses("ZR102", WAITS, number, None)
    assert seen(company, number)["wait_events"] is None


def test_the_view_looks_at_what_runs(database: Database) -> None:
    """Its own sessions, those of the same run, and no others; what is noted is told instead."""
    dsn = make_conninfo(database.dsn, application_name=RUN)
    with (
        Database.connect(dsn) as run,
        Database.connect(make_conninfo(dsn, application_name=f"{RUN} dbt")) as model,
        Database.connect(make_conninfo(dsn, application_name="recert-0000000000ff")) as other,
    ):
        number, beside = begun(run), begun(other, step="expiry_scan")
        assert seen(database, number)["wait_events"] is None
        with (
            background(lambda: model.execute("select pg_sleep(3600)")) as sleeping,
            background(lambda: run.execute("select pg_advisory_lock(1), pg_sleep(3600)")) as also,
        ):
            until(
                database,
                "select wait_events = '{\"Timeout/PgSleep\": 2}' from api.job_runs"
                " where job_run_id = %s",
                number,
            )
            assert seen(database, beside)["wait_events"] is None
            database.execute(WAITS, number, Jsonb({"CPU": 9}))
            assert seen(database, number)["wait_events"] == {"CPU": 9}
            for session in (model, run):
                database.execute("select pg_cancel_backend(%s::integer)", session.pid)
            assert {sleeping.exception().sqlstate, also.exception().sqlstate} == {"57014"}


# -- runs whose sessions are gone ----------------------------------------------------------------


def test_a_run_without_a_session_is_interrupted_by_the_next(database: Database) -> None:
    runs = [
        ("recert-aaaaaaaaaaaa", "scan", "overdue_scan"),
        ("recert-bbbbbbbbbbbb dbt", "scan", "overdue_scan"),
        ("", "scan", "overdue_scan"),
        ("my scheduler", "scan", "overdue_scan"),
        ("recert", "scan", "overdue_scan"),
        ("recert-fffffffffffff", "scan", "overdue_scan"),
        ("not recert-ffffffffffff", "scan", "overdue_scan"),
        ("recert-cccccccccccc", "scan", "expiry_scan"),
        ("recert-dddddddddddd", "daily", "overdue_scan"),
    ]
    with ExitStack() as stack:
        sessions = [
            stack.enter_context(
                Database.connect(make_conninfo(database.dsn, application_name=name))
            )
            for name, _, _ in runs
        ]
        pids = [session.pid for session in sessions]
        gone, with_word, *others = [
            begun(session, job, step)
            for session, (_, job, step) in zip(sessions, runs, strict=True)
        ]
    for pid in pids:
        until(
            database,
            "select not exists (select from pg_stat_activity where pid = %s)",
            pid,
        )
    assert {row["state"] for row in database.rows("select * from api.job_runs")} == {"running"}

    begun(database)
    row = seen(database, gone)
    assert (row["state"], row["wal_bytes"], row["message"]) == ("interrupted", None, None)
    assert row["finished_at"] >= row["started_at"]
    assert seen(database, with_word)["state"] == "interrupted"
    # without a name of its own nobody can tell, and other steps are other runs' business
    for number in others:
        assert seen(database, number)["state"] == "running"


def test_a_run_that_goes_on_is_left_alone(database: Database) -> None:
    with (
        login(database.dsn, "recert_runner", "recert_service") as dsn,
        Database.connect(make_conninfo(database.dsn, application_name=f"{RUN} dbt")) as model,
        Database.connect(make_conninfo(dsn, application_name="recert-eeeeeeeeeeee")) as other,
    ):
        with Database.connect(make_conninfo(database.dsn, application_name=RUN)) as run:
            number = begun(run)
            # one's own, again and again, and those that another login cannot look into
            mine = [begun(run), begun(run)]
            begun(other)
            assert {seen(database, n)["state"] for n in (number, *mine)} == {"running"}
        until(
            database,
            "select not exists (select from pg_stat_activity where application_name = %s)",
            RUN,
        )
        # a session of the run is left
        begun(other)
        assert seen(database, number)["state"] == "running"
        model.connection.close()
        until_gone(database, RUN)
        begun(other)
        assert seen(database, number)["state"] == "interrupted"


def test_sessions_are_looked_at_anew_in_a_transaction_that_has_looked(database: Database) -> None:
    with Database.connect(database.dsn) as other, other.connection.transaction():
        other.execute("select from pg_stat_activity")
        with Database.connect(make_conninfo(database.dsn, application_name=RUN)) as run:
            number = begun(run)
            begun(other)
            assert seen(run, number)["state"] == "running"


def test_the_same_name_in_another_database_is_another_run(
    server: EmbeddedServer, template: str, database: Database
) -> None:
    with (
        copied(server, template) as dsn,
        Database.connect(make_conninfo(dsn, application_name="recert-aaaaaaaaaaaa")),
    ):
        with Database.connect(
            make_conninfo(database.dsn, application_name="recert-aaaaaaaaaaaa")
        ) as run:
            number = begun(run)
        until_gone(database, "recert-aaaaaaaaaaaa")
        begun(database)
        assert seen(database, number)["state"] == "interrupted"


# -- who may, and how much it takes --------------------------------------------------------------


def test_logins_and_what_was_observed(database: Database) -> None:
    with (
        login(database.dsn, "recert_runner", "recert_service") as dsn,
        Database.connect(dsn) as job,
    ):
        number = begun(job)
        job.execute(WAITS, number, Jsonb({"CPU": 1}))
        assert seen(job, number)["wait_events"] == {"CPU": 1}
        assert seen(job, number)["wal_bytes"] >= 0
        job.refuses("42501", "update ops.job_runs set wait_events = '{}'")
        # another login's sessions it may not look into
        other = begun(database, step="marts")
        assert seen(job, other)["wait_events"] is None


def test_sessions_are_looked_at_once_for_all_rows(company: Database) -> None:
    company.execute(
        "insert into ops.job_runs (job, step, application_name)"
        " select 'scan', 'overdue_scan', 'recert-' || lpad(to_hex(n), 12, '0')"
        " from generate_series(1, 500) as n"
    )
    company.execute("set local track_functions = 'all'")
    assert len(company.rows("select * from api.job_runs")) == 500
    calls = "select pg_stat_get_xact_function_calls('ops._waits_now()'::regprocedure)"
    assert company.value(calls) == 1
