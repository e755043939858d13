"""Recertifying in batches: several sessions, each a batch at a time, from where it was left.

The batches and what is done of them are in the database; here is only who does the next one.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import api
from pipeline.database import many, translated
from pipeline.errors import DatabaseUnavailable, Defect, RecertError, TryAgain, WrongState

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

Connecting = Callable[[], AbstractContextManager["Connection"]]
Watching = Callable[[int], AbstractContextManager[None]]

#: People of a batch where nobody says otherwise: a second or less of work.
BATCH_SIZE = 10_000

#: Sessions where nobody says otherwise.
JOBS = 2

#: From so many rows of evidence on, batches are the default: one transaction takes some seconds.
MANY = 500_000

#: How often a batch is tried that met another session.
_TRIES = 5

#: The server, or the login, has no session left.
_NO_CONNECTION = "53300"

#: Seconds between two looks at how far it is.
_LOOK = 0.1


@dataclass(frozen=True)
class Position:
    """How far an enrolment is: batches in all, those that are done, and people of this call."""

    batches: int
    enrolled: int
    people: int


@dataclass
class _Work:
    """The batches that are left, and what came of those that this call did."""

    left: deque[int]
    people: int = 0
    enrolled: int = 0
    error: BaseException | None = None
    connections: list[Connection] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self, error: BaseException) -> None:
        """No further batch is begun; the first error is kept."""
        with self.lock:
            self.error = self.error or error

    def next(self) -> int | None:
        """The next batch, which is this caller's; None when there is none."""
        with self.lock:
            return None if self.error is not None or not self.left else self.left.popleft()

    def done(self, people: int) -> None:
        """A batch is enrolled."""
        with self.lock:
            self.people += people
            self.enrolled += 1


def unfinished(
    connection: Connection, training: str | None = None, label: str | None = None
) -> list[dict[str, Any]]:
    """The runs that have batches to enrol or are to be ended, the oldest first."""
    return list(
        many(
            connection,
            "select run_id, training, version, count(*) as batches,"
            " count(enrolled_at) as enrolled from api.recertification_batches"
            " where is_enrolling and (%(training)s::text is null or training = %(training)s)"
            " and (%(label)s::text is null or version = %(label)s)"
            " group by run_id, training, version order by run_id",
            {"training": training, "label": label},
        )
    )


def the_unfinished(
    connection: Connection, training: str | None = None, label: str | None = None
) -> dict[str, Any]:
    """The one run that is to go on; raises :class:`WrongState` where there is none, or several."""
    runs = unfinished(connection, training, label)
    if not runs:
        raise WrongState(
            "No recertification waits to go on.",
            sqlstate="ZR210",
            hint="`recert jobs --job recertify` lists what ran.",
        )
    if len(runs) > 1:
        raise WrongState(
            "Several recertifications wait to go on.",
            sqlstate="ZR210",
            detail=", ".join(f'"{run["training"]}" {run["version"]}' for run in runs),
            hint='Name one: `recert recertify "TRAINING" LABEL --resume`.',
        )
    return runs[0]


def enrol(
    connecting: Connecting,
    run_id: int,
    jobs: int,
    progress: Callable[[Position], None] = lambda _: None,
    watching: Watching = lambda _: nullcontext(),
) -> dict[str, Any]:
    """Enrol the batches of a run that are left with ``jobs`` sessions, and end it.

    ``connecting`` makes a connection in autocommit mode; ``watching`` is given the job_run_id, and
    is around the batches. Returns the row of
    ``api.end_recertification``. What stops it leaves every batch done or not begun: the next call
    goes on from there.
    """
    is_claimed = False
    try:
        with connecting() as connection:
            job_run_id = api.claim_recertification(connection, run_id=run_id)
            is_claimed = True
            try:
                with watching(job_run_id):
                    _enrol_all(connecting, connection, run_id, jobs, progress)
                with translated(), connection.transaction():
                    return api.end_recertification(connection, run_id=run_id)
            except BaseException as error:
                _record_end(connecting, connection, job_run_id, error)
                raise
    except RecertError as error:
        # refused, it may be for somebody else to go on, or for nobody
        if is_claimed or isinstance(error, DatabaseUnavailable | TryAgain):
            raise _with_way_on(error) from error
        raise
    except KeyboardInterrupt as error:
        # the decision stands: to say that nothing is half-done would be wrong
        raise KeyboardInterrupt(
            str(error)
            or "Interrupted: the recertification has begun and is not whole."
            " `recert recertify --resume` goes on with it."
        ) from error


