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


def new_run_id() -> str:
    """An id for one call of the command, such as ``recert-1f3a9c0b2d4e``."""
    return f"recert-{os.urandom(6).hex()}"


@dataclass
class Settings:
    """The common options of one call; each is taken before the command's name and after it.

    ``run_id`` is the call's own: the ``application_name`` of its sessions, in its messages as JSON,
    and in the rows of ``recert jobs``.
    """

    dsn: str | None = field(default_factory=lambda: _environment("RECERT_DSN"))
    actor: str | None = field(default_factory=lambda: _environment("RECERT_ACTOR"))
    format: str = "table"
    log_format: str = "text"
    debug: bool = False
    run_id: str = field(default_factory=new_run_id)

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded server, for want of a DSN."""
        return self.dsn is None

    def database_dsn(self, *, starts: bool = True) -> str:
        """The DSN of the database; ``starts`` the embedded server when it is that one."""
        if self.dsn is not None:
            return self.dsn
        from pipeline.embedded import EmbeddedServer
        from pipeline.output import announce

        server = EmbeddedServer()
        return server.start(lambda text: announce(self, text)) if starts else server.dsn

    @contextmanager
    def connection(
        self, *, autocommit: bool = False, check_schema: bool = True, starts: bool = True
    ) -> Iterator[psycopg.Connection[Any]]:
        """A connection acting as the named person: see :func:`pipeline.database.connected`.

        ``starts`` says whether it may start the embedded server.
        """
        from pipeline.database import connected

        try:
            with connected(
                self.database_dsn(starts=starts),
                actor=self.actor,
                autocommit=autocommit,
                check_schema=check_schema,
                application_name=self.run_id,
            ) as connection:
                yield connection
        except DatabaseUnavailable as error:
            if self.is_embedded:
                _tell_full_disk(error)
            raise
