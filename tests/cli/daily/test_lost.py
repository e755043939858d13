"""`recert daily` that loses its connection between the step's work and the record of it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pipeline.daily import LOCK_TIMEOUT, run_daily
from pipeline.database import connected
from tests.cli.calling import Recert
from tests.cli.daily.a_day import QUICK, done, states
from tests.company import Database

Connection = psycopg.Connection[Any]

MARTS = {"marts": {}, "seconds": 1.5}


def cut(company: Database, connection: Connection) -> None:
    company.execute("select pg_terminate_backend(%s, 60000)", connection.info.backend_pid)


@pytest.mark.parametrize(
    ("is_reachable", "state"), [(True, "succeeded"), (False, "running")], ids=["again", "gone"]
)
def test_the_connection_is_cut_while_the_marts_are_built(
    company: Database, is_reachable: bool, state: str
) -> None:
    def marts(connection: Connection) -> dict[str, Any]:
        cut(company, connection)  # dbt has connections of its own, and goes on
        return MARTS

    def anew() -> Any:
        return connected(company.dsn if is_reachable else "host=/nowhere")

    with connected(company.dsn, autocommit=True) as connection:
        results = run_daily(connection, marts, anew=anew)
    # the job lost its claim on the way: it is told as lost, whatever was done
    assert [(result.step, result.state) for result in results] == [
        *((step, "succeeded") for step in QUICK),
        ("marts", "failed"),
    ]
    assert results[-1].error is not None
    assert results[-1].error.exit_code == 3
    assert states(company) == [*((step, "succeeded") for step in QUICK), ("marts", state)]

    # the next run never leaves a row running
    with connected(company.dsn, autocommit=True) as connection:
        run_daily(connection, lambda _: MARTS)
    former = "interrupted" if state == "running" else state
    assert states(company)[len(QUICK)] == ("marts", former)
    assert states(company)[-1] == ("marts", "succeeded")
    assert "running" not in {now for _, now in states(company)}


@pytest.mark.parametrize("is_reachable", [True, False], ids=["again", "gone"])
def test_an_interruption_stays_one_when_the_connection_is_gone(
    company: Database, is_reachable: bool
) -> None:
    def marts(connection: Connection) -> dict[str, Any]:
        connection.close()
        raise KeyboardInterrupt

    def anew() -> Any:
        return connected(company.dsn if is_reachable else "host=/nowhere")

    with (
        connected(company.dsn, autocommit=True) as connection,
        pytest.raises(KeyboardInterrupt),
    ):
        run_daily(connection, marts, anew=anew)
    assert states(company)[-1] == ("marts", "interrupted" if is_reachable else "running")


def test_a_job_marked_by_the_next_run_stays_as_marked(company: Database) -> None:
    """It comes back too late to say how its step ended."""

    def marts(connection: Connection) -> dict[str, Any]:
        cut(company, connection)
        with connected(company.dsn, autocommit=True) as other:
            run_daily(other, None)
        return MARTS

    with connected(company.dsn, autocommit=True) as connection:
        run_daily(connection, marts, anew=lambda: connected(company.dsn))
    assert states(company)[len(QUICK)] == ("marts", "interrupted")


def test_a_step_waits_for_a_lock_as_long_as_the_login_may(
    company: Database, recert: Recert
) -> None:
    dsn = make_conninfo(company.dsn, options="-c lock_timeout=100ms")
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute("lock core.notifications in share mode")
        result = recert("daily", "--no-marts", "--format", "json", "--dsn", dsn)
        assert result.code == 75
        assert [row["sqlstate"] for row in result.document] == [None] * 4 + ["55P03"]
        assert states(company)[-1] == ("reminders", "failed")
        assert done(company) == set(QUICK[:-1])
        other.execute("rollback")
    again = recert("daily", "--no-marts", "--dsn", dsn)
    assert again.code == 0, again.err
    assert done(company) == set(QUICK)


def test_without_a_limit_of_the_login_the_job_has_its_own(company: Database) -> None:
    with connected(company.dsn, autocommit=True) as connection:
        run_daily(connection, None)
        row = connection.execute("show lock_timeout").fetchone()
    assert row == (LOCK_TIMEOUT,)
