"""Guards that the server works for root and for others, and changes nobody's permissions."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import psutil
import pytest

from pipeline import binaries as programs
from pipeline.embedded import EmbeddedServer
from pipeline.errors import DatabaseUnavailable
from tests.embedded.helpers import (
    MakeClient,
    MakeServer,
    account,
    copy_programs,
    needs_root,
    python_for,
)

#: Run before a client: no process that it starts may look into those of other accounts, as is the
#: rule in containers. 24 is PR_CAPBSET_DROP, 19 is CAP_SYS_PTRACE.
AS_IN_A_CONTAINER = "import ctypes; assert ctypes.CDLL(None).prctl(24, 19, 0, 0, 0) == 0"


def permissions(path: Path) -> dict[Path, tuple[int, int, int]]:
    """Mode and owner of every folder from the root down to ``path``."""
    found = {}
    for folder in (path, *path.parents):
        info = folder.stat()
        found[folder] = (stat.S_IMODE(info.st_mode), info.st_uid, info.st_gid)
    return found


def test_no_permission_changes(make_server: MakeServer, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "open"
    home.mkdir()
    home.chmod(0o751)
    before = permissions(home)
    server = make_server(home)
    server.start()
    assert server.status().running
    server.stop()
    server.start()
    assert permissions(home) == before
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_a_home_of_our_own_is_closed(make_server: MakeServer, tmp_path: Path) -> None:
    server = make_server(tmp_path / "one" / "home")
    server.start()
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700
    for name in ("server.lock", "server.log"):
        info = (server.home / name).stat()
        assert (stat.S_IMODE(info.st_mode), info.st_uid) == (0o600, os.geteuid())


def test_the_server_is_never_root(server: EmbeddedServer) -> None:
    server.start()
    process = psutil.Process(server.status().pid)
    assert 0 not in process.uids()
    assert 0 not in process.gids()
    assert process.uids().real == server.data.stat().st_uid


def test_an_ordinary_account(
    make_client: MakeClient, public_packages: Path, public_binaries: Path, public_folder: Path
) -> None:
    """A person without rights, in a home below their own, on the default place for data."""
    user = account("nobody") if os.geteuid() == 0 else None
    theirs = public_folder / "theirs"
    theirs.mkdir(mode=0o700)
    if user is not None:
        os.chown(theirs, user.uid, user.gid)
    client = make_client(
        "",
        binaries=public_binaries,
        path=public_packages,
        script=public_packages / "client.py",
        environment={"HOME": str(theirs), "RECERT_HOME": "", "XDG_DATA_HOME": ""},
        **({"account": user, "python": python_for(user)} if user is not None else {}),
    )
    before = permissions(theirs)
    try:
        started = client.ask("start")
        assert started[0] == "started"
        home = Path(client.ask("home")[1])
        assert theirs in home.parents
        assert psutil.Process(started[1]).uids().real == theirs.stat().st_uid
        assert client.ask("select current_user, 6 * 7") == ["rows", [["recert", 42]]]
        assert client.ask("create role clerk") == ["rows", None]
        assert client.ask("start") == started
        assert client.ask("kill")[0] == "killed"
        assert client.ask("start")[0] == "started"
    finally:
        assert client.ask("stop") == ["stopped", True]
    assert permissions(theirs) == before


def test_somebody_who_may_not_write_there(
    make_client: MakeClient, public_packages: Path, public_folder: Path
) -> None:
    user = account("nobody") if os.geteuid() == 0 else None
    public_folder.chmod(0o555)
    client = make_client(
        public_folder / "home",
        path=public_packages,
        script=public_packages / "client.py",
        **({"account": user, "python": python_for(user)} if user is not None else {}),
    )
    assert client.ask("start") == ["error", DatabaseUnavailable.exit_code]
    assert client.ask("stop") == ["stopped", False]


def test_somebody_elses_home(
    make_server: MakeServer,
    make_client: MakeClient,
    public_packages: Path,
    public_binaries: Path,
    public_folder: Path,
) -> None:
    """Closed to an ordinary account; root serves it as its owner, who can go on with it."""
    needs_root()
    owner, other = account("daemon"), account("nobody")
    public_folder.chmod(0o777)
    home = public_folder / "home"
    options = {
        "binaries": public_binaries,
        "path": public_packages,
        "script": public_packages / "client.py",
        "python": python_for(other),
    }
    home.mkdir(mode=0o700)
    os.chown(home, owner.uid, owner.gid)
    server = make_server(home, binaries=public_binaries)
    server.start()
    pid = server.status().pid
    assert psutil.Process(pid).uids().real == owner.uid
    for path in home.iterdir():
        assert path.stat().st_uid == owner.uid

    client = make_client(home, account=owner, **options)
    assert client.ask("start") == ["started", pid]
    assert client.ask("stop") == ["stopped", True]
    assert client.ask("start")[0] == "started"
    assert server.start()  # and root with the owner's server
    stranger = make_client(home, account=other, **options)
    for command in ("start", "stop"):
        assert stranger.ask(command) == ["error", DatabaseUnavailable.exit_code]
    assert server.stop()
    home.chmod(0o777)  # even where the home is open, the data are the owner's
    assert stranger.ask("start") == ["error", DatabaseUnavailable.exit_code]


def test_data_that_belong_to_root(make_server: MakeServer, tmp_path: Path) -> None:
    needs_root()
    server = make_server(tmp_path / "home")
    server.data.mkdir(parents=True, mode=0o700)
    (server.data / "PG_VERSION").write_text("18\n")
    with pytest.raises(DatabaseUnavailable):
        server.start()


def test_root_in_a_container(make_client: MakeClient, server: EmbeddedServer) -> None:
    """There, the working folder of the server's processes is not told to root."""
    needs_root()
    client = make_client(server.home, wrapper=AS_IN_A_CONTAINER)
    started = client.ask("start")
    assert started[0] == "started"
    assert started[1] is not None
    assert client.ask("cwd") == ["cwd", None]
    assert client.ask("start") == started
    assert client.ask("kill") == ["killed", started[1]]
    again = client.ask("start")
    assert again[0] == "started"
    assert again[1] != started[1]
    assert client.ask("stop") == ["stopped", True]


