"""Time limits of the server or the login end a run: the right exit code, and nothing done."""

from __future__ import annotations

import pytest
from psycopg.conninfo import make_conninfo

from pipeline.database import connected
from pipeline.errors import DatabaseUnavailable
from tests.cli.calling import call
from tests.company import Database
from tests.faults.disturbing import JSON, LAST_LOCK, completes, told
from tests.faults.whole import Contents, assert_nothing_done


@pytest.mark.rule(4, 20)
@pytest.mark.parametrize(
    ("setting", "code", "sqlstate"),
    [
        ("lock_timeout=100ms", 75, "55P03"),
        ("statement_timeout=1s", 3, "57014"),
    ],
)
def test_a_run_that_waits_too_long(
    company: Database, before: Contents, setting: str, code: int, sqlstate: str
) -> None:
    dsn = make_conninfo(company.dsn, options=f"-c {setting}")
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute(LAST_LOCK)
        result = call(*JSON, "--dsn", dsn)
        assert result.code == code, result.err
        assert told(result)["sqlstate"] == sqlstate
        assert_nothing_done(company, before)
        other.execute("rollback")
    completes(company)


def idle(company: Database, setting: str) -> None:
    """Approve, and do nothing in the transaction until the server ends the session."""
    with connected(company.dsn, actor="Q-1") as connection:
        connection.execute(f"set local {setting} = '50ms'".encode())
        connection.execute("select api.approve_version('Lockout', '2', 'Not to be done', true)")
        pid = connection.info.backend_pid
        while company.rows("select from pg_stat_activity where pid = %s", pid):
            pass  # the server is at it
        connection.execute("select 1")


@pytest.mark.parametrize(
    ("setting", "sqlstate"),
    [
        ("idle_in_transaction_session_timeout", "25P03"),
        ("transaction_timeout", "25P04"),
    ],
)
def test_a_session_that_idles_too_long(
    company: Database, before: Contents, setting: str, sqlstate: str
) -> None:
    """The command thinks inside a transaction; the server loses patience."""
    if not company.rows("select from pg_settings where name = %s", setting):
        pytest.skip("this PostgreSQL has no such limit")
    with pytest.raises(DatabaseUnavailable) as caught:
        idle(company, setting)
    assert caught.value.sqlstate == sqlstate
    assert caught.value.hint
    assert_nothing_done(company, before)
    completes(company)


def test_a_login_that_may_not_idle_may_in_the_command(company: Database) -> None:
    """A job holds its claim by an idle session while the marts are built."""
    dsn = make_conninfo(company.dsn, options="-c idle_session_timeout=1min")
    with connected(dsn) as connection:
        assert connection.execute("show idle_session_timeout").fetchone() == ("0",)
