"""Guards that kill -9, of the server or of the command that started it, costs nobody a thing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg
import pytest

from pipeline import postmaster
from pipeline.binaries import Account
from pipeline.embedded import EmbeddedServer
from pipeline.errors import DatabaseUnavailable
from tests.embedded.helpers import Client, MakeClient, MakeServer


def kill(server: EmbeddedServer) -> int:
    pid = server.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while not has_ended(pid):
        pass  # the kernel is at it
    return pid


def has_ended(pid: int) -> bool:
    """Ended, whether or not its parent (this process, maybe) has taken notice."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def remove(home: Path) -> None:
    """Remove a home whose server may be writing to it."""
    while home.exists():
        shutil.rmtree(home, ignore_errors=True)


def test_killed_during_a_write(make_server: MakeServer, tmp_path: Path) -> None:
    server = make_server(tmp_path / "home", settings={"fsync": "on"})
    with psycopg.connect(server.start(), autocommit=True) as committed:
        committed.execute("create table written (n bigint)")
        committed.execute("insert into written select generate_series(1, 1000)")
        open_transaction = psycopg.connect(server.dsn)
        open_transaction.execute("insert into written select generate_series(1001, 200000)")

        # A session in the middle of a statement that ends only when it is made to.
        busy = psycopg.connect(server.dsn)
        errors: list[psycopg.Error] = []

        def write() -> None:
            try:
                busy.execute(
                    "insert into written select count(*)"
                    " from (select generate_series(1, 1000000000000)) endless"
                )
            except psycopg.OperationalError as error:
                errors.append(error)

        writer = threading.Thread(target=write)
        writer.start()
        question = "select state from pg_stat_activity where pid = %s and query like '%%endless%%'"
        while committed.execute(question, [busy.info.backend_pid]).fetchone() != ("active",):
            assert writer.is_alive()
        first = kill(server)
        server.start()
        writer.join()
    assert len(errors) == 1
    assert server.status().pid != first
    with psycopg.connect(server.dsn) as connection:
        assert connection.execute("select count(*), max(n) from written").fetchone() == (1000, 1000)
    for connection in (open_transaction, busy):
        connection.close()


def test_killed_without_sessions(server: EmbeddedServer) -> None:
    server.start()
    pid = kill(server)
    told: list[str] = []
    server.start(told.append)
    assert server.status().running
    assert server.status().pid != pid
    assert told


def test_status_and_stop_after_a_kill(server: EmbeddedServer) -> None:
    server.start()
    kill(server)
    status = server.status()
    assert (status.running, status.pid) == (False, None)
    assert not server.stop()


def test_the_starting_command_is_killed(make_client: MakeClient, server: EmbeddedServer) -> None:
    client = make_client(server.home)
    pid = client.ask("start")[1]
    client.kill()
    assert server.status().running
    assert server.status().pid == pid
    assert server.stop()
    assert has_ended(pid)


@pytest.mark.parametrize("end", [Client.kill, Client.interrupt])
def test_ended_while_it_creates_the_data_folder(
    make_client: MakeClient, new_server: EmbeddedServer, end: Callable[[Client], None]
) -> None:
    client = make_client(new_server.home)
    client.send("start")
    assert client.answer()[0] == "announced"
    end(client)
    new_server.start()
    assert new_server.status().running
    assert not new_server.data.with_name("pgdata.new").exists()


def test_an_interrupted_creation_is_done_again(new_server: EmbeddedServer) -> None:
    unfinished = new_server.home / "pgdata.new"
    (unfinished / "base").mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    new_server.start()
    assert new_server.status().running
    assert not unfinished.exists()


@pytest.fixture
def stranger(account_of_server: Account) -> Iterator[subprocess.Popen[bytes]]:
    """A living process of the server's account that is no server."""
    user = account_of_server.uid if os.geteuid() == 0 else None
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, user=user) as process:
        yield process


@pytest.mark.parametrize("kind", ["alive", "zombie", "empty", "garbage"])
def test_a_stale_pid_file(
    server: EmbeddedServer, stranger: subprocess.Popen[bytes], kind: str
) -> None:
    dsn = server.start()
    pid = kill(server)
    file = server.data / "postmaster.pid"
    if kind == "zombie":
        assert stranger.stdin is not None
        stranger.stdin.close()
        os.waitid(os.P_PID, stranger.pid, os.WEXITED | os.WNOWAIT)
    first_line = {"empty": "", "garbage": "\0\0\0"}.get(kind, str(stranger.pid))
    socket_lock = Path(parse_qs(urlsplit(dsn).query)["host"][0]) / ".s.PGSQL.5432.lock"
    for lock in (file, socket_lock):
        lock.write_text(lock.read_text().replace(str(pid), first_line) if first_line else "")
    assert server.status().pid is None
    server.start()
    assert server.status().running
    assert kind == "zombie" or stranger.poll() is None


