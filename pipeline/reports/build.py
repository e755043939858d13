"""Builds the marts: dbt in this process, one build a database at a time, on the record."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import api
from pipeline.clients import connection_variables
from pipeline.database import connected, many, one, translated
from pipeline.errors import NotAllowed, RecertError, WrongState
from pipeline.reports import failures
from pipeline.reports.environment import replaced, working_folder
from pipeline.reports.exceptions import project_with
from pipeline.reports.runner import Outcome, Progress, run
from pipeline.settings import new_run_id
from pipeline.watching import watched_build

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]


#: How long a model waits for who reads what it is to change; marts themselves wait less.
LONGEST_WAIT = "60s"


@dataclass(frozen=True)
class BuildResult:
    """A build that went well. ``marts`` has the rows of each mart that was built.

    ``build_id`` is dbt's id of the invocation, ``audit_seq`` its row of the audit log; the marts
    tell of the moment ``as_of``, and cover the audit log up to the row ``head_seq``. ``is_full``
    tells that nothing of an earlier build was used.
    """

    build_id: str
    build_number: int
    is_full: bool
    as_of: str
    head_seq: int
    models: int
    tests_passed: int
    tests_warned: int
    seconds: float
    marts: dict[str, int]
    audit_seq: int


def build(
    dsn: str,
    actor: str | None = None,
    *,
    select: Sequence[str] | None = None,
    full_refresh: bool = False,
    unit_tests: bool = False,
    exceptions: Path | None = None,
    progress: Progress | None = None,
    run_id: str | None = None,
) -> BuildResult:
    """Build the marts of a database and test them, as ``actor`` (employee number).

    ``select`` limits the build to these models and tests, in dbt's syntax; ``full_refresh`` builds
    everything anew; ``unit_tests`` runs the tests of the models' logic, too. ``exceptions`` is a
    CSV file of accepted exceptions of controls: see :mod:`pipeline.reports.exceptions`.
    ``progress`` is called for each step: see :func:`pipeline.reports.runner.run`. ``run_id`` is
    that of :class:`pipeline.settings.Settings`, by default one of the build's own.

    Raises :class:`DatabaseUnavailable`, :class:`SchemaMismatch`, :class:`NotAllowed` (a login that
    is no member of recert_builder), :class:`TryAgain` (another build is running, or a reader is in
    the way), :class:`CheckFailed` (a test failed, or rows of the record are gone),
    :class:`BadInput` (the exceptions cannot be used), :class:`WrongState` (nothing is selected, or
    a mart was changed by hand) and :class:`Defect`. The marts are then those of the build before.
    """
    run_id = run_id or new_run_id()
    connecting = partial(connected, dsn, actor=actor, autocommit=True, application_name=run_id)
    name = f"{run_id} dbt"
    with connecting() as connection:
        require_builder(connection)
        api.begin_report_build(connection)
        with (
            working_folder(connection) as kept,
            _snapshot(dsn, run_id) as snapshot,
            watched_build(dsn, actor, run_id, name),
        ):
            folder, project = kept, None
            if exceptions is not None:
                folder = kept / "with_exceptions"
                project = project_with(exceptions, folder)
            # dbt_project/profiles.yml reads some of them, libpq the others
            options = _options(actor, connection.info.server_version)
            variables = connection_variables(connection, name, options=options) | snapshot
            outcome = Outcome()
            try:
                with replaced(variables), _interruptible(connection, name):
                    run(
                        outcome,
                        folder,
                        project=project,
                        select=select or (),
                        full_refresh=full_refresh,
                        unit_tests=unit_tests,
                        progress=progress,
                    )
                failures.raise_for(outcome, folder, selected=bool(select))
            except BaseException as error:
                _end_sessions(connection, name)
                _failed(connection, outcome, error)
                raise
    # not by that one: if somebody ended it, the marts are published all the same
    with connecting() as connection:
        return _result(connection, outcome.invocation_id)


def _options(actor: str | None, server_version: int) -> str:
    """Settings of dbt's sessions: who acts, that times are UTC, and for how long they wait."""
    options = f"-c timezone=UTC -c lock_timeout={LONGEST_WAIT}"
    if server_version >= 170000:
        options += " -c transaction_timeout=0"  # a model takes as long as it takes
    if actor is not None:
        escaped = actor.replace("\\", "\\\\").replace(" ", "\\ ")
        options += f" -c recert.actor={escaped}"
    return options


