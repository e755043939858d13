"""The figures: each runs a floor and the product in turn and gives the seconds of both."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from benchmarks import marts
from benchmarks.data import REASON

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]


def _seconds(connection: Connection, *statements: str) -> float:
    """Seconds of the statements in one transaction, its commit included."""
    connection.execute("checkpoint")
    start = time.perf_counter()
    with connection.transaction():
        for statement in statements:
            connection.execute(statement.encode())
    return time.perf_counter() - start


def recertify(connection: Connection) -> tuple[float, float]:
    """Approving with recertify everyone, against the bare writes of the same rows.

    Floor: ``INSERT ... SELECT`` of the same assignments into a table without any key, and an
    ``UPDATE`` of the flag on a copy of the evidence rows without index or trigger.
    """
    connection.execute("select set_config('recert.actor', 'Q-1', false)")
    connection.execute(
        "create table public.bare_assignments as select * from core.assignments with no data"
    )
    connection.execute(
        "create table public.bare_evidence as select * from core.evidence"
        " where version_id = (select min(version_id) from core.training_versions)"
    )
    connection.execute("vacuum analyze public.bare_evidence")
    floor = _seconds(
        connection,
        "insert into public.bare_assignments"
        " (user_id, campaign_id, due_at, assigned_at, status, is_imported)"
        " select user_id, 1, now(), now(), 'not_started', false from core.users"
        " where employee_number like 'E-%'",
        "update public.bare_evidence set recertification_status = 'superseded',"
        " superseded_at = now(), superseded_by_campaign_id = 1",
    )
    connection.execute("drop table public.bare_assignments, public.bare_evidence")
    ours = _seconds(
        connection, f"select api.approve_version('Training 1', '2', '{REASON}', true, true)"
    )
    return floor, ours


def second_run(connection: Connection) -> tuple[float, float]:
    """A run that finds nothing to do, against the first, which enrolled everyone."""
    connection.execute("select set_config('recert.actor', 'Q-1', false)")
    first = _seconds(
        connection, f"select api.approve_version('Training 2', '2', '{REASON}', true, true)"
    )
    again = _seconds(connection, f"select api.recertify('Training 2', '2', '{REASON}')")
    return first, again


def scan_overdue(connection: Connection) -> tuple[float, float]:
    """The overdue scan, one open assignment in a hundred overdue, against a count of the open."""
    count = "select count(*) from core.assignments where status in ('not_started', 'in_progress')"
    return _seconds(connection, count), _seconds(connection, "select api.scan_overdue()")


#: Each figure with the ratio that it must not exceed.
FIGURES = {
    "recertify": (recertify, 3.5),
    "second_run": (second_run, 0.1),
    "scan_overdue": (scan_overdue, 2.0),
    "full_build": (marts.full_build, 3.0),
    "daily_build": (marts.daily_build, 0.25),
}
