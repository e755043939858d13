"""The record of what ran: a command that writes much has a row in ``recert jobs``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline import api
from pipeline.database import is_pooled, translated
from pipeline.errors import RecertError
from pipeline.masking import masked
from pipeline.output import as_json
from pipeline.watching import watched

if TYPE_CHECKING:
    import psycopg

    from pipeline.settings import Settings

    Connection = psycopg.Connection[Any]


@dataclass
class Run:
    """A run that goes on: the connection that it works on, and what came of it once it is known."""

    connection: Connection
    result: Mapping[str, Any] | None = None


@contextmanager
def recorded(settings: Settings, job: str, step: str, *, has_row: bool = True) -> Iterator[Run]:
    """One transaction of work, with a row of its own that begins before it and ends after it.

    The block works on the connection of the :class:`Run` and leaves its result there. Whoever may
    not record a run has the work done, or refused, without a row; so has one for whom the server
    has no second connection, one behind a connection pool, and what has a row of another kind (not
    ``has_row``). Where the end cannot be recorded, the work stands all the same.
    """
    with ExitStack() as stack:
        record: _Record | None = None
        watching = stack.enter_context(ExitStack())
        try:
            with settings.connection() as connection:
                run = Run(connection)
                # a pool may have one connection for all, and its sessions do not tell who is there
                if has_row and not is_pooled(connection):
                    record = _begun(settings, stack, job, step)
                if record is not None:
                    watching.enter_context(watched(settings, record.job_run_id))
                yield run
        except BaseException as error:
            watching.close()
            if record is not None:
                record.failed(error)
            raise
        watching.close()
        if record is not None:
            record.end(state="succeeded", result=as_json(run.result) if run.result else None)


def _begun(settings: Settings, stack: ExitStack, job: str, step: str) -> _Record | None:
    """The row of a run that begins, whose connection ``stack`` closes; None where there is none."""
    with suppress(RecertError), translated(), ExitStack() as attempt:
        connection = attempt.enter_context(
            settings.connection(autocommit=True, check_schema=False, starts=False)
        )
        job_run_id = api.begin_job_step(connection, job=job, step=step)
        # its session tells others that the run goes on
        stack.push(attempt.pop_all())
        return _Record(settings, connection, job_run_id)
    return None


@dataclass(frozen=True)
class _Record:
    """The row of a run, and the connection that it was begun by."""

    settings: Settings
    connection: Connection
    job_run_id: int

    def failed(self, error: BaseException) -> None:
        """Record that the run ended with this error."""
        if not isinstance(error, Exception):
            self.end(state="interrupted")
        elif isinstance(error, RecertError):
            self.end(state="failed", sqlstate=error.sqlstate, message=error.message)
        else:
            self.end(
                state="failed", message=f"A defect: {type(error).__name__}: {masked(str(error))}"
            )

    def end(self, **how: Any) -> None:
        """Record how the run ended, where that can be."""
        with suppress(RecertError):
            try:
                with translated():
                    api.end_job_step(self.connection, job_run_id=self.job_run_id, **how)
            except RecertError:
                if not self.connection.closed:
                    raise
                self._end_anew(how)

    def _end_anew(self, how: dict[str, Any]) -> None:
        """The same by another connection, where the first is lost."""
        again = self.settings.connection(autocommit=True, check_schema=False, starts=False)
        with translated(), again as connection:
            api.end_job_step(connection, job_run_id=self.job_run_id, **how)
