"""Which build the marts are of, and reading them as they were at one moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.database import many, one
from pipeline.errors import NotAllowed, WrongState
from pipeline.settings import Settings

if TYPE_CHECKING:
    import psycopg

    from pipeline.reports.runner import Progress

    Connection = psycopg.Connection[Any]

_STANDING = "select *, clock_timestamp() as now from api.marts_standing"
_MAY_RECORD = """
    select has_function_privilege(
        'api.record_report_export(text, text, jsonb, bigint, text, text)', 'execute'
    ) as it_may
"""
_HINT = "Add --rebuild to build them now, or run `recert report build` first."


@dataclass(frozen=True)
class Standing:
    """The last build of all marts: the columns of the view ``api.marts_standing``."""

    build_number: int
    build_id: str
    as_of: datetime
    finished_at: datetime
    head_seq: int
    head_hash: str
    audit_seq: int
    audit_hash: str
    rows_behind: int
    behind_since: datetime | None
    is_mixed: bool


@contextmanager
def read_marts(
    settings: Settings,
    *,
    rebuild: bool = False,
    as_built: bool = False,
    progress: AbstractContextManager[Progress] | None = None,
) -> Iterator[tuple[Connection, Standing]]:
    """A connection whose transaction sees the marts and the log at one moment, and which they are.

    ``rebuild`` builds the marts first, which ``progress`` shows while it lasts. Raises
    :class:`WrongState` when they were never built, when the record has gone on since, unless they
    were built just now or are wanted ``as_built``, or when some were built alone since, so that
    they are of several moments; and what :func:`pipeline.reports.build.build` raises.
    """
    if rebuild:
        from pipeline.reports.build import build

        # what it draws is gone before anything else is told
        with progress or nullcontext() as told:
            build(settings.database_dsn(), settings.actor, progress=told, run_id=settings.run_id)
    try:
        with settings.connection(autocommit=True) as connection, connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            # writing a file takes as long as it takes
            connection.execute("set local idle_in_transaction_session_timeout = 0")
            if connection.info.server_version >= 170000:
                connection.execute("set local transaction_timeout = 0")
            yield connection, _standing(connection, is_accepted=rebuild or as_built)
    except NotAllowed as error:
        if error.sqlstate != "42501":
            raise
        raise NotAllowed(
            "This login may not read the marts.",
            sqlstate=error.sqlstate,
            detail=error.message,
            hint="Have an administrator run: grant recert_auditor to the login.",
        ) from error


def _standing(connection: Connection, *, is_accepted: bool) -> Standing:
    row = next(iter(many(connection, _STANDING)), None)
    if row is None:
        raise WrongState("The marts are not built yet.", sqlstate="ZR215", hint=_HINT)
    now = row.pop("now")
    standing = Standing(**row)
    built = f"built {standing.as_of.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    age = f"{_duration((now - standing.as_of).total_seconds())} ago"
    detail = f"all were {built}, {age}; rows of the audit log since: {standing.rows_behind:,}"
    # nothing can say of what moment these are
    if standing.is_mixed:
        raise WrongState(
            "The marts are of several moments: some were built alone.",
            sqlstate="ZR215",
            detail=detail,
            hint=_HINT,
        )
    if standing.rows_behind and not is_accepted:
        raise WrongState(
            "The marts are older than the record.",
            sqlstate="ZR215",
            detail=detail,
            hint=f"{_HINT} --as-built takes them as they are.",
        )
    return standing


def _duration(seconds: float) -> str:
    """How long that is, in its largest unit."""
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
    return "less than a minute"


def name_of(path: Path) -> str:
    """The name of a file or folder as the log can have it, bytes that are no text escaped."""
    return os.fsencode(path.absolute().name).decode("utf-8", "backslashreplace")


def may_record(connection: Connection) -> bool:
    """Whether the login may record what it hands out: one that only reads may not."""
    return bool(one(connection, _MAY_RECORD, {})["it_may"])
