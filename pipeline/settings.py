"""What the common options say: the database, the acting person and the forms of output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.errors import DatabaseUnavailable

if TYPE_CHECKING:
    import psycopg


#: Bytes. A server with less of its disk left ends for want of it, and cannot say so.
_FULL = 32_000_000


def _tell_full_disk(error: DatabaseUnavailable) -> None:
    """Raise a clearer error where the embedded server was lost because its disk is full."""
    import shutil

    from pipeline.embedded import home_folder

    home = home_folder()
    if error.sqlstate is None and home.is_dir() and shutil.disk_usage(home).free < _FULL:
        raise DatabaseUnavailable(
            "The disk of the embedded server is full.",
            detail=f"{home}: {shutil.disk_usage(home).free:,} bytes free",
            hint="Free space on it, then run the same command again; nothing is half-done.",
        ) from error


def _environment(name: str) -> str | None:
    return os.environ.get(name) or None


@dataclass
class Settings:
    """The common options of one call; each is taken before the command's name and after it."""

    dsn: str | None = field(default_factory=lambda: _environment("RECERT_DSN"))
    actor: str | None = field(default_factory=lambda: _environment("RECERT_ACTOR"))
    format: str = "table"
    log_format: str = "text"
    debug: bool = False

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded server, for want of a DSN."""
        return self.dsn is None

    def database_dsn(self) -> str:
        """The DSN of the database, the embedded server started when it is that one."""
        if self.dsn is not None:
            return self.dsn
        from pipeline.embedded import EmbeddedServer
        from pipeline.output import announce

        return EmbeddedServer().start(lambda text: announce(self, text))

    @contextmanager
    def connection(
        self, *, autocommit: bool = False, check_schema: bool = True
    ) -> Iterator[psycopg.Connection[Any]]:
        """A connection acting as the named person: see :func:`pipeline.database.connected`."""
        from pipeline.database import connected

        try:
            with connected(
                self.database_dsn(),
                actor=self.actor,
                autocommit=autocommit,
                check_schema=check_schema,
            ) as connection:
                yield connection
        except DatabaseUnavailable as error:
            if self.is_embedded:
                _tell_full_disk(error)
            raise
