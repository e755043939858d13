"""Two actions at once in a copy of the scene, against what each order of them gives alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.errors import RecertError
from tests.company import Database, copied
from tests.concurrency.actions import ACTIONS, Action
from tests.concurrency.states import State, Words, difference, state_of
from tests.sessions import background, together

#: Seconds after which a test that waits for another session is broken, not slow.
_HUNG = 120


@dataclass(frozen=True)
class Ending:
    """What both callers were told, by the name of the action, and what is recorded."""

    told: dict[str, Any]
    state: State

    def unlike(self, other: Ending) -> str:
        """How it differs from the other ending; empty when it does not."""
        told = [
            f"{name}: told {self.told[name]}, wanted {wanted}"
            for name, wanted in other.told.items()
            if self.told[name] != wanted
        ]
        return "\n".join([*told, difference(self.state, other.state)]).strip()


@dataclass
class Stage:
    """The scene: a template to copy, and one copy on which what is tried is rolled back."""

    server: EmbeddedServer
    template: str
    began: datetime
    alone: Database
    _known: dict[tuple[str, ...], Ending] = field(default_factory=dict)

    def in_order(self, *names: str) -> Ending:
        """What the actions give, one after the other."""
        if names not in self._known:
            with self.alone.undone():
                told = {
                    _key(names, place): attempt(self.alone, name)
                    for place, name in enumerate(names)
                }
                self._known[names] = self._ending(self.alone, told)
        return self._known[names]

    def orders(self, first: str, second: str) -> tuple[Ending, Ending]:
        """What one after the other gives, and the other after the one."""
        ending, turned = self.in_order(first, second), self.in_order(second, first)
        if first == second:
            told = zip(ending.told, reversed(list(ending.told.values())), strict=True)
            turned = Ending(dict(told), ending.state)
        return ending, turned

    @contextmanager
    def sessions(self) -> Iterator[tuple[Database, Database, Database]]:
        """A copy of the scene: a session that looks on, and two that act."""
        with (
            copied(self.server, self.template) as dsn,
            Database.connect(dsn) as watcher,
            Database.connect(dsn) as first,
            Database.connect(dsn) as second,
        ):
            yield watcher, first, second

    def at_one_moment(self, *names: str) -> Ending:
        """What they give when both begin at once."""
        with self.sessions() as (watcher, *acting):

            def act(session: Database, name: str) -> Any:
                with session.connection.transaction():
                    return attempt(session, name)

            told = together(
                *(
                    lambda session=session, name=name: act(session, name)
                    for session, name in zip(acting, names, strict=True)
                )
            )
            for outcome in told:
                if isinstance(outcome, BaseException):
                    raise outcome
            return self._ending(
                watcher, {_key(names, place): outcome for place, outcome in enumerate(told)}
            )

    def overlapping(self, first_name: str, second_name: str, end: str) -> Ending:
        """The second begins when the first has done its work and not ended; then that ends so."""
        names = (first_name, second_name)
        with self.sessions() as (watcher, first, second):
            first.execute("begin")
            told = [attempt(first, first_name)]
            with background(lambda: attempt(second, second_name)) as waiting:
                _until_blocked_or_done(watcher, second.pid, waiting)
                first.execute(end)
            told.append(waiting.result())
            if end == "rollback":
                return self._ending(watcher, {second_name: told[1]})
            return self._ending(watcher, {_key(names, place): told[place] for place in (0, 1)})

    def _ending(self, database: Database, told: dict[str, Any]) -> Ending:
        words = Words.of(database, self.began)
        if not database.value("select is_intact from api.verify_audit_chain()"):
            pytest.fail("The audit chain is broken.")
        return Ending(
            {name: words.told(outcome) for name, outcome in told.items()},
            state_of(database, self.began),
        )


def attempt(session: Database, action: str | Action) -> Any:
    """What the action returned, or how it was refused; a transaction around it goes on."""
    act = ACTIONS[action] if isinstance(action, str) else action
    try:
        with session.connection.transaction():
            return act(session)
    except (psycopg.Error, RecertError) as error:
        return {"refused": error.sqlstate}


def _key(names: tuple[str, ...], place: int) -> str:
    """The name of the action, with its place when the same is done twice."""
    return names[place] if len(set(names)) == len(names) else f"{names[place]} #{place}"


def _until_blocked_or_done(watcher: Database, pid: int, action: Future[Any]) -> None:
    deadline = time.monotonic() + _HUNG
    while not action.done() and not watcher.value(
        "select cardinality(pg_blocking_pids(%s)) > 0", pid
    ):
        if time.monotonic() > deadline:
            pytest.fail("The other session never came to this.")
