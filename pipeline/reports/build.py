"""Builds the marts: dbt in this process, one build a database at a time, on the record."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pipeline import api
from pipeline.clients import connection_variables
from pipeline.database import connected
from pipeline.errors import NotAllowed
from pipeline.reports import failures
from pipeline.reports.environment import replaced, working_folder
from pipeline.reports.runner import Outcome, Progress, run

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: Schemas of what people read; the others are steps on the way there.
_MART_SCHEMAS = ("mart_compliance.", "mart_audit.")


@dataclass(frozen=True)
class BuildResult:
    """A build that went well. ``marts`` has the rows of each mart that was built.

    ``build_id`` is dbt's id of the invocation, ``audit_seq`` its row of the audit log.
    """

    build_id: str
    models: int
    tests_passed: int
    tests_warned: int
    seconds: float
    marts: dict[str, int] = field(default_factory=dict)
    audit_seq: int = 0


def build(
    dsn: str,
    actor: str | None = None,
    *,
    select: Sequence[str] | None = None,
    unit_tests: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the marts of a database and test them, as ``actor`` (employee number).

    ``select`` limits the build to these models and tests, in dbt's syntax; ``unit_tests`` runs the
    tests of the models' logic, too. ``progress`` is called for each step: see
    :func:`pipeline.reports.runner.run`.

    Raises :class:`DatabaseUnavailable`, :class:`SchemaMismatch`, :class:`NotAllowed` (a login that
    is no member of recert_builder), :class:`TryAgain` (another build is running, or a reader is in
    the way), :class:`CheckFailed` (a test failed), :class:`WrongState` (nothing is selected) and
    :class:`Defect`. Marts that were built before the failure stay.
    """
    started = time.monotonic()
    with connected(dsn, actor=actor, autocommit=True) as connection:
        _require_builder(connection)
        api.begin_report_build(connection)
        name = f"recert report build {uuid4().hex[:12]}"
        with working_folder(connection) as folder:
            # dbt_project/profiles.yml reads some of them, libpq the others
            variables = connection_variables(connection, name, options="-c timezone=UTC")
            with replaced(variables), _interruptible(connection, name):
                outcome = run(folder, select=select or (), unit_tests=unit_tests, progress=progress)
            if outcome.exception is not None:
                _end_sessions(connection, name)
            failures.raise_for(outcome, folder, selected=bool(select))
        return _recorded(connection, outcome, select, time.monotonic() - started)


def _require_builder(connection: Connection) -> None:
    """The login must be able to become recert_builder, who owns the marts."""
    import psycopg

    try:
        with connection.transaction(force_rollback=True):
            connection.execute("set local role recert_builder")
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotAllowed(
            "This login may not build the marts",
            sqlstate=error.sqlstate,
            detail=f"login {connection.info.user}",
            hint="Have an administrator run: grant recert_builder to the login.",
        ) from error


@contextmanager
def _interruptible(connection: Connection, application_name: str) -> Iterator[None]:
    """Have Ctrl-C end dbt's queries at once.

    dbt would try as recert_builder, who may not, and then wait for them.
    """
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return

    def interrupt(*_: object) -> None:
        _end_sessions(connection, application_name)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_sessions(connection: Connection, application_name: str) -> None:
    """End what dbt has running, or left running."""
    import psycopg

    with suppress(psycopg.Error):  # a server that is gone has no sessions either
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = %s",
            [application_name],
        )


def _recorded(
    connection: Connection, outcome: Outcome, select: Sequence[str] | None, seconds: float
) -> BuildResult:
    """The result, after its row of the audit log has been written."""

    def count(status: str) -> int:
        return sum(step.kind != "model" and step.status == status for step in outcome.steps)

    models = [step for step in outcome.steps if step.kind == "model"]
    marts = {
        step.name: step.rows
        for step in models
        if step.name.startswith(_MART_SCHEMAS) and step.rows is not None
    }
    result = BuildResult(
        build_id=outcome.invocation_id,
        models=len(models),
        tests_passed=count("pass"),
        tests_warned=count("warn"),
        seconds=round(seconds, 2),
        marts=dict(sorted(marts.items())),
    )
    audit_seq = api.record_report_build(
        connection,
        selection=list(select) if select else None,
        **{key: value for key, value in asdict(result).items() if key != "audit_seq"},
    )
    return replace(result, audit_seq=audit_seq)
