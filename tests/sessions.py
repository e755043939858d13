"""Several sessions at once in an order that is not left to luck: barriers and waits for locks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests import citus
from tests.company import Database

#: Seconds after which a test that waits for another session is broken, not slow.
_HUNG = 120


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions at one moment, a thread each; what each returned, or raised, in order."""
    barrier = threading.Barrier(len(actions))

    def start(action: Callable[[], Any]) -> Any:
        barrier.wait(_HUNG)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        futures = [pool.submit(start, action) for action in actions]
    return [future.exception() or future.result() for future in futures]


@contextmanager
def background(action: Callable[[], Any]) -> Iterator[Future[Any]]:
    """Run the action in a thread beside the block; it has ended when the block has."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(action)


def until_blocked(watcher: Database, pid: int) -> None:
    """Return when the backend waits for a lock of another session."""
    if citus.the_cluster() is None:
        until(watcher, "select cardinality(pg_blocking_pids(%s)) > 0", pid)
        return
    # it may wait on another node for it
    until(
        watcher,
        "select cardinality(pg_blocking_pids(%s)) > 0 or exists (select from citus_lock_waits"
        " where waiting_gpid %% 10000000000 = %s)",
        pid,
        pid,
    )


def until_somebody_is_blocked(watcher: Database, application: str) -> None:
    """Return when a session whose application begins so waits for a lock of another session."""
    until(
        watcher,
        "select exists (select from pg_stat_activity where datname = current_database()"
        " and starts_with(application_name, %s) and cardinality(pg_blocking_pids(pid)) > 0)",
        application,
    )


def until_gone(watcher: Database, application: str) -> None:
    """Return when no session whose application begins so is left in the database."""
    until(
        watcher,
        "select not exists (select from pg_stat_activity where datname = current_database()"
        " and starts_with(application_name, %s))",
        application,
    )


def until(watcher: Database, query: str, *arguments: Any) -> None:
    """Return when the query says true."""
    deadline = time.monotonic() + _HUNG
    while not watcher.value(query, *arguments):
        if time.monotonic() > deadline:
            pytest.fail("The other session never came to this.")
