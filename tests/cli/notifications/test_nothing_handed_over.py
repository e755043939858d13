"""Reminders are marked when they are where they belong, and not before."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.embedded import EmbeddedServer
from tests.cli.calling import COMMAND, HUNG, Recert, environment, finish, start
from tests.cli.notifications.handing import EXPORT, as_rows, exports, marked, nothing_marked
from tests.company import Database, copied
from tests.sessions import until_gone, until_somebody_is_blocked

MOUNT, UMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""

#: Whether Python writes at once, as containers often have it, or keeps a buffer.
BUFFERS = [
    pytest.param({"PYTHONUNBUFFERED": ""}, id="buffered"),
    pytest.param({"PYTHONUNBUFFERED": "1"}, id="unbuffered"),
]


# -- a file that cannot be written ----------------------------------------------------------


@pytest.mark.parametrize("kind", ["file", "empty file", "link", "dangling link", "pipe", "device"])
def test_what_exists_is_not_overwritten(
    unsent: Database, recert: Recert, tmp_path: Path, kind: str
) -> None:
    file, other = tmp_path / "reminders.csv", tmp_path / "other"
    match kind:
        case "file":
            file.write_text("not sent yet")
        case "empty file":
            file.touch()
        case "link":
            other.write_text("not sent yet")
            file.symlink_to(other)
        case "dangling link":
            file.symlink_to(other)
        case "pipe":
            os.mkfifo(file)
        case _:
            file = Path("/dev/null")
    before = sorted(tmp_path.iterdir())
    result = recert(unsent, *EXPORT, str(file), "--log-format", "json")
    assert (result.code, result.out) == (6, "")
    assert result.messages[-1]["sqlstate"] == "ZR209"
    assert result.messages[-1]["hint"]
    assert nothing_marked(unsent)
    assert sorted(tmp_path.iterdir()) == before
    if kind == "file":
        assert file.read_text() == "not sent yet"


def test_a_folder_is_no_file(unsent: Database, recert: Recert, tmp_path: Path) -> None:
    result = recert(unsent, *EXPORT, str(tmp_path))
    assert (result.code, result.out) == (2, "")
    assert nothing_marked(unsent)


@pytest.mark.parametrize("where", ["missing/file", "taken/file", "x" * 300])
def test_a_place_that_cannot_be_written(
    unsent: Database, recert: Recert, tmp_path: Path, where: str
) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    result = recert(unsent, *EXPORT, str(tmp_path / where), "--log-format", "json")
    assert (result.code, result.out) == (1, "")
    assert result.messages[-1]["hint"]
    assert "Traceback" not in result.err
    assert nothing_marked(unsent)
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system that holds one page."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not MOUNT or not UMOUNT:
        pytest.skip("this system has no mount")
    mounted = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root can mount a file system, and not in every container")
    try:
        yield folder
    finally:
        subprocess.run([UMOUNT, "--lazy", folder], check=True)


def test_a_full_disk(many: Database, recert: Recert, tiny_disk: Path) -> None:
    result = recert(many, *EXPORT, str(tiny_disk / "reminders.csv"))
    assert (result.code, result.out) == (1, "")
    assert nothing_marked(many)
    assert list(tiny_disk.iterdir()) == []


def test_a_disk_that_cannot_be_written(unsent: Database, recert: Recert, tiny_disk: Path) -> None:
    subprocess.run([MOUNT, "-o", "remount,ro", tiny_disk], check=True)
    result = recert(unsent, *EXPORT, str(tiny_disk / "reminders.csv"))
    assert (result.code, result.out) == (1, "")
    assert nothing_marked(unsent)


# -- a standard output that takes nothing ---------------------------------------------------


@pytest.mark.parametrize("variables", BUFFERS)
def test_an_output_without_room(unsent: Database, variables: dict[str, str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        result = finish(start(*EXPORT, "--dsn", unsent.dsn, stdout=full, variables=variables))
    assert result.code == 1
    assert result.err
    assert "Traceback" not in result.err
    assert "Exception ignored" not in result.err
    assert nothing_marked(unsent)


@pytest.mark.parametrize("variables", BUFFERS)
def test_an_output_whose_disk_becomes_full(
    many: Database, tiny_disk: Path, variables: dict[str, str]
) -> None:
    with (tiny_disk / "reminders.csv").open("wb") as file:
        result = finish(start(*EXPORT, "--dsn", many.dsn, stdout=file, variables=variables))
    assert result.code == 1
    assert "Exception ignored" not in result.err
    assert nothing_marked(many)


def test_a_closed_output(unsent: Database) -> None:
    """Some schedulers start a command like that: the reminders would be handed to nobody."""
    closed = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *EXPORT, "--dsn", unsent.dsn],
        env=environment(),
        cwd="/",
        check=False,
        timeout=HUNG,
        capture_output=True,
        text=True,
    )
    assert closed.returncode == 1
    assert "Traceback" not in closed.stderr
    assert nothing_marked(unsent)


@pytest.mark.parametrize("variables", BUFFERS)
def test_a_reader_who_has_gone_before(unsent: Database, variables: dict[str, str]) -> None:
    """Few reminders would find room in the pipe, if there still was one."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = finish(start(*EXPORT, "--dsn", unsent.dsn, stdout=writing, variables=variables))
    finally:
        os.close(writing)
    assert result.code == 1
    assert "Traceback" not in result.err
    assert "Exception ignored" not in result.err
    assert nothing_marked(unsent)


@pytest.mark.parametrize("variables", BUFFERS)
def test_a_reader_who_goes_in_the_middle(many: Database, variables: dict[str, str]) -> None:
    with start(*EXPORT, "--dsn", many.dsn, variables=variables) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()  # more than a pipe holds is still to come
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(HUNG) == 1
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    assert nothing_marked(many)


@pytest.mark.parametrize(
    ("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)]
)
def test_who_is_ended_while_writing(many: Database, ending: signal.Signals, code: int) -> None:
    with start(*EXPORT, "--dsn", many.dsn) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(ending)
        assert process.wait(HUNG) == code
    until_gone(many, "recert")
    assert nothing_marked(many)


def test_a_server_that_is_lost_while_writing(many: Database) -> None:
    with start(*EXPORT, "--dsn", many.dsn) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        many.execute(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            " where datname = current_database() and application_name like 'recert-%'"
        )
        result = finish(process)
    assert result.code == 3
    assert "Traceback" not in result.err
    assert nothing_marked(many)


# -- two at once ----------------------------------------------------------------------------


@pytest.mark.parametrize("first_fails", [False, True])
def test_of_two_exports_the_second_takes_its_turn(
    server: EmbeddedServer, with_many: str, tmp_path: Path, first_fails: bool
) -> None:
    file = tmp_path / "reminders.csv"
    with (
        copied(server, with_many) as dsn,
        Database.connect(dsn) as database,
        start(*EXPORT, "--dsn", dsn) as first,
    ):
        assert first.stdout is not None
        read = first.stdout.readline()
        with start(*EXPORT, str(file), "--dsn", dsn) as second:
            until_somebody_is_blocked(database, "recert")
            if first_fails:
                first.stdout.close()
                assert first.wait(HUNG) == 1
            else:
                read += first.stdout.read()
                assert first.wait(HUNG) == 0
            assert second.wait(HUNG) == 0
        assert (marked(database), exports(database)) == (3000, 1)
    assert file.exists() == first_fails
    rows = as_rows(file.read_text(encoding="utf-8") if first_fails else read)
    assert len({row["notification_id"] for row in rows}) == len(rows) == 3000
