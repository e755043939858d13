"""Guards that what cannot work is refused with an error of ours, and nothing is changed."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.binaries import Account
from pipeline.embedded import EmbeddedServer
from pipeline.errors import DatabaseUnavailable
from tests.embedded.helpers import MakeServer, account, needs_root


def refused(server: EmbeddedServer) -> DatabaseUnavailable:
    with pytest.raises(DatabaseUnavailable) as caught:
        server.start()
    assert caught.value.hint
    assert caught.value.detail
    assert not server.status().running
    return caught.value


def give(path: Path, account: Account) -> None:
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def test_data_of_another_major_version(
    new_server: EmbeddedServer, account_of_server: Account
) -> None:
    new_server.data.mkdir(parents=True, mode=0o700)
    give(new_server.data, account_of_server)
    (new_server.data / "PG_VERSION").write_text("12\n")
    error = refused(new_server)
    assert "12" in error.message
    assert [path.name for path in new_server.data.iterdir()] == ["PG_VERSION"]


def test_a_data_folder_that_is_something_else(
    new_server: EmbeddedServer, account_of_server: Account
) -> None:
    new_server.data.mkdir(parents=True)
    give(new_server.data, account_of_server)
    (new_server.data / "letter.txt").write_text("Dear all")
    refused(new_server)
    assert [path.name for path in new_server.data.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("where", ["home", "above"])
def test_a_file_where_a_folder_should_be(
    make_server: MakeServer, tmp_path: Path, where: str
) -> None:
    file = tmp_path / "file"
    file.write_text("kept")
    server = make_server(file if where == "home" else file / "home")
    refused(server)
    assert not server.stop()
    assert file.read_text() == "kept"


def test_a_home_that_is_a_circle_of_links(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(DatabaseUnavailable):
        EmbeddedServer(link).start()


def test_a_lock_or_log_that_is_a_link(new_server: EmbeddedServer, tmp_path: Path) -> None:
    new_server.home.mkdir()
    target = tmp_path / "target"
    target.write_text("kept")
    for name in ("server.lock", "server.log"):
        link = new_server.home / name
        link.symlink_to(target)
        refused(new_server)
        link.unlink()
    assert target.read_text() == "kept"


@pytest.mark.parametrize("kind", ["link", "open", "stranger", "file"])
def test_a_socket_folder_made_by_somebody_else(
    server: EmbeddedServer, account_of_server: Account, public_folder: Path, kind: str
) -> None:
    folder = Path(parse_qs(urlsplit(server.dsn).query)["host"][0])
    theirs = public_folder / "theirs"
    if kind == "link":
        theirs.mkdir(mode=0o700)
        give(theirs, account_of_server)
        folder.symlink_to(theirs)
    elif kind == "file":
        folder.touch()
    else:
        folder.mkdir(mode=0o700)
    try:
        if kind == "open":
            folder.chmod(0o777)
        if kind == "stranger":
            needs_root()
            give(folder, account("daemon"))
        else:
            give(folder, account_of_server)
        before = folder.lstat()
        refused(server)
        assert server.status().pid is None
        after = folder.lstat()
        assert (after.st_mode, after.st_uid) == (before.st_mode, before.st_uid)
    finally:
        folder.rmdir() if folder.is_dir() and not folder.is_symlink() else folder.unlink()


def test_a_server_that_cannot_start_tells_why(make_server: MakeServer, tmp_path: Path) -> None:
    server = make_server(tmp_path / "home", settings={"shared_buffers": "many"})
    error = refused(server)
    assert error.detail is not None
    assert "shared_buffers" in error.detail
    assert server.status().pid is None


def test_programs_that_do_not_run(make_server: MakeServer, tmp_path: Path) -> None:
    refused(make_server(tmp_path / "home", binaries=tmp_path))
    assert not (tmp_path / "home" / "pgdata").exists()


def test_a_server_that_refuses_us(server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    hba = server.data / "pg_hba.conf"
    allowed = hba.read_text()
    hba.write_text("local all all reject\n")
    refused(server)
    hba.write_text(allowed)
    server.stop()
    server.start()
    assert server.status().running
