"""What a build of the marts costs: against bare tables, and when only a little has changed."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from unittest import mock

import psycopg

from benchmarks.data import act_as
from benchmarks.databases import Connection, Databases
from benchmarks.figure import Figure, Pair
from benchmarks.recertifying import company
from pipeline.reports.build import BuildResult, build
from pipeline.reports.environment import working_folder

#: As many as build the marts.
SESSIONS = 2


@contextmanager
def _folder() -> Iterator[None]:
    """A home of its own for what dbt writes: its compiled models are read afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="recert-bench-marts-") as home,
        mock.patch.dict(os.environ, {"RECERT_HOME": home}),
    ):
        yield


def _imported(connection: Connection, condition: str, label: str) -> None:
    """History of evidence on a version, for some people, and its row of the audit log."""
    (number,) = connection.execute(
        "with added as (insert into core.evidence"
        " (user_id, version_id, completed_at, content_sha256, score, is_imported)"
        " select u.user_id, v.version_id, now() - interval '90 days', v.content_sha256, 80, true"
        " from core.users as u, core.training_versions as v"
        f" where u.employee_number like 'E-%' and v.label = '{label}' and {condition}"
        " order by u.user_id, v.version_id returning 1) select count(*) from added".encode()
    ).fetchone() or (0,)
    connection.execute(
        "select audit._append(row('import', 'import', '0', null,"
        " jsonb_build_object('kind', 'evidence', 'inserted', %s::bigint))::audit.entry)",
        [number],
    )


def _grow(connection: Connection) -> None:
    """As much evidence again, on the same versions: ten records a person."""
    act_as(connection, "")
    _imported(connection, "true", "1")
    connection.execute("vacuum (analyze, freeze)")
    connection.execute("checkpoint")


def _change(connection: Connection) -> None:
    """One percent of the people: new evidence, assignments started, another department."""
    _imported(connection, "u.user_id % 100 = 7", "1")
    connection.execute(
        "update core.assignments set status = 'in_progress', started_at = now()"
        " where user_id % 100 = 7"
    )
    connection.execute("update core.users set department = 'D 99' where user_id % 100 = 7")


def _timed(connection: Connection, *, is_full: bool) -> tuple[float, BuildResult]:
    connection.execute("checkpoint")
    start = time.perf_counter()
    result = build(connection.info.dsn)
    seconds = time.perf_counter() - start
    if result.is_full is not is_full:
        raise AssertionError(f"the build was not as it should be: {result}")
    return seconds, result


def _builds(databases: Databases, number: int) -> Iterator[tuple[float, float, float]]:
    """Seconds of the bare tables, of all marts, and of the marts after a little has changed."""
    for _ in range(number):
        with databases.copied(company(databases)) as connection, _folder():
            _grow(connection)
            full, _result = _timed(connection, is_full=True)
            with working_folder(connection) as kept:
                models = sorted((kept / "target" / "compiled" / "recert" / "models").rglob("*.sql"))
                floor = _floor(connection, models)
            _change(connection)
            daily, _result = _timed(connection, is_full=False)
            yield floor, full, daily


def _full_build(databases: Databases, number: int) -> Iterator[Pair]:
    for floor, full, _ in databases.measured("builds", lambda: _builds(databases, number)):
        yield floor, full


def _daily_build(databases: Databases, number: int) -> Iterator[Pair]:
    for _, full, daily in databases.measured("builds", lambda: _builds(databases, number)):
        yield full, daily


def _floor(connection: Connection, models: list[Path]) -> float:
    """Seconds to write all tables, as the build does it: by two sessions at once."""
    start = time.perf_counter()
    with (
        ThreadPoolExecutor(SESSIONS) as pool,
        psycopg.connect(connection.info.dsn, autocommit=True) as one,
        psycopg.connect(connection.info.dsn, autocommit=True) as other,
    ):
        free: SimpleQueue[Connection] = SimpleQueue()
        free.put(one)
        free.put(other)

        def write(model: Path) -> None:
            session = free.get()
            try:
                _bare(session, model)
            finally:
                free.put(session)

        list(pool.map(write, models))
    return time.perf_counter() - start


def _bare(connection: Connection, model: Path) -> None:
    """Write the table of a model; what is no table of its own has none."""
    is_table = connection.execute(
        "select exists (select from pg_tables where tablename = %s"
        " and schemaname in ('staging', 'intermediate', 'mart_compliance', 'mart_audit'))",
        [model.stem],
    ).fetchone()
    if is_table == (True,):
        name = f"public.bare_{model.stem}"
        connection.execute(f"create table {name} as\n{model.read_text()}".encode())
        connection.execute(f"drop table {name}".encode())


FIGURES = [
    Figure(
        "full_build",
        "building all marts of ten records of evidence a person, with keys, contracts and tests,"
        " against CREATE TABLE AS with the same queries, two at once, too",
        3,
        _full_build,
    ),
    Figure(
        "daily_build",
        "building the marts after 1 percent of the people changed, against building all",
        0.25,
        _daily_build,
    ),
]
