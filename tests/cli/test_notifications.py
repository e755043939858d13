"""Listing reminders and handing them over: marked when they are where they belong, not before."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.database import dsn_parts
from pipeline.embedded import EmbeddedServer
from tests.cli.calling import COMMAND, HUNG, Recert, call, environment, finish, start
from tests.company import Database, copied
from tests.functions.reminding import DAY, assign, fill, remind
from tests.sessions import until_gone, until_somebody_is_blocked

EXPORT = ["notifications", "export"]

COLUMNS = [
    *["notification_id", "kind", "employee_number", "full_name", "email", "copy_to", "copy_email"],
    *["training", "version", "campaign", "due_at", "created_at", "subject"],
]

MOUNT, UMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""


#: Whether Python writes at once, as containers often have it, or keeps a buffer.
BUFFERS = [
    pytest.param({"PYTHONUNBUFFERED": ""}, id="buffered"),
    pytest.param({"PYTHONUNBUFFERED": "1"}, id="unbuffered"),
]

HARD_TO_WRITE = 'Zoë "Zo", 安全\nNewline'


@pytest.fixture(scope="module")
def with_two(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database where two reminders wait: of E-1, and of E-2, who is overdue."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            database.execute(
                "update core.users set full_name = %s where employee_number = 'E-1'", HARD_TO_WRITE
            )
            assign(database, "E-1", 3 * DAY, "Of Gowning")
            assign(database, "E-2", -3 * DAY)
            assert remind(database) == {"due_in_7_days": 1, "overdue": 1}
        yield dsn_parts(dsn)["dbname"]


@pytest.fixture
def waiting(server: EmbeddedServer, with_two: str) -> Iterator[Database]:
    """The two reminders in a database of the test's own."""
    with copied(server, with_two) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture(scope="module")
def unsent(server: EmbeddedServer, with_two: str) -> Iterator[Database]:
    """The same, shared by tests that hand nothing over."""
    with copied(server, with_two) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture(scope="module")
def with_many(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database where more reminders wait than a pipe holds."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            database.execute(
                "insert into core.users (employee_number, full_name)"
                " select 'N-' || n, 'Person' from generate_series(1, 3000) as n"
            )
            database.execute(
                "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
                " select user_id, campaign_id, now() + interval '20 days', now()"
                " from core.users, core.campaigns"
                " where name = 'Of Lockout' and employee_number like 'N-%' order by user_id"
            )
            assert remind(database) == {"due_in_30_days": 3000}
        yield dsn_parts(dsn)["dbname"]


@pytest.fixture(scope="module")
def many(server: EmbeddedServer, with_many: str) -> Iterator[Database]:
    """More reminders than a pipe holds, shared by tests that hand nothing over."""
    with copied(server, with_many) as dsn, Database.connect(dsn) as database:
        yield database


def marked(database: Database) -> int:
    return database.value("select count(handed_over_at) from core.notifications")


def exports(database: Database) -> int:
    return database.value("select count(*) from audit.log where action = 'export'")


def nothing_marked(database: Database) -> bool:
    return (marked(database), exports(database)) == (0, 0)


def as_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def right(rows: list[dict[str, Any]], nothing: str | None) -> bool:
    """Whether these are the two reminders that waited."""
    assert [list(row) for row in rows] == [COLUMNS, COLUMNS]
    first, second = rows
    assert (first["employee_number"], first["kind"]) == ("E-1", "due_in_7_days")
    assert first["full_name"] == HARD_TO_WRITE
    assert (first["copy_to"], first["copy_email"]) == (nothing, nothing)
    assert (second["employee_number"], second["kind"]) == ("E-2", "overdue")
    assert (second["copy_to"], second["copy_email"]) == ("M-1", "m1@example.com")
    assert all(row[name].endswith("Z") for row in rows for name in ("due_at", "created_at"))
    return True


# -- list -----------------------------------------------------------------------------------


def test_the_list_shows_what_waits_and_changes_nothing(unsent: Database, recert: Recert) -> None:
    before = unsent.snapshot()
    rows = recert(unsent, "notifications", "list", "--format", "json").document
    assert right([{name: row[name] for name in COLUMNS} for row in rows], None)
    assert [row["handed_over_at"] for row in rows] == [None, None]
    mine = recert(unsent, "notifications", "list", "--employee", "E-2", "--format", "json")
    assert [row["employee_number"] for row in mine.document] == ["E-2"]
    shown = recert(unsent, "notifications", "list")
    assert shown.code == 0
    assert "E-1" in shown.out
    assert unsent.snapshot() == before


def test_the_list_shows_what_was_handed_over_when_asked(waiting: Database, recert: Recert) -> None:
    assert recert(waiting, *EXPORT).code == 0
    assert recert(waiting, "notifications", "list", "--format", "json").document == []
    rows = recert(waiting, "notifications", "list", "--all", "--format", "json").document
    assert len(rows) == 2
    assert all(row["handed_over_at"].endswith("Z") for row in rows)


# -- export ---------------------------------------------------------------------------------


@pytest.mark.rule(20, 21)
@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_export_to_a_new_file(waiting: Database, recert: Recert, tmp_path: Path, form: str) -> None:
    file = tmp_path / "reminders"
    result = recert(waiting, *EXPORT, str(file), "--format", form)
    assert (result.code, result.out) == (0, "")
    text = file.read_bytes().decode()
    assert right(
        json.loads(text) if form == "json" else as_rows(text), None if form == "json" else ""
    )
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mode & 0o007 == 0  # addresses are not for everybody
    assert (marked(waiting), exports(waiting)) == (2, 1)


@pytest.mark.parametrize("file", [[], ["-"]], ids=["", "-"])
@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_export_to_standard_output(
    waiting: Database, recert: Recert, form: str, file: list[str]
) -> None:
    result = recert(waiting, *EXPORT, *file, "--format", form)
    assert result.code == 0
    assert right(
        result.document if form == "json" else as_rows(result.out), None if form == "json" else ""
    )
    assert (marked(waiting), exports(waiting)) == (2, 1)


def test_a_second_export_has_nothing_and_makes_no_file(
    waiting: Database, recert: Recert, tmp_path: Path
) -> None:
    assert recert(waiting, *EXPORT, str(tmp_path / "first")).code == 0
    before = waiting.snapshot()
    for form in ("csv", "json"):
        result = recert(waiting, *EXPORT, str(tmp_path / "second"), "--format", form)
        assert (result.code, result.out) == (0, "")
    assert [file.name for file in tmp_path.iterdir()] == ["first"]
    assert waiting.snapshot() == before


def test_nothing_to_hand_over_is_an_empty_array_on_standard_output(
    database: Database, recert: Recert
) -> None:
    result = recert(database, *EXPORT, "--format", "json")
    assert (result.code, result.document) == (0, [])


@pytest.mark.parametrize("actor", ["E-1", "M-1"])
def test_who_may_not_export(unsent: Database, recert: Recert, tmp_path: Path, actor: str) -> None:
    file = tmp_path / "reminders.csv"
    result = recert(unsent, *EXPORT, str(file), "--as", actor)
    assert (result.code, result.out, file.exists()) == (7, "", False)
    assert nothing_marked(unsent)


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
            " where datname = current_database() and application_name = 'recert'"
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


def test_what_an_ascii_stream_gets_can_be_read(waiting: Database) -> None:
    result = call(
        *[*EXPORT, "--format", "json", "--dsn", waiting.dsn],
        variables={"PYTHONIOENCODING": "ascii"},
    )
    assert result.code == 0
    assert right(result.document, None)