@contextmanager
def _snapshot(dsn: str, run_id: str) -> Iterator[dict[str, str]]:
    """One view of the record for the whole build, as variables that the macros read."""
    with connected(dsn, application_name=run_id) as holder:
        holder.execute("set transaction isolation level repeatable read, read only")
        holder.execute("set local idle_in_transaction_session_timeout = 0")
        if holder.info.server_version >= 170000:
            holder.execute("set local transaction_timeout = 0")
        (row,) = many(
            holder,
            "select pg_export_snapshot() as snapshot,"
            " pg_snapshot_xmin(pg_current_snapshot())::text as xmin,"
            " to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00')"
            " as as_of",
        )
        yield {f"RECERT_BUILD_{name.upper()}": value for name, value in row.items()}


def require_builder(connection: Connection) -> None:
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

    dbt would try as recert_builder, who may not, and then wait for them. Python's own handler would
    wait, too: it runs in the main thread, which a signal does not always wake while it waits for
    dbt's. So a thread of its own is told, by the descriptor that every signal is written to.
    """
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return

    is_over = threading.Event()
    told, telling = socket.socketpair()

    def end() -> None:
        while signal.SIGINT not in told.recv(1):
            if is_over.is_set():
                return
        # again and again: threads of dbt open sessions for what they had begun
        while not is_over.is_set():
            _end_sessions(connection, application_name)
            is_over.wait(0.2)

    ending = threading.Thread(target=end, name="ending", daemon=True)
    with told, telling:
        telling.setblocking(False)
        ending.start()
        before = -1
        try:
            before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
            yield
        finally:
            signal.set_wakeup_fd(before)
            is_over.set()
            with suppress(BlockingIOError):  # it has enough to read
                telling.send(b"\0")
            ending.join()


def _end_sessions(connection: Connection, application_name: str) -> None:
    """End what dbt has running, or left running."""
    import psycopg

    with suppress(psycopg.Error):  # a server that is gone has no sessions either
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = %s",
            [application_name],
        )


def _failed(connection: Connection, outcome: Outcome, error: BaseException) -> None:
    """Put it on the record that the build failed, where it can be and dbt has not done so."""
    if not outcome.invocation_id:
        return
    is_over = isinstance(error, KeyboardInterrupt | SystemExit)
    with suppress(RecertError), translated():
        api.fail_report_build(
            connection,
            build_id=outcome.invocation_id,
            state="interrupted" if is_over else "failed",
            message="Interrupted" if is_over else str(getattr(error, "message", error)),
            failed=[step.name for step in outcome.steps if step.status in ("error", "fail")],
        )


def _result(connection: Connection, build_id: str) -> BuildResult:
    """What the database has recorded of the build."""
    with connection.transaction():
        connection.execute("set local role recert_builder")
        row = one(
            connection,
            "select l.payload::jsonb as told, b.audit_seq, b.message from ops.report_builds as b"
            " left join audit.log as l on b.audit_seq = l.seq where b.build_id = %(build_id)s",
            {"build_id": build_id},
        )
    if row["told"] is None:
        raise WrongState(
            "Everything was built, and nothing published",
            sqlstate="ZR213",
            detail=row["message"],
            hint="Give the mart a test, or name one of its tests, too.",
        )
    told = row["told"] | {"audit_seq": row["audit_seq"]}
    told["seconds"] = float(told["seconds"])
    told["marts"] = dict(sorted(told["marts"].items()))
    return BuildResult(**{name.name: told[name.name] for name in fields(BuildResult)})