def _enrol_all(
    connecting: Connecting,
    connection: Connection,
    run_id: int,
    jobs: int,
    progress: Callable[[Position], None],
) -> None:
    batches = list(
        many(
            connection,
            "select batch_number, enrolled_at is not null as is_enrolled"
            " from api.recertification_batches where run_id = %(run_id)s order by batch_number",
            {"run_id": run_id},
        )
    )
    work = _Work(deque(row["batch_number"] for row in batches if not row["is_enrolled"]))
    before = len(batches) - len(work.left)
    threads = [
        threading.Thread(target=_worker, args=(connecting, run_id, work), daemon=True)
        for _ in range(min(jobs, len(work.left)))
    ]
    try:
        for thread in threads:
            thread.start()
        while alive := [thread for thread in threads if thread.is_alive()]:
            # the claim is lost with its connection: then somebody else may go on with it
            with translated():
                connection.execute("select")
            progress(Position(len(batches), before + work.enrolled, work.people))
            alive[0].join(_LOOK)
        # where no other session could be had, by this one
        while _one_more(connection, run_id, work):
            progress(Position(len(batches), before + work.enrolled, work.people))
    except BaseException as error:
        work.stop(error)
        for busy in list(work.connections):
            with suppress(Exception):
                busy.cancel_safe(timeout=5)
        for thread in threads:
            if thread.ident is not None:
                thread.join(timeout=30)
        if isinstance(error, KeyboardInterrupt):
            raise KeyboardInterrupt(
                f"Interrupted: {before + work.enrolled:,} of {len(batches):,} batches are enrolled."
                " `recert recertify --resume` goes on from there."
            ) from error
        raise
    progress(Position(len(batches), before + work.enrolled, work.people))
    if work.error is not None:
        raise work.error


def _worker(connecting: Connecting, run_id: int, work: _Work) -> None:
    """One session: a batch after the other until none is left or somebody failed."""
    try:
        with connecting() as connection:
            work.connections.append(connection)
            while _one_more(connection, run_id, work):
                pass
    except DatabaseUnavailable as error:
        if error.sqlstate != _NO_CONNECTION:
            work.stop(error)
    except BaseException as error:  # noqa: BLE001  it is raised where the threads are waited for
        work.stop(error)


def _one_more(connection: Connection, run_id: int, work: _Work) -> bool:
    """Enrol the next batch; False when there is none."""
    number = work.next()
    if number is not None:
        work.done(_one_batch(connection, run_id, number)["population"])
    return number is not None


def _one_batch(connection: Connection, run_id: int, number: int) -> dict[str, Any]:
    for tried in range(1, _TRIES + 1):
        try:
            # a transaction of its own without BEGIN and COMMIT: their way to and fro would keep
            # other batches from the end of the log for longer
            with translated():
                return api.enrol_recertification_batch(
                    connection, run_id=run_id, batch_number=number
                )
        except TryAgain:
            if tried == _TRIES:
                raise
            # the other session ends meanwhile: at once it would be met again
            time.sleep(_LOOK * tried)
    raise Defect("A batch was neither enrolled nor refused.")


def _record_end(
    connecting: Connecting, connection: Connection, job_run_id: int, error: BaseException
) -> None:
    """Say in job_runs how it ended; where that fails, too, the next call marks it interrupted.

    The session that claimed the run may be lost, or the only one to be had.
    """
    for session in (connecting, lambda: nullcontext(connection)):
        with suppress(RecertError), translated(), session() as other:
            api.end_job_step(
                other,
                job_run_id=job_run_id,
                state="failed" if isinstance(error, RecertError) else "interrupted",
                sqlstate=error.sqlstate if isinstance(error, RecertError) else None,
                message=error.message if isinstance(error, RecertError) else None,
            )
            return


def _with_way_on(error: RecertError) -> RecertError:
    """The error, with what to do then."""
    way_on = "What is enrolled stays: `recert recertify --resume` goes on from there."
    return type(error)(
        error.message,
        sqlstate=error.sqlstate,
        detail=error.detail,
        hint=f"{error.hint} {way_on}" if error.hint else way_on,
    )