def test_programs_that_the_server_cannot_reach(
    make_server: MakeServer,
    tmp_path: Path,
    public_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are copied once to a cache, whole or not at all."""
    needs_root()
    cache = public_folder / "cache"
    monkeypatch.setattr(programs, "CACHE", cache)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    source = copy_programs(closed)
    before = permissions(source)
    old = os.umask(0o077)
    try:
        server = make_server(tmp_path / "home", binaries=source)
        server.start()
        assert server.stop()
        (cache / ".new-killed").mkdir()
        (copy,) = [path for path in cache.iterdir() if not path.name.startswith(".")]
        made = copy.stat().st_mtime_ns
        server.start()
    finally:
        os.umask(old)
    assert copy.stat().st_mtime_ns == made
    assert permissions(source) == before
    assert copy in Path(psutil.Process(server.status().pid).exe()).parents
    # Another build gets another copy, and then the rubbish goes.
    server.stop()
    (source.parent / "share" / "postgres.bki").open("a").close()
    with (source.parent / "share" / "errcodes.txt").open("a") as file:
        file.write("\n")
    server.start()
    assert len(list(cache.iterdir())) == 2
    server.stop()
    # Nobody but root may have laid programs there for root to start.
    shutil.rmtree(cache)
    cache.mkdir()
    cache.chmod(0o777)
    with pytest.raises(DatabaseUnavailable):
        server.start()


def test_programs_reached_through_a_group(
    make_client: MakeClient, public_packages: Path, public_folder: Path
) -> None:
    """An ordinary account needs no copy, and could make none."""
    needs_root()
    user, group = account("nobody"), account("daemon").gid
    closed, home = public_folder / "closed", public_folder / "home"
    closed.mkdir(mode=0o750)
    os.chown(closed, 0, group)
    home.mkdir(mode=0o700)
    os.chown(home, user.uid, user.gid)
    client = make_client(
        home,
        binaries=copy_programs(closed),
        path=public_packages,
        script=public_packages / "client.py",
        python=python_for(user),
        account=user,
        groups=[group],
    )
    started = client.ask("start")
    assert started[0] == "started"
    assert closed in Path(psutil.Process(started[1]).exe()).parents
    assert client.ask("stop") == ["stopped", True]


def test_programs_of_another_layout_are_not_copied(
    make_server: MakeServer, tmp_path: Path, binaries: Path
) -> None:
    needs_root()
    folder = tmp_path / "bin"
    folder.mkdir()
    shutil.copy(binaries / "postgres", folder)
    with pytest.raises(DatabaseUnavailable):
        make_server(tmp_path / "home", binaries=folder).start()
