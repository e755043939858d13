"""Builds beside other builds, readers, upgrades and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from pipeline.errors import TryAgain, WrongState
from pipeline.install import install
from pipeline.reports.build import build
from pipeline.reports.runner import Step
from tests.company import Database
from tests.dbt.marts import MART, STATUS, ages, last_build


def until_dbt_waits(watcher: Database) -> None:
    """Return when a session of a build waits for a lock of another session."""
    query = (
        "select exists (select from pg_stat_activity where datname = current_database()"
        " and application_name like 'recert-% dbt' and"
        " cardinality(pg_blocking_pids(pid)) > 0) as waits, pg_sleep(0.05)"
    )
    for _ in range(2400):
        if watcher.row(query)["waits"]:
            return
    pytest.fail("The build never came to wait.")


def test_marts_do_not_stand_in_the_way_of_an_upgrade(marts: Database) -> None:
    before = ages(marts)
    marts.execute("delete from ops.objects where path = 'functions/core/_overdue_since.sql'")
    with psycopg.connect(marts.dsn, autocommit=True) as connection:
        assert install(connection).stale
    assert ages(marts) == before
    build(marts.dsn, select=["int_assignments"])


def test_a_build_leaves_another_one_alone(marts: Database) -> None:
    with Database.connect(marts.dsn) as other:
        other.execute("select api.begin_report_build()")
        with pytest.raises(TryAgain):
            build(marts.dsn)
        # plain dbt, which has no snapshot of the runner's
        marts.refuses("55P03", "select api.open_report_build(%s, 'd')", str(uuid4()))
    build(marts.dsn, select=["int_as_of"])


def test_a_build_that_has_ended_is_in_nobodys_way(
    marts: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also before the server knows that its session is gone: here it stays."""
    still: list[psycopg.Connection[Any]] = []

    def stay(connection: psycopg.Connection[Any]) -> None:
        still.append(connection)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Connection, "close", stay)
        with pytest.raises(WrongState):
            build(marts.dsn, select=["no_such_model"])
        for _ in range(2):
            assert build(marts.dsn, select=["int_as_of"]).models == 1
    assert still
    for connection in still:
        connection.close()


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


#: The command, with a thread that takes the signal: the system may give it to any, and then nothing
#: wakes the main thread, which waits for dbt's.
_ELSEWHERE = """
import os, signal, sys, threading

def take():
    os.read(0, 1)
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)

threading.Thread(target=take, daemon=True).start()
sys.argv[0] = "recert"
from pipeline.__main__ import main
main()
"""


def by_signal(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)


def by_another_thread(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")
    process.stdin.flush()


@pytest.mark.parametrize(
    ("program", "interrupt"),
    [(["-m", "pipeline"], by_signal), (["-c", _ELSEWHERE], by_another_thread)],
    ids=["main_thread", "another_thread"],
)
def test_an_interrupted_build_leaves_the_marts_and_no_session(
    marts: Database,
    program: list[str],
    interrupt: Callable[[subprocess.Popen[bytes]], None],
) -> None:
    before = ages(marts)
    command = [sys.executable, *program, "report", "build"]
    command += [f"--select={text}" for text in STATUS]
    with Database.connect(marts.dsn) as other:
        other.execute("begin")
        other.execute("lock table intermediate.int_user_training_status")
        with subprocess.Popen(
            command,
            env={**os.environ, "RECERT_DSN": marts.dsn},
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            until_dbt_waits(marts)
            interrupt(process)
            out, err = process.communicate(timeout=50)  # a lock is waited for by dbt for 60
        assert process.returncode == 130, err
        assert not out
        assert b"Traceback" not in err
        other.execute("rollback")
    sessions = marts.value(
        "select count(*) from pg_stat_activity where application_name like 'recert-% dbt'"
        " and datname = current_database()"
    )
    assert sessions == 0
    assert ages(marts) == before
    assert last_build(marts)["state"] == "interrupted"
    build(marts.dsn, select=STATUS)


def test_a_reader_of_what_marts_are_built_from_is_not_waited_for_without_end(
    marts: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reports.build.LONGEST_WAIT", "100ms")
    before = ages(marts)
    with Database.connect(marts.dsn) as reader:
        reader.execute("begin; select from staging.stg_users; select from intermediate.int_as_of")
        with pytest.raises(TryAgain) as caught:
            build(marts.dsn, select=STATUS, full_refresh=True)
        assert caught.value.sqlstate == "55P03"
        reader.execute("rollback")
    assert ages(marts) == before
    build(marts.dsn, select=STATUS)


def ended_by_somebody(watcher: Database, condition: str) -> Callable[[Step], None]:
    """Progress at whose first step a session that answers the condition is ended."""

    def end(step: Step) -> None:
        if step.number == 1:
            ended = (
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                f" where datname = current_database() and {condition}"
            )
            assert watcher.value(ended) == 1

    return end


def test_a_build_that_loses_its_view_of_the_record_is_to_be_run_again(marts: Database) -> None:
    with Database.connect(marts.dsn) as watcher:
        end = ended_by_somebody(watcher, "query like 'select pg_export_snapshot()%%'")
        with pytest.raises(TryAgain):
            build(marts.dsn, select=STATUS, full_refresh=True, progress=end)
    assert last_build(marts)["state"] == "failed"
    build(marts.dsn, select=STATUS)


def test_a_build_that_is_published_is_told_as_such(marts: Database) -> None:
    with Database.connect(marts.dsn) as watcher:
        end = ended_by_somebody(watcher, "query like '%%begin_report_build%%' and state = 'idle'")
        result = build(marts.dsn, select=STATUS, progress=end)
    assert last_build(marts)["state"] == "succeeded"
    assert result.build_number == last_build(marts)["build_number"]


def test_a_limit_of_transactions_does_not_end_a_build(marts: Database) -> None:
    name, version = marts.connection.info.dbname, marts.connection.info.server_version
    # before 17 a transaction is limited only while it is idle, as the one that holds the snapshot
    limit = "transaction_timeout" if version >= 170000 else "idle_in_transaction_session_timeout"
    marts.execute(f"alter database {name} set {limit} = '1s'")
    try:
        assert build(marts.dsn, select=STATUS).models > 10
    finally:
        marts.execute(f"alter database {name} reset {limit}")


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
