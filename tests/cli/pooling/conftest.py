"""PgBouncer in transaction mode with one connection for all, in front of the tests' server."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipeline.embedded import EmbeddedServer
from tests.company import Database

#: Debian has it where only root's PATH leads.
PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/sbin")

#: Logins that it lets through.
SUPERUSER, SERVICE = "recert", "pooled_service"

#: Seconds after which it is broken, not slow.
_HUNG = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the program where there is none."""
    if PROGRAM is None:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="no pgbouncer here"))


@dataclass(frozen=True)
class Pool:
    """Where the pool listens."""

    port: int

    def through(self, dsn: str, **others: str) -> str:
        """The DSN of the same database by way of the pool."""
        return make_conninfo(dsn, host="127.0.0.1", port=self.port, **others)


@contextmanager
def _let_in(server: EmbeddedServer, account: str) -> Iterator[None]:
    """Let the account as which PgBouncer runs connect as everybody."""
    identities = server.data / "pg_ident.conf"
    before = identities.read_bytes()
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        try:
            identities.write_bytes(before + f'\nrecert "{account}" all\n'.encode())
            admin.execute("select pg_reload_conf()")
            yield
        finally:
            identities.write_bytes(before)
            admin.execute("select pg_reload_conf()")


@contextmanager
def _folder_of(account: os.stat_result) -> Iterator[Path]:
    """A folder that the account can reach, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp(prefix="recert-pool-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, account.st_uid, account.st_gid)
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def pool(server: EmbeddedServer) -> Iterator[Pool]:
    assert PROGRAM is not None
    # it refuses to run as root; and the server's account can reach the server's socket
    account = server.data.stat()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    parts = conninfo_to_dict(server.dsn)
    with _let_in(server, pwd.getpwuid(account.st_uid).pw_name), _folder_of(account) as folder:
        (folder / "users.txt").write_text(
            "".join(f'"{name}" ""\n' for name in (SUPERUSER, SERVICE))
        )
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\n* = host={parts['host']} port={parts['port']}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
            f"auth_type = trust\nauth_file = {folder}/users.txt\n"
            "pool_mode = transaction\ndefault_pool_size = 1\nquery_wait_timeout = 30\n"
        )
        as_account = {"user": account.st_uid, "group": account.st_gid, "extra_groups": []}
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                [PROGRAM, folder / "pgbouncer.ini"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **(as_account if os.geteuid() == 0 else {}),
            ) as process,
        ):
            try:
                _wait_for(process, port, folder / "log")
                yield Pool(port)
            finally:
                process.kill()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _HUNG
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=_HUNG).close()
        except ConnectionRefusedError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
        else:
            return


@pytest.fixture
def service(database: Database) -> Iterator[str]:
    """The DSN of a service login that the pool knows, straight to the server."""
    database.execute(f"create role {SERVICE} login")
    database.execute(f"grant recert_runner, recert_service to {SERVICE}")
    yield make_conninfo(database.dsn, user=SERVICE)
    database.execute(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity where usename = %s", SERVICE
    )
    database.execute(f"drop owned by {SERVICE}; drop role {SERVICE}")
