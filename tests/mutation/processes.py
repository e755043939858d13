"""Runs tests in forked processes, each on a server that it has to itself.

Collecting the tests takes longer than most mutants live, so it is done once, and each run starts
from there. Whatever a run leaves behind is dropped by the next one on that server.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from pipeline.embedded import EmbeddedServer
from pipeline.install import install

if TYPE_CHECKING:
    import pytest

TEMPLATE = "recert_template"

#: Seconds that a single test may take on top of twenty times what it usually takes.
PATIENCE = 180

_BASE = ("postgres", "template0", "template1", "recert", TEMPLATE)


@dataclass
class Slot:
    """A server, and what the process that works on it is at."""

    server: EmbeddedServer
    folder: Path

    def dsn(self, name: str) -> str:
        return self.server.dsn.replace("/recert?", f"/{name}?")

    @property
    def progress(self) -> Path:
        """Holds the names of the tests begun, the last one last."""
        return self.folder / "progress"

    def clean(self, *kept: str) -> None:
        """Drop whatever databases a former run left behind."""
        with psycopg.connect(self.server.dsn, autocommit=True) as admin:
            for (name,) in admin.execute(
                "select datname from pg_database where datname <> all(%s)", [[*_BASE, *kept]]
            ).fetchall():
                admin.execute(
                    sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
                )

    def begin(self, test: str) -> None:
        with self.progress.open("a", encoding="utf-8") as file:
            file.write(f"{test}\n")

    def begun(self) -> list[str]:
        return self.progress.read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True)
class Job:
    """What a forked process does on a server; it returns what JSON can hold.

    ``patience`` tells how many seconds the test of a name may take.
    """

    name: str
    work: Callable[[Slot], dict[str, Any]]
    patience: Callable[[str], float]


@contextmanager
def slots(folder: Path, number: int) -> Iterator[list[Slot]]:
    """Servers with a template each; what they write need not survive a power cut."""
    with ExitStack() as stack:
        found = []
        for place in range(number):
            home = folder / f"server-{place}"
            shutil.rmtree(home, ignore_errors=True)
            server = EmbeddedServer(
                home / "home",
                settings={
                    "fsync": "off",
                    "synchronous_commit": "off",
                    "full_page_writes": "off",
                    "track_functions": "all",
                },
            )
            server.start()
            stack.callback(server.stop)
            slot = Slot(server, home)
            with psycopg.connect(server.dsn, autocommit=True) as admin:
                admin.execute(f"create database {TEMPLATE}".encode())
            with psycopg.connect(slot.dsn(TEMPLATE), autocommit=True) as connection:
                install(connection)
            found.append(slot)
        yield found


def run_all(jobs: Iterable[Job], servers: list[Slot]) -> Iterator[tuple[Job, dict[str, Any]]]:
    """Do the jobs, one at a time on each server; each with what it returned as it ends.

    A job that does not come back in time returns ``{"hung": test}``, one that breaks
    ``{"broken": text}``.
    """
    waiting = iter(jobs)
    running: dict[int, tuple[Job, Slot]] = {}
    idle = list(servers)
    try:
        while True:
            while idle and (job := next(waiting, None)) is not None:
                slot = idle.pop()
                running[_fork(job, slot)] = (job, slot)
            if not running:
                return
            # no call waits for any of these children and for a deadline at once
            time.sleep(0.02)
            for pid, (job, slot) in list(running.items()):
                result = _looked_at(pid, job, slot)
                if result is not None:
                    del running[pid]
                    idle.append(slot)
                    yield job, result
    finally:
        for pid in running:
            _kill(pid)


def _fork(job: Job, slot: Slot) -> int:
    for name in ("progress", "result"):
        (slot.folder / name).unlink(missing_ok=True)
    slot.begin("start")
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        log = os.open(slot.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        result = job.work(slot)
        (slot.folder / "result").write_text(json.dumps(result), encoding="utf-8")
        code = 0
    except BaseException:  # noqa: BLE001 - a forked process must not come back from here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _looked_at(pid: int, job: Job, slot: Slot) -> dict[str, Any] | None:
    """What the process returned; None while it works."""
    ended, _ = os.waitpid(pid, os.WNOHANG)
    if not ended:
        test = slot.begun()[-1]
        if time.time() - slot.progress.stat().st_mtime < job.patience(test):
            return None
        _kill(pid)
        return {"hung": test}
    result = slot.folder / "result"
    if not result.exists():
        return {"broken": (slot.folder / "log").read_text("utf-8", "replace")[-2000:]}
    return json.loads(result.read_text(encoding="utf-8"))


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def run_tests(
    session: pytest.Session, items: list[pytest.Item], slot: Slot, *, stop_at_failure: bool
) -> list[tuple[str, float, str]]:
    """Run the tests in this order: name, seconds and outcome of each that was begun.

    The outcome is ``passed``, ``skipped`` or the text of the failure.
    """
    temporary = slot.folder / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    session.config._tmp_path_factory._basetemp = temporary  # type: ignore[attr-defined]  # pytest has no way to set it
    watch = _Watch()
    session.config.pluginmanager.register(watch)
    done = []
    for place, item in enumerate(items):
        slot.begin(item.nodeid)
        watch.outcome = "passed"
        started = time.monotonic()
        following = items[place + 1] if place + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        done.append((item.nodeid, time.monotonic() - started, watch.outcome))
        if stop_at_failure and watch.outcome not in ("passed", "skipped"):
            with suppress(BaseException):
                session._setupstate.teardown_exact(None)
            break
    session.config.pluginmanager.unregister(watch)
    return done


class _Watch:
    """Takes note of how a test ends; that its clean-up fails is no failure of it."""

    def __init__(self) -> None:
        self.outcome = "passed"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.when != "teardown":
            crash = getattr(report.longrepr, "reprcrash", None)
            self.outcome = f"failed: {str(crash.message if crash else report.longrepr)[:200]}"
        elif report.skipped and self.outcome == "passed":
            self.outcome = "skipped"
