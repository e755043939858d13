"""`recert daily` among others: two at once, interrupted, killed, cut off from its server."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from psycopg.conninfo import make_conninfo

from tests.cli.calling import HUNG, Recert, Result, finish, start
from tests.cli.daily.a_day import QUICK, done, record, states
from tests.company import Database
from tests.faults.proxy import Proxy
from tests.sessions import until_gone, until_somebody_is_blocked

DAILY = ["daily", "--no-marts", "--format", "json"]

#: What makes a step wait.
LOCKS = {
    "expiry_scan": "select from core.trainings for update",
    "reminders": "lock core.notifications in share mode",
}


@contextmanager
def held_up(company: Database, step: str) -> Iterator[subprocess.Popen[str]]:
    """A daily job in a process of its own that waits in this step until the block ends."""
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute(LOCKS[step])
        process = start(*DAILY, "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        yield process
        other.execute("rollback")


def second(company: Database, recert: Recert) -> Result:
    """Another job meanwhile; one that waited for the first would fail, not hang."""
    dsn = make_conninfo(company.dsn, options="-c statement_timeout=60s")
    return recert(*DAILY, "--dsn", dsn)


def goes_on(company: Database, recert: Recert) -> Result:
    """The next job marks what was left and does everything."""
    before = states(company)
    result = recert(company, *DAILY)
    assert result.code == 0, result.err
    assert states(company)[len(before) :] == [(step, "succeeded") for step in QUICK]
    assert done(company) == set(QUICK)
    assert company.value("select is_intact from api.verify_audit_chain()")
    return result


def test_of_two_at_once_the_second_leaves(company: Database, recert: Recert) -> None:
    with held_up(company, "expiry_scan") as process:
        # a step that runs has its row, for everybody to see
        assert states(company) == [("expiry_scan", "running")]
        before = company.snapshot()
        for _ in range(2):
            result = second(company, recert)
            assert (result.code, result.out) == (75, "")
            assert "55P03" in result.err
        assert company.snapshot() == before
    first = finish(process)
    assert first.code == 0, first.err
    assert states(company) == [(step, "succeeded") for step in QUICK]


@pytest.mark.rule(20)
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_job_says_so(
    company: Database, recert: Recert, ending: signal.Signals
) -> None:
    before = record(company)
    with held_up(company, "expiry_scan") as process:
        process.send_signal(ending)
        result = finish(process)
        # while the lock is still held: its session waits no longer
        assert (result.code, result.out) == (130, "")
        assert "Traceback" not in result.err
        assert states(company) == [("expiry_scan", "interrupted")]
        assert record(company) == before
    until_gone(company, "recert")
    goes_on(company, recert)
    assert states(company)[0] == ("expiry_scan", "interrupted")


def test_an_interruption_that_the_server_does_not_hear_is_recorded(
    company: Database, recert: Recert
) -> None:
    """Psycopg then gives up the connection: here at once, by a second Ctrl-C."""
    with Proxy(company.dsn) as proxy, Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute(LOCKS["expiry_scan"])
        process = start(*DAILY, "--dsn", proxy.dsn)
        until_somebody_is_blocked(company, "recert")
        proxy.swallow_next()
        process.send_signal(signal.SIGINT)
        assert proxy.swallowed.wait(HUNG)
        process.send_signal(signal.SIGINT)
        assert finish(process).code == 130
        assert states(company) == [("expiry_scan", "interrupted")]
        # nobody cancelled it, but nobody listens to it either
        until_gone(company, "recert")
    goes_on(company, recert)


def test_the_steps_before_an_interruption_stay_done(company: Database, recert: Recert) -> None:
    with held_up(company, "reminders") as process:
        process.send_signal(signal.SIGINT)
        assert finish(process).code == 130
    assert states(company) == [
        *((step, "succeeded") for step in QUICK[:-1]),
        ("reminders", "interrupted"),
    ]
    assert done(company) == set(QUICK[:-1])
    until_gone(company, "recert")
    again = goes_on(company, recert)
    assert again.document[0]["result"]["expired"] == 0


@pytest.mark.rule(20)
@pytest.mark.parametrize("step", list(LOCKS))
def test_the_job_after_a_killed_one_goes_on(company: Database, recert: Recert, step: str) -> None:
    finished = QUICK[: QUICK.index(step)]
    with held_up(company, step) as process:
        process.send_signal(signal.SIGKILL)
        assert finish(process).code == -signal.SIGKILL
        # its session ends, too, while what it waited for is still held, and frees the job
        until_gone(company, "recert")
    left = [*((name, "succeeded") for name in finished), (step, "running")]
    # nobody was there to say that it ended, and what it was at was taken back
    assert states(company) == left
    assert done(company) == set(finished)
    goes_on(company, recert)
    assert states(company)[: len(left)] == [*left[:-1], (step, "interrupted")]
    row = company.row("select * from ops.job_runs where state = 'interrupted'")
    assert row["finished_at"] >= row["started_at"]


def test_a_job_that_loses_its_server_says_so(company: Database, recert: Recert) -> None:
    with held_up(company, "expiry_scan") as process:
        company.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and application_name like 'recert-%'"
        )
        result = finish(process)
    assert result.code == 3
    assert "Traceback" not in result.err
    # what it was at is told and written, over another connection; nothing is done after it
    assert [(row["step"], row["state"]) for row in result.document] == [("expiry_scan", "failed")]
    assert states(company) == [("expiry_scan", "failed")]
    assert company.value("select sqlstate from ops.job_runs") == "57P01"
    until_gone(company, "recert")
    goes_on(company, recert)


def test_a_statement_that_the_server_ends_fails_its_step(company: Database, recert: Recert) -> None:
    with held_up(company, "reminders") as process:
        company.execute(
            "select pg_cancel_backend(pid) from pg_stat_activity"
            " where datname = current_database() and application_name like 'recert-%'"
        )
        result = finish(process)
    assert result.code == 3
    assert states(company)[-1] == ("reminders", "failed")
    assert company.value("select sqlstate from ops.job_runs where state = 'failed'") == "57014"
    goes_on(company, recert)
