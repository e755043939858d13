"""The connection is cut, or none is to be had: told with 3, nothing done, the next run does it."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from pipeline.database import connected
from tests.cli.calling import call, finish, start
from tests.company import Database, login
from tests.faults.disturbing import JSON, LAST_LOCK, completes, running, told
from tests.faults.proxy import Proxy
from tests.faults.whole import Contents, assert_nothing_done, assert_whole
from tests.sessions import until_gone, until_somebody_is_blocked


@pytest.mark.rule(4, 20)
def test_an_administrator_ends_the_session(company: Database, before: Contents) -> None:
    with running(company, *JSON) as process:
        company.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and application_name like 'recert%'"
        )
        result = finish(process)
        assert result.code == 3
        assert told(result)["sqlstate"] == "57P01"
    until_gone(company, "recert")
    assert_nothing_done(company, before)
    completes(company)


@pytest.mark.rule(4, 20)
def test_the_network_is_cut(company: Database, before: Contents) -> None:
    with Proxy(company.dsn) as proxy, Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute(LAST_LOCK)
        process = start(*JSON, "--dsn", proxy.dsn)
        until_somebody_is_blocked(company, "recert")
        proxy.cut()
        result = finish(process)
        assert result.code == 3
        told(result)
        # the server notices, while what it waits for is still held
        until_gone(company, "recert")
        assert_nothing_done(company, before)
    completes(company)


def test_a_silent_network_is_noticed_in_minutes(company: Database) -> None:
    with Proxy(company.dsn) as proxy, connected(proxy.dsn) as connection:
        with socket.socket(fileno=connection.fileno()) as end:
            try:
                assert end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                if hasattr(socket, "TCP_KEEPIDLE"):
                    assert end.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) <= 60
            finally:
                end.detach()  # it is the connection's
        row = connection.execute(
            "select setting::int from pg_settings where name = 'client_connection_check_interval'"
        ).fetchone()
    assert row is not None
    assert 0 < row[0] <= 1000


def test_no_connection_is_left_for_the_database(company: Database, before: Contents) -> None:
    name = company.value("select quote_ident(current_database())")
    company.execute(f"alter database {name} connection limit 0")
    with login(company.dsn, "recert_runner", "recert_service") as dsn:
        result = call(*JSON, "--dsn", dsn)
    assert result.code == 3
    assert told(result)["sqlstate"] == "53300"
    assert_nothing_done(company, before)
    company.execute(f"alter database {name} connection limit -1")
    completes(company)


def test_no_connection_is_left_on_the_server(company: Database, before: Contents) -> None:
    with ExitStack() as others:
        with pytest.raises(psycopg.OperationalError):  # noqa: PT012  the last of them
            while True:
                others.enter_context(psycopg.connect(company.dsn, autocommit=True))
        result = call(*JSON, "--dsn", company.dsn)
        assert result.code == 3
        assert told(result)["sqlstate"] == "53300"
        assert_nothing_done(company, before)
    completes(company)


def test_no_connection_is_left_for_the_marts(company: Database, tmp_path: Path) -> None:
    """The daily job has its own by then: its other steps are done, the next run builds."""
    name = company.value("select quote_ident(current_database())")
    with login(company.dsn, "recert_runner", "recert_service", "recert_builder") as dsn:
        company.execute(f"alter database {name} connection limit 3")  # ours are two
        result = call(
            *["daily", "--format", "json", "--dsn", dsn],
            variables={"RECERT_HOME": str(tmp_path)},
        )
    assert result.code == 3
    last = result.document[-1]
    assert (last["step"], last["state"], last["sqlstate"]) == ("marts", "failed", "53300")
    assert {row["state"] for row in result.document[:-1]} == {"succeeded"}
    assert (
        company.value("select sqlstate from ops.job_runs where step = 'marts' and state = 'failed'")
        == "53300"
    )
    assert_whole(company)
