"""Whoever hears nothing, or says nothing: the work and its exit code are the same."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.calling import COMMAND, HUNG, ROOT, Result, environment, finish, start
from tests.company import REASON, Database

_ACTIONS = "select array_agg(action order by seq) from audit.log where seq > %s"


@pytest.fixture
def nobody() -> Iterator[int]:
    """The end of a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.fixture
def broken_log(company: Database, tmp_path: Path) -> str:
    file = tmp_path / "audit.jsonl"
    assert finish(start("audit", "export", str(file), "--dsn", company.dsn)).code == 0
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[1:]))
    return str(file)


@pytest.mark.rule(20)
@pytest.mark.parametrize("streams", [{"stderr"}, {"stdout"}, {"stdout", "stderr"}])
def test_work_is_done_though_nobody_listens(
    company: Database, nobody: int, streams: set[str]
) -> None:
    last = company.value("select max(seq) from audit.log")
    unread = dict.fromkeys(streams, nobody)
    for arguments in (["recompute"], ["scan", "overdue"]):
        assert finish(start(*arguments, "--dsn", company.dsn, **unread)).code == 0
    assert company.value(_ACTIONS, last) == ["recompute_assignments", "scan_overdue"]


@pytest.mark.parametrize("streams", [{"stderr"}, {"stdout"}, {"stdout", "stderr"}])
def test_what_is_wrong_has_its_code_though_nobody_listens(
    company: Database, broken_log: str, nobody: int, streams: set[str]
) -> None:
    unread = dict.fromkeys(streams, nobody)
    for code, arguments in (
        (2, ["nonsense"]),
        (2, ["import", "users", "/nowhere.csv"]),
        (6, ["recertify", "No such", "9", "--reason", REASON, "--as", "Q-1"]),
        (7, ["approve", "Lockout", "2", "--reason", REASON, "--as", "E-1"]),
        (8, ["audit", "verify", broken_log]),
    ):
        assert finish(start(*arguments, "--dsn", company.dsn, **unread)).code == code, arguments


def test_a_full_disk_under_what_is_said_beside_the_result(company: Database) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        result = finish(start("recompute", "--dsn", company.dsn, stderr=full))
        assert (result.code, bool(result.out)) == (0, True)
        assert finish(start("nonsense", stderr=full)).code == 2


def _without_input(*arguments: str) -> Result:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *COMMAND, *arguments],
        env=environment(),
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
        timeout=HUNG,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def test_a_closed_input_is_an_empty_one(company: Database) -> None:
    """Some schedulers close it."""
    decision = ["--reason", REASON, "--as", "Q-1", "--dsn", company.dsn]
    assert _without_input("approve", "Lockout", "2", *decision).code == 0
    submitted = _without_input(
        *["submit", "Lockout", "9", "--content", "-", "--source", "SOP-1@A"],
        *["--reason", REASON, "--as", "A-1", "--dsn", company.dsn],
    )
    assert submitted.code == 0, submitted.err
    assert company.value("select content from core.training_versions where label = '9'") == ""


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_while_the_command_is_still_loaded(
    interrupt: signal.Signals, tmp_path: Path
) -> None:
    # a module that is loaded early says that it is, and waits
    loading, waiting = tmp_path / "loading", tmp_path / "click"
    waiting.mkdir()
    (waiting / "__init__.py").write_text(
        f"import signal; open({str(loading)!r}, 'w').close(); signal.pause()"
    )
    os.mkfifo(loading)
    process = start("db", "status", variables={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    with loading.open():  # opened by both
        pass
    process.send_signal(interrupt)
    result = finish(process)
    assert (result.code, result.out, result.err) == (130, "", "")
