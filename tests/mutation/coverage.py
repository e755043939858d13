"""Which functions each test runs and which tables it writes, as PostgreSQL's statistics tell."""

from __future__ import annotations

import time
import weakref
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.mutation.processes import Slot

_USED = """
select schemaname || '.' || funcname, calls
from pg_stat_user_functions where schemaname in ('core', 'api', 'audit', 'ops', 'recert_guards')
union all
select schemaname || '.' || relname, n_tup_ins + n_tup_upd + n_tup_del
from pg_stat_user_tables where schemaname in ('core', 'audit', 'ops')
"""

_DATABASES = "select datname from pg_database where datname like any(array['test\\_%', 'copy\\_%'])"


class Recorder:
    """A pytest plugin that keeps, for each test, the names of what it used.

    A database that several tests share counts for each of them with what was done while the first
    of them was set up.
    """

    def __init__(self, slot: Slot) -> None:
        self.used: dict[str, set[str]] = {}
        self._slot = slot
        self._connect = psycopg.connect
        self._sessions: weakref.WeakSet[psycopg.Connection[Any]] = weakref.WeakSet()
        self._seen: dict[str, Counter[str]] = {}
        self._set_up: dict[str, set[str]] = {}
        self._dropped: set[str] = set()
        self._patch()

    def _patch(self) -> None:
        recorder = self
        execute = psycopg.Connection.execute

        def connect(*arguments: Any, **options: Any) -> Any:
            session = recorder._connect(*arguments, **options)
            recorder._sessions.add(session)
            return session

        def executed(session: Any, query: Any, *arguments: Any, **options: Any) -> Any:
            text = query.as_string(session) if isinstance(query, sql.Composable) else query
            if isinstance(text, str) and text.startswith("drop database"):
                recorder._dropped |= recorder._changed(text.split('"')[1])
            return execute(session, query, *arguments, **options)

        psycopg.connect = connect
        psycopg.Connection.execute = executed  # type: ignore[method-assign]  # to count calls

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Iterator[None]:
        # what the test before dropped while it was cleared away was its own
        self._dropped.clear()
        yield
        for name in self._databases():
            if name not in self._set_up:
                self._set_up[name] = self._changed(name)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        found = set(self._dropped)
        for name in self._databases():
            found |= self._changed(name) | self._set_up.get(name, set())
        self.used[item.nodeid] = found

    def _databases(self) -> list[str]:
        with self._connect(self._slot.server.dsn, autocommit=True) as admin:
            return [name for (name,) in admin.execute(_DATABASES).fetchall()]

    def _changed(self, database: str) -> set[str]:
        """What was used in a database since the last look."""
        idle = set()
        for session in list(self._sessions):
            if not session.closed and session.info.transaction_status == 0:
                session.pgconn.exec_(b"select pg_stat_force_next_flush()")
                idle.add(session.info.backend_pid)
        try:
            with self._connect(self._slot.dsn(database), autocommit=True) as admin:
                self._wait(admin, idle)
                now = Counter(dict(admin.execute(_USED).fetchall()))
        except psycopg.OperationalError:
            return set()  # gone meanwhile
        before = self._seen.get(database, Counter())
        self._seen[database] = now
        return {name for name, times in now.items() if times > before[name]}

    def _wait(self, admin: psycopg.Connection[Any], idle: set[int]) -> None:
        """Sessions write their statistics while they end: give those a moment."""
        deadline = time.monotonic() + 0.5
        query = (
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and backend_type = 'client backend' and pid <> pg_backend_pid() and pid <> all(%s)"
        )
        while time.monotonic() < deadline:
            row = admin.execute(query, [list(idle)]).fetchone()
            if row is None or row[0] == 0:
                return
            # nothing tells when a backend is gone: it is asked until it is
            time.sleep(0.01)
