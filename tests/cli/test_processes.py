"""The command as a process among others: interrupted, killed, cut off, or without space."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.calling import COMMAND, HUNG, call, environment, finish, start
from tests.company import REASON, Database
from tests.sessions import until_gone, until_somebody_is_blocked

EVERYONE = [
    *["approve", "Lockout", "2", "--recertify-everyone", "--reason", REASON],
    *["--as", "Q-1", "--format", "json"],
]

MOUNT, UMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""


@pytest.mark.rule(4, 20)
@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["", "debug"])
def test_ctrl_c_leaves_nothing_half_done(company: Database, debug: list[str]) -> None:
    before = company.snapshot()
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute("select from core.trainings for update")
        process = start(*EVERYONE, *debug, "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        process.send_signal(signal.SIGINT)
        result = finish(process)
        # while the lock is still held: its session waits no longer
        assert (result.code, result.out) == (130, "")
        assert "Traceback" not in result.err
        assert company.snapshot() == before
        other.execute("rollback")
    assert company.snapshot() == before
    assert call(*EVERYONE, "--dsn", company.dsn).code == 0


@pytest.mark.rule(4, 20)
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_a_command_that_is_killed_leaves_nothing_half_done(
    company: Database, ending: signal.Signals
) -> None:
    before = company.snapshot()
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute("select from core.trainings for update")
        process = start(*EVERYONE, "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        process.send_signal(ending)
        finish(process)
        other.execute("rollback")
    # its session goes on until it finds nobody to answer, and then takes everything back
    until_gone(company, "recert")
    assert company.snapshot() == before
    assert call(*EVERYONE, "--dsn", company.dsn).code == 0


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_a_reader_who_has_seen_enough_is_no_error(company: Database, form: str) -> None:
    for _ in range(8):
        company.execute("select api.scan_overdue() from generate_series(1, 50)")
    with start("audit", "log", "--all", "--format", form, "--dsn", company.dsn) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()  # more than a pipe holds is still to come
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(HUNG) == 0


def test_an_output_that_cannot_be_written_is_told(company: Database) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    for form in ("json", "csv", "table"):
        with Path("/dev/full").open("wb") as full:
            result = finish(
                start("db", "status", "--format", form, "--dsn", company.dsn, stdout=full)
            )
        assert result.code == 1
        assert "Traceback" not in result.err
        assert "Exception ignored" not in result.err
        assert result.err


# -- a full disk ----------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, large enough for a server and little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not MOUNT or not UMOUNT:
        pytest.skip("this system has no mount")
    mounted = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", "size=160m,mode=0755", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("only root can mount a file system, and not in every container")
    try:
        yield folder
    finally:
        call("db", "stop", variables={"RECERT_HOME": str(folder)})
        subprocess.run([UMOUNT, "--lazy", folder], check=True)


def test_a_full_disk_on_import_is_told_and_leaves_nothing(small_disk: Path, tmp_path: Path) -> None:
    home = {"RECERT_HOME": str(small_disk)}
    installed = call("db", "init", variables=home)
    assert installed.code == 0, installed.err
    dsn = call("db", "status", "--format", "json", variables=home).document["dsn"]

    users = tmp_path / "users.csv"
    with users.open("w", encoding="utf-8") as file:
        file.write("employee_number,full_name,attributes\n")
        note = "x" * 900
        for number in range(100_000):
            file.write(f'E-{number},Person {number},"{{""note"": ""{note}""}}"\n')
    small = tmp_path / "few.csv"
    small.write_text("employee_number,full_name\nE-1,Person\n", encoding="utf-8")

    result = call("import", "users", str(users), "--format", "json", variables=home)
    assert (result.code, result.out) == (3, ""), result.err
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) >= 2

    subprocess.run([MOUNT, "-o", "remount,size=2g", small_disk], check=True)
    again = call("import", "users", str(small), "--format", "json", variables=home)
    assert again.code == 0, again.err
    with psycopg.connect(dsn) as connection:
        (count,) = connection.execute("select count(*) from core.users").fetchone() or (None,)
    assert count == 1
    assert os.path.ismount(small_disk)


@pytest.mark.rule(4, 20)
def test_whoever_is_told_to_end_says_so(company: Database) -> None:
    """A scheduler ends a job with SIGTERM: that is an interruption like Ctrl-C."""
    before = company.snapshot()
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute("select from core.trainings for update")
        process = start(*EVERYONE, "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        process.send_signal(signal.SIGTERM)
        result = finish(process)
        other.execute("rollback")
    assert (result.code, result.out) == (130, "")
    assert "Interrupted" in result.err
    assert company.snapshot() == before


def test_streams_that_are_closed_or_cannot_show_a_name(company: Database) -> None:
    company.execute("update core.trainings set name = 'Löschen'")
    arguments = [*COMMAND, "queue", "list", "--dsn", company.dsn]
    closed = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&- 2>&-', "sh", *arguments],
        env=environment(),
        cwd="/",
        check=False,
        timeout=HUNG,
    )
    assert closed.returncode == 0
    ascii_only = call(
        "queue", "list", "--dsn", company.dsn, variables={"PYTHONIOENCODING": "ascii"}
    )
    assert (ascii_only.code, ascii_only.err) == (0, "")
    assert "L\\xf6schen" in ascii_only.out
