"""Guards that the server starts, is found, is used, and stops, wherever its home lies."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer, home_folder
from pipeline.errors import DatabaseUnavailable
from tests.embedded.helpers import MakeServer


def rows(server: EmbeddedServer, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        return connection.execute(query.encode()).fetchall()


def test_start_status_stop(new_server: EmbeddedServer, tmp_path: Path) -> None:
    before = new_server.status()
    assert (before.running, before.pid, before.server_version) == (False, None, None)
    assert not new_server.home.exists()
    assert not new_server.stop()
    assert not new_server.home.exists()

    told: list[str] = []
    dsn = new_server.start(told.append)
    assert told
    running = new_server.status()
    assert running.running
    assert running.pid is not None
    assert running.server_version is not None
    assert (running.dsn, running.home, running.data) == (dsn, new_server.home, new_server.data)
    assert rows(new_server, "select current_user, current_database()") == [("recert", "recert")]
    assert int(running.server_version.split(".")[0]) >= 15

    assert new_server.stop()
    assert new_server.status() == before
    assert not new_server.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)


def test_a_second_start_changes_nothing(make_server: MakeServer, server: EmbeddedServer) -> None:
    dsn, pid = server.start(), server.status().pid
    told: list[str] = []
    assert server.start(told.append) == dsn
    assert make_server(server.home).start(told.append) == dsn
    assert server.status().pid == pid
    assert told == []


def test_data_outlive_the_server(server: EmbeddedServer) -> None:
    with psycopg.connect(server.start()) as connection:
        connection.execute("create table kept as select 42 as n")
    server.stop()
    server.start()
    assert rows(server, "select n from kept") == [(42,)]


def test_a_missing_database_is_made_again(server: EmbeddedServer) -> None:
    server.start()
    with psycopg.connect(server.dsn.replace("/recert?", "/postgres?"), autocommit=True) as admin:
        admin.execute("drop database recert")
    server.start()
    assert rows(server, "select current_database()") == [("recert",)]


def test_settings(make_server: MakeServer, tmp_path: Path) -> None:
    server = make_server(tmp_path / "home", settings={"fsync": "on", "work_mem": "5MB"})
    server.start()
    names = ["timezone", "log_timezone", "fsync", "full_page_writes", "synchronous_commit"]
    values = [rows(server, f"show {name}")[0][0] for name in names]
    assert values == ["UTC", "UTC", "on", "on", "on"]
    assert rows(server, "show listen_addresses") == [("",)]
    assert rows(server, "show data_checksums") == [("on",)]
    assert rows(server, "show work_mem") == [("5MB",)]
    assert rows(server, "show server_encoding") == [("UTF8",)]
    # By code point, and yet with letters beyond ASCII known as letters.
    assert rows(server, "select 'B' < 'a', 'z' < 'é', upper('é')") == [(True, True, "É")]


def test_every_role_can_connect(server: EmbeddedServer) -> None:
    with psycopg.connect(server.start(), autocommit=True) as admin:
        admin.execute("create role clerk login")
    with psycopg.connect(server.dsn.replace("recert@", "clerk@")) as connection:
        assert connection.execute("select current_user").fetchone() == ("clerk",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create role another")


def test_tools(server: EmbeddedServer, tmp_path: Path) -> None:
    dsn = server.start()
    answer = subprocess.run(
        [server.tool("psql"), "-XAtc", "select 6 * 7", dsn],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "42\n"
    copy = tmp_path / "copy"
    subprocess.run([server.tool("pg_basebackup"), "-d", dsn, "-D", copy, "-c", "fast"], check=True)
    assert (copy / "PG_VERSION").is_file()
    with pytest.raises(DatabaseUnavailable):
        server.tool("pg_nothing")


@pytest.mark.parametrize(
    "name",
    [pytest.param("long" * 40 + "/" + "er" * 50, id="long"), "with space, 'quote' é%20\"?#"],
)
def test_any_path_can_be_home(make_server: MakeServer, tmp_path: Path, name: str) -> None:
    server = make_server(tmp_path / name)
    server.start()
    assert server.status().running
    assert server.data.is_dir()
    assert server.stop()


def test_a_long_tmpdir(
    make_server: MakeServer, public_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = public_folder / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    server = make_server(public_folder / "home")
    server.start()
    assert server.status().running
    assert list(long.iterdir()) == []


def test_a_tmpdir_with_a_comma(
    make_server: MakeServer, public_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL takes a list of folders, which a comma separates."""
    odd = public_folder / "a,b c"
    odd.mkdir(mode=0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(odd))
    server = make_server(public_folder / "home")
    server.start()
    assert server.status().running
    assert list(odd.iterdir()) == []


def test_commands_with_another_tmpdir_find_it(
    make_server: MakeServer,
    server: EmbeddedServer,
    public_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = server.dsn
    dsn, pid = server.start(), server.status().pid
    assert dsn == before
    monkeypatch.setattr(tempfile, "tempdir", str(public_folder))
    other = make_server(server.home)
    assert other.start() == dsn
    assert other.status().pid == pid
    assert other.stop()
    assert other.start() != dsn
    assert other.status().running


def test_the_environment_of_other_servers_is_ignored(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PGPORT": "1",
        "PGHOST": "nowhere.invalid",
        "PGDATA": "/nonexistent",
        "PGUSER": "nobody",
        "PGDATABASE": "nothing",
        "PGCLIENTENCODING": "LATIN1",
        "PGSERVICE": "nowhere",
        "PGHOSTADDR": "127.0.0.55",
        "PGREQUIREPEER": "somebody",
        "PGREQUIREAUTH": "scram-sha-256",
        "PGSSLMODE": "bogus",
        "PGTARGETSESSIONATTRS": "standby",
        "PGCONNECT_TIMEOUT": "abc",
        "LC_ALL": "xx_XX.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    server.start()
    assert server.status().running
    assert rows(server, "show client_encoding") == [("UTF8",)]
    assert rows(server, "select inet_server_addr()") == [(None,)]


def test_nothing_is_left_in_the_temporary_folder(server: EmbeddedServer) -> None:
    folder = Path(parse_qs(urlsplit(server.start()).query)["host"][0])
    assert folder.stat().st_mode & 0o777 == 0o700
    server.stop()
    assert not folder.exists()


def test_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECERT_HOME", "some/where")
    assert home_folder() == Path(os.path.realpath(tmp_path)) / "some" / "where"
    assert EmbeddedServer().home == home_folder()
    monkeypatch.setenv("RECERT_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "")
    assert tmp_path in home_folder().parents
    assert home_folder().name == "recert"
