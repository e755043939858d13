"""The server that is measured on, and its databases: templates, made once, and copies of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from pipeline.embedded import EmbeddedServer

Connection = psycopg.Connection[Any]
Measured = TypeVar("Measured")


def tell(text: str) -> None:
    """Say on stderr how far it is."""
    print(text, file=sys.stderr, flush=True)


@dataclass
class Databases:
    """The databases of a server; a template is made when somebody asks for it first.

    ``users`` is the number of people of the figures that do not say their own.
    """

    server: EmbeddedServer
    users: int
    _made: set[str] = field(default_factory=set)
    _measured: dict[str, list[Any]] = field(default_factory=dict)

    def dsn(self, name: str) -> str:
        """Where the database of this name is."""
        return self.server.dsn.replace("/recert?", f"/{name}?")

    @contextmanager
    def connected(self, name: str) -> Iterator[Connection]:
        """A connection in autocommit mode."""
        with psycopg.connect(self.dsn(name), autocommit=True) as connection:
            yield connection

    def template(self, name: str, make: Callable[[Connection], None]) -> str:
        """The database of this name, filled by ``make`` unless it is there."""
        if name not in self._made:
            tell(f"Making the data: {name} ...")
            with self.connected("recert") as admin:
                admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            with self.connected(name) as connection:
                make(connection)
                connection.execute("vacuum (analyze, freeze)")
                connection.execute("checkpoint")
            self._made.add(name)
        return name

    @contextmanager
    def copied(self, template: str, name: str = "pair") -> Iterator[Connection]:
        """A connection to a fresh copy of a template, dropped at the end."""
        with self.connected("recert") as admin:
            admin.execute(
                sql.SQL("create database {} template {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        try:
            with self.connected(name) as connection:
                connection.execute("checkpoint")
                yield connection
        finally:
            with self.connected("recert") as admin:
                admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def measured(self, name: str, measure: Callable[[], Iterator[Measured]]) -> Iterator[Measured]:
        """What ``measure`` gives, measured for the first figure that asks and kept for others."""
        kept = self._measured.setdefault(name, [])
        if kept:
            yield from kept
            return
        for each in measure():
            kept.append(each)
            yield each

    def forget(self, template: str) -> None:
        """Drop a template that nothing asks for any more: the disk has an end."""
        with self.connected("recert") as admin:
            admin.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(template))
            )
        self._made.discard(template)
