"""What a build of the marts costs: against bare tables, and when only a little has changed."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from pipeline.reports.build import BuildResult, build
from pipeline.reports.environment import working_folder

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: Evidence of five trainings is in place; with as many again a person has ten records.
FURTHER = 5


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
    """As much evidence again, on the same versions."""
    connection.execute("select set_config('recert.actor', '', false)")
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


def daily_build(connection: Connection) -> tuple[float, float]:
    """A build after one percent has changed, against the full build before it."""
    _grow(connection)
    with _folder():
        full, _ = _timed(connection, is_full=True)
        _change(connection)
        daily, _ = _timed(connection, is_full=False)
    return full, daily


def full_build(connection: Connection) -> tuple[float, float]:
    """A build of everything, against ``CREATE TABLE AS`` with the same queries, one by one.

    The floor has no keys, no indexes, no contracts, no tests and no audit row.
    """
    _grow(connection)
    with _folder():
        full, _ = _timed(connection, is_full=True)
        with working_folder(connection) as kept:
            models = sorted((kept / "target" / "compiled" / "recert" / "models").rglob("*.sql"))
            floor = sum(_bare(connection, model) for model in models)
    return floor, full


def _bare(connection: Connection, model: Path) -> float:
    """Seconds to write the table of a model; what is no table of its own takes none."""
    is_table = connection.execute(
        "select exists (select from pg_tables where tablename = %s"
        " and schemaname in ('staging', 'intermediate', 'mart_compliance', 'mart_audit'))",
        [model.stem],
    ).fetchone()
    if is_table != (True,):
        return 0.0
    connection.execute("checkpoint")
    start = time.perf_counter()
    connection.execute(f"create table public.bare as\n{model.read_text()}".encode())
    seconds = time.perf_counter() - start
    connection.execute("drop table public.bare")
    return seconds
