"""What the sessions of a run are at while it goes on: looked at once a second, summed, recorded.

Beside the work, on a connection of its own, and never a reason for the work to fail.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pipeline import api
from pipeline.database import connected, many

if TYPE_CHECKING:
    import psycopg

    from pipeline.settings import Settings

    Connection = psycopg.Connection[Any]

#: Seconds that a run lasts before anybody looks, and between two looks.
_PAUSE = 1.0

#: Looks between two times that the sums are handed over.
_LOOKS = 5

#: Seconds that the end of a run waits for the last sums to be handed over.
_PATIENCE = 3.0

#: How long a look or handing over may take: whoever holds the row is soon gone, or we are late.
_TIMEOUT = "2s"


def watched(settings: Settings, job_run_id: int) -> AbstractContextManager[None]:
    """Record what the sessions of this call are at while the block lasts."""
    return _watched(
        # a server that was stopped meanwhile is not started for this
        lambda: settings.connection(autocommit=True, check_schema=False, starts=False),
        settings.run_id,
        lambda _: job_run_id,
    )


def watched_build(
    dsn: str, actor: str | None, run_id: str, application_name: str
) -> AbstractContextManager[None]:
    """The same for a build of the marts, whose row dbt's sessions make: by that name."""

    def row(connection: Connection) -> int | None:
        (found,) = many(
            connection,
            "select max(job_run_id) as job_run_id from api.job_runs"
            " where state = 'running' and application_name = %(name)s",
            {"name": application_name},
        )
        number: int | None = found["job_run_id"]
        return number

    return _watched(
        lambda: connected(
            dsn, actor=actor, autocommit=True, check_schema=False, application_name=run_id
        ),
        run_id,
        row,
    )


@contextmanager
def _watched(
    connecting: Callable[[], AbstractContextManager[Connection]],
    run_id: str,
    row: Callable[[Connection], int | None],
) -> Iterator[None]:
    watcher = _Watcher(connecting, run_id, row)
    try:
        # where the system has no thread to spare, nobody looks
        with suppress(RuntimeError):
            watcher.start()
        yield
    finally:
        watcher.is_over.set()
        if watcher.ident is not None:
            watcher.join(_PATIENCE)


class _Watcher(threading.Thread):
    """Looks once a second from the second second on; what it saw goes to the row of the run."""

    def __init__(
        self,
        connecting: Callable[[], AbstractContextManager[Connection]],
        run_id: str,
        row: Callable[[Connection], int | None],
    ) -> None:
        super().__init__(name="watching", daemon=True)
        self.is_over = threading.Event()
        self._connecting = connecting
        self._run_id = run_id
        self._row = row
        self._seen: Counter[str] = Counter()

    def run(self) -> None:
        if self.is_over.wait(_PAUSE):
            return
        # a login without a connection to spare, or without the right to look, has no such figures
        with suppress(Exception), self._connecting() as connection:
            connection.execute("select set_config('statement_timeout', %s, false)", [_TIMEOUT])
            self._watch(connection)

    def _watch(self, connection: Connection) -> None:
        looks = 0
        is_over = False
        while not is_over and not connection.closed:
            # one that takes too long is left out
            with suppress(Exception):
                self._look(connection)
            looks += 1
            is_over = self.is_over.wait(_PAUSE)
            if not is_over and looks % _LOOKS == 0:
                self._hand_over(connection)
        self._hand_over(connection)

    def _look(self, connection: Connection) -> None:
        for row in many(
            connection,
            "select wait_events from ops._waits_now() where run = %(run)s",
            {"run": self._run_id},
        ):
            self._seen.update(row["wait_events"])

    def _hand_over(self, connection: Connection) -> None:
        # somebody may hold the row, or have ended the run: the next time it is all of it again
        with suppress(Exception):
            if self._seen and (job_run_id := self._row(connection)) is not None:
                api.record_job_waits(connection, job_run_id=job_run_id, wait_events=self._seen)