def test_a_pid_that_was_given_to_another_server(
    make_server: MakeServer, server: EmbeddedServer, tmp_path: Path
) -> None:
    """That one, of another home but of the same account, must not be taken for ours."""
    other = make_server(tmp_path / "other")
    other.start()
    dsn = server.start()
    pid, others_pid = kill(server), other.status().pid
    socket_lock = Path(parse_qs(urlsplit(dsn).query)["host"][0]) / ".s.PGSQL.5432.lock"
    for lock in (server.data / "postmaster.pid", socket_lock):
        lock.write_text(lock.read_text().replace(str(pid), str(others_pid)))
    assert server.status().pid is None
    server.start()
    assert server.status().running
    assert server.stop()
    assert other.status().running
    assert other.status().pid == others_pid


@pytest.fixture
def recovering(server: EmbeddedServer) -> EmbeddedServer:
    """A server that recovers and does not come up, as if it had very much to recover."""
    server.start()
    server.stop()
    (server.data / "standby.signal").touch()
    with (server.data / "postgresql.conf").open("a") as file:
        file.write("hot_standby = off\n")
    return server


def wait_until_launched(server: EmbeddedServer, by: Client) -> int:
    while (found := postmaster.find(server.data)) is None:
        assert by.process.poll() is None
    return found.pid


def test_a_recovering_server_is_waited_for_and_can_be_stopped(
    make_client: MakeClient, recovering: EmbeddedServer
) -> None:
    first, second = make_client(recovering.home), make_client(recovering.home)
    first.send("start")
    pid = wait_until_launched(recovering, first)
    second.send("start")
    assert second.answer()[0] == "announced"  # it waits for the first
    status = recovering.status()
    assert (status.running, status.pid) == (False, pid)
    second.kill()
    assert recovering.stop()
    assert has_ended(pid)
    assert first.result() == ["error", DatabaseUnavailable.exit_code]


def test_a_recovering_server_is_adopted(
    make_client: MakeClient, recovering: EmbeddedServer
) -> None:
    first, second = make_client(recovering.home), make_client(recovering.home)
    first.send("start")
    pid = wait_until_launched(recovering, first)
    first.interrupt()
    second.send("start")
    assert second.answer()[0] == "announced"
    assert recovering.status().pid == pid
    (recovering.data / "standby.signal").unlink()
    # Its end is the second's to see: it launches the server again, which now comes up.
    assert recovering.stop()
    answer = second.result()
    assert answer[0] == "started"
    assert answer[1] != pid


def test_a_removed_home_is_made_again(server: EmbeddedServer) -> None:
    server.start()
    pid = server.status().pid
    assert pid is not None
    remove(server.home)
    assert not server.status().running
    server.start()
    assert server.status().running
    assert has_ended(pid)


def test_a_server_whose_home_was_removed_can_be_stopped(server: EmbeddedServer) -> None:
    server.start()
    pid = server.status().pid
    assert pid is not None
    remove(server.home)
    server.stop()  # True, unless the server has noticed its loss already
    assert has_ended(pid)
    assert not server.home.exists()


def test_a_home_that_is_moved_keeps_its_server(
    make_server: MakeServer, server: EmbeddedServer
) -> None:
    server.start()
    pid = server.status().pid
    moved = make_server(server.home.rename(server.home.with_name("moved")))
    moved.start()
    assert moved.status().pid == pid
    assert moved.stop()


def test_a_new_home_in_the_place_of_a_moved_one(
    make_server: MakeServer, server: EmbeddedServer
) -> None:
    """The server of the moved one, which has the place's socket, makes way without a loss."""
    with psycopg.connect(server.start(), autocommit=True) as connection:
        connection.execute("create table kept as select 42 as n")
    pid = server.status().pid
    assert pid is not None
    moved = make_server(server.home.rename(server.home.with_name("moved")))
    server.start()
    assert has_ended(pid)
    with psycopg.connect(moved.start()) as connection:
        assert connection.execute("select n from kept").fetchone() == (42,)
    with psycopg.connect(server.dsn) as connection:
        assert connection.execute("select to_regclass('kept')").fetchone() == (None,)


def test_a_socket_that_was_taken_away(server: EmbeddedServer) -> None:
    folder = Path(parse_qs(urlsplit(server.start()).query)["host"][0])
    shutil.rmtree(folder)
    with pytest.raises(DatabaseUnavailable):
        server.start()
    assert server.stop()
    server.start()
    assert server.status().running
