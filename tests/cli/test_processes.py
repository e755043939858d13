"""The command as a process among others: interrupted, unread, or without an output."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.calling import COMMAND, HUNG, call, environment, finish, start
from tests.company import REASON, Database
from tests.sessions import until_somebody_is_blocked

EVERYONE = [
    *["approve", "Lockout", "2", "--recertify-everyone", "--reason", REASON],
    *["--as", "Q-1", "--format", "json"],
]


@pytest.mark.rule(4, 20)
@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["", "debug"])
def test_ctrl_c_leaves_nothing_half_done(company: Database, debug: list[str]) -> None:
    before = company.record()
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
        assert company.record() == before
        other.execute("rollback")
    assert company.record() == before
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
