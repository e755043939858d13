"""kill -9 of the server at a moment of a large recertification, and what is left then."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import psutil
import psycopg

from pipeline.embedded import EmbeddedServer
from pipeline.install import install
from tests.cli.calling import Result, call, finish, start
from tests.company import Database
from tests.faults.recertifying import AGAIN, APPROVE, counts, prepare
from tests.faults.whole import (
    Contents,
    assert_done,
    assert_nothing_done,
    contents,
    is_done,
)

T = TypeVar("T")

#: Seconds between two looks at whether the statement runs.
_PAUSE = 0.005

#: Seconds after which a run has hung.
_HUNG = 600


@dataclass(frozen=True)
class Crash:
    """One kill: ``moment`` in seconds after the statement began, and what was found after it."""

    moment: float
    is_done: bool
    code: int
    recovery: float
    completion: float | None


def _processes(server: EmbeddedServer) -> list[psutil.Process]:
    """The server's processes, the postmaster first: it must not look after its children."""
    pid = server.status().pid
    assert pid is not None
    postmaster = psutil.Process(pid)
    return [postmaster, *postmaster.children(recursive=True)]


def kill_server(server: EmbeddedServer) -> None:
    """Kill -9 of every process, as when the machine is reset."""
    processes = _processes(server)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(processes, timeout=_HUNG)


def kill_session(server: EmbeddedServer) -> None:
    """Kill -9 of the one process that recertifies, as Linux does when memory runs out."""
    watcher = psycopg.connect(_dsn(server, "postgres"), autocommit=True)
    row = watcher.execute(
        "select pid from pg_stat_activity where application_name like 'recert-%'"
        " and query like '%approve_version%'"
    ).fetchone()
    if row is not None:  # otherwise it was faster
        os.kill(row[0], signal.SIGKILL)
        # the server then ends all its sessions, and recovers
        with suppress(psycopg.OperationalError):
            watcher.execute("select pg_sleep(%s)", [_HUNG])
    watcher.close()


def _dsn(server: EmbeddedServer, name: str) -> str:
    return server.dsn.replace("/recert?", f"/{name}?")


class Ground:
    """A durable server with a prepared company of which copies are disturbed."""

    def __init__(self, server: EmbeddedServer, people: int) -> None:
        self.server = server
        self.people = people
        self.dsn = _dsn(server, "work")
        server.start()
        self._admin("create database prepared")
        with psycopg.connect(_dsn(server, "prepared"), autocommit=True) as connection:
            install(connection)
        with Database.connect(_dsn(server, "prepared")) as database:
            prepare(database, people)
        self.before: Contents = {}
        self.renew()
        self.before = self.look(contents)

    def _admin(self, *statements: str) -> None:
        with psycopg.connect(_dsn(self.server, "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def renew(self) -> None:
        """Put back the company as it was prepared."""
        self._admin(
            "drop database if exists work with (force)",
            "create database work template prepared",
        )

    def look(self, at: Callable[[Database], T]) -> T:
        with Database.connect(self.dsn) as database:
            return at(database)

    def _runs(self) -> bool:
        with psycopg.connect(_dsn(self.server, "postgres")) as connection:
            row = connection.execute(
                "select exists (select from pg_stat_activity where application_name like 'recert-%'"
                " and state = 'active' and query like '%approve_version%')"
            ).fetchone()
        assert row is not None
        return bool(row[0])

    def _until(self, runs: bool) -> None:
        deadline = time.monotonic() + _HUNG
        while self._runs() is not runs:
            assert time.monotonic() < deadline, "The run never came to this."
            time.sleep(_PAUSE)

    def measure(self) -> float:
        """Seconds of an undisturbed run, from its statement to its end; put back afterwards."""
        process = start(*APPROVE, "--dsn", self.dsn)
        self._until(True)
        began = time.monotonic()
        result = finish(process)
        seconds = time.monotonic() - began
        assert result.code == 0, result.err
        self.look(self._exactly_done)
        self.renew()
        return seconds

    def _exactly_done(self, database: Database) -> None:
        assert_done(database, self.people)

    def crash(
        self,
        moment: float,
        kill: Callable[[EmbeddedServer], None] = kill_server,
        *,
        complete: bool = True,
    ) -> Crash:
        """Kill so many seconds after the statement began; assert what must hold then.

        With ``complete`` the next run does what was lost, and the company is put back.
        """
        process = start(*APPROVE, "--dsn", self.dsn)
        self._until(True)
        time.sleep(moment)  # the moment itself is what is tried
        kill(self.server)
        told = finish(process)
        began = time.monotonic()
        self.server.start()
        recovery = time.monotonic() - began
        done = self.look(is_done)
        self._check(told, done)
        completion = None
        if not done and complete:
            began = time.monotonic()
            self.complete()
            completion = time.monotonic() - began
        if done or complete:
            self.renew()
        return Crash(moment, done, told.code, recovery, completion)

    def _check(self, told: Result, done: bool) -> None:
        assert told.code in {0, 3}, told.err
        assert "Traceback" not in told.err
        if done:
            # the command may have been killed off before it heard of it: running it again tells
            self.look(self._exactly_done)
            assert call(*APPROVE, "--dsn", self.dsn).code == 6
            again = call(*AGAIN, "--dsn", self.dsn)
            assert again.code == 0, again.err
            assert again.document["created"] == again.document["evidence_superseded"] == 0
        else:
            # nobody is told of something that is lost
            assert told.code == 3
            assert told.out == ""
            self.look(lambda database: assert_nothing_done(database, self.before))

    def complete(self) -> None:
        """The next run does all of it, with the exact counts."""
        result = call(*APPROVE, "--dsn", self.dsn)
        assert result.code == 0, result.err
        expected = counts(self.people)
        assert {name: result.document[name] for name in expected} == expected
        self.look(self._exactly_done)


def moments(number: int, length: float, seed: int) -> Iterator[float]:
    """Random moments, one in each of as many equal parts of the run."""
    chance = random.Random(seed)  # noqa: S311  not for secrets
    for part in range(number):
        yield length * (part + chance.random()) / number
