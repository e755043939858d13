"""What a name stands for: links, devices, pipes, and files that change while they are read."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import BadInput
from pipeline.importing import load_file
from tests.cli.calling import Recert, call
from tests.company import REASON, Database

HEADER = "employee_number,full_name\n"
GOOD = "N-1,Nobody\nN-2,Somebody\n"
BAD = "N-3,\n"


def people(company: Database) -> int:
    return company.value("select count(*) from core.users where employee_number like 'N-%%'")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "users.csv"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    return path


def test_a_link_to_a_file_is_the_file(company: Database, file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(file)
    assert load_file(company.connection, "users", link).inserted == 2


@pytest.mark.parametrize(
    "target",
    ["/no/such/file", "/", "itself", "/dev/null/x"],
    ids=["nothing", "folder", "itself", "below a device"],
)
def test_a_link_that_leads_nowhere(
    shared: Database, recert: Recert, tmp_path: Path, target: str
) -> None:
    link = tmp_path / "users.csv"
    link.symlink_to(link if target == "itself" else target)
    for arguments in (
        ["import", "users", str(link)],
        ["submit", "Lockout", "9", "--content", str(link), "--source", "S", "--reason", REASON],
    ):
        result = recert(shared, *arguments)
        assert (result.code, result.out) == (2, "")
        assert "Traceback" not in result.err


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/full"])
@pytest.mark.parametrize("name", ["users.csv", "users.parquet"])
def test_a_device(shared: Database, recert: Recert, tmp_path: Path, device: str, name: str) -> None:
    link = tmp_path / name
    link.symlink_to(device)
    before = people(shared)
    result = recert(shared, "--log-format", "json", "import", "users", str(link))
    assert (result.code, result.out) == (5, "")
    assert result.messages[-1]["sqlstate"] == "ZR103"
    assert people(shared) == before


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_as_a_text(shared: Database, recert: Recert, device: str) -> None:
    """It goes on for ever, and is not read for ever."""
    for arguments in (
        ["submit", "Lockout", "9", "--content", device, "--source", "S", "--reason", REASON],
        [
            *("campaign", "create", "Lockout", "--name", "x", "--due", "2100-01-01"),
            *("--employees-file", device, "--reason", REASON),
        ],
    ):
        result = recert(shared, *arguments, "--as", "A-1")
        assert (result.code, result.out) == (5, "")
        assert "Traceback" not in result.err


def test_a_text_of_just_the_longest_length(
    shared: Database, recert: Recert, tmp_path: Path
) -> None:
    content = tmp_path / "content.md"
    for length, code in ((1_048_577, 5), (1_048_576, 0)):
        content.write_text("\U0001f512" * length, encoding="utf-8")
        result = recert(
            shared,
            *("submit", "Lockout", "9", "--content", str(content), "--source", "S"),
            *("--reason", REASON, "--as", "Q-1"),
        )
        assert result.code == code


def test_a_pipe(company: Database, tmp_path: Path) -> None:
    fifo = tmp_path / "users.csv"
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_text(HEADER + GOOD, encoding="utf-8"))
    writer.start()
    try:
        assert load_file(company.connection, "users", fifo).inserted == 2
    finally:
        writer.join()


def test_standard_input_of_the_command(shared: Database, tmp_path: Path) -> None:
    file = tmp_path / "users.csv"
    file.write_text(HEADER + "S-1,Somebody\n", encoding="utf-8")
    with file.open("rb") as stream:
        result = call(
            *("--dsn", shared.dsn, "import", "users", "/dev/stdin", "--format", "json"),
            stdin=stream,
        )
    assert result.code == 0
    assert result.document["inserted"] == 1


def test_a_name_that_no_file_can_have(shared: Database, recert: Recert, file: Path) -> None:
    for name in ("x" * 300, "a/" * 3000 + "x", "\udcff" * 300):
        before = people(shared)
        assert recert(shared, "import", "users", name).code == 2
        result = recert(shared, "import", "users", str(file), "--rejects", name)
        assert result.code in {2, 5}
        assert "Traceback" not in result.err
        assert people(shared) == before


def test_the_rejects_go_where_they_can_or_nothing_is_loaded(
    shared: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "users.csv"
    text = HEADER + GOOD + BAD
    file.write_text(text, encoding="utf-8")
    itself, hard, folder, full = (tmp_path / name for name in ("itself", "hard", "folder", "full"))
    itself.symlink_to(file)
    hard.hardlink_to(file)
    folder.symlink_to(tmp_path)
    full.symlink_to("/dev/full")
    before = people(shared)
    for rejects, code in ((itself, 2), (hard, 2), (folder, 2), (full, 5), (tmp_path / "no/x", 5)):
        for partial in ([], ["--partial"]):
            options = ["--rejects", str(rejects), *partial]
            result = recert(shared, "import", "users", str(file), *options)
            assert (result.code, result.out) == (code, "")
            assert "Traceback" not in result.err
            assert people(shared) == before
    assert file.read_text(encoding="utf-8") == text


def test_a_file_of_any_name(shared: Database, recert: Recert, tmp_path: Path) -> None:
    for name in (
        *("[red]x.csv", "[x].csv", "-", "--help", "a\nb.csv", "\x1b]52;c;x\x07.csv"),
        *("\u202egnp.csv", "'; drop table x; --.csv", "%s.csv", "\udcff.csv", "{0}.csv"),
    ):
        path = tmp_path / name
        path.write_text(HEADER + BAD, encoding="utf-8")
        result = recert(shared, "import", "users", str(path))
        assert (result.code, result.out) == (5, "")
        assert "Traceback" not in result.err
        assert not {"\x1b", "\x07", "\u202e"} & set(result.err)


def grown(file: Path) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write("N-9,Late\n")


def shrunk(file: Path) -> None:
    os.truncate(file, 20)


def written_over(file: Path) -> None:
    status = file.stat()
    file.write_text(HEADER + GOOD.replace("N-2", "N-8"), encoding="utf-8")
    # within one tick of the file system's clock it would look like the same
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


@pytest.mark.parametrize("change", [grown, shrunk, written_over])
def test_a_file_that_changes_while_it_is_read(
    company: Database, file: Path, change: Callable[[Path], None]
) -> None:
    before = company.snapshot()
    changed = False

    def once(position: int, size: int) -> None:
        nonlocal changed
        if not changed:
            change(file)
            changed = True

    with pytest.raises(BadInput) as caught, company.connection.transaction():
        load_file(company.connection, "users", file, progress=once)
    assert caught.value.sqlstate == "ZR103"
    assert company.snapshot() == before


def test_a_file_that_is_replaced_while_it_is_read(company: Database, file: Path) -> None:
    """What was opened is read to its end, and is what the register has the hash of."""
    old = file.read_bytes()
    new = file.with_name("new.csv")
    new.write_text(HEADER + "N-7,New\n", encoding="utf-8")

    def replace(position: int, size: int) -> None:
        if new.exists():
            new.replace(file)

    assert load_file(company.connection, "users", file, progress=replace).inserted == 2
    assert company.rows("select from core.users where employee_number = 'N-7'") == []
    assert (
        company.value("select file_sha256 from ops.imports order by import_id desc limit 1")
        == hashlib.sha256(old).hexdigest()
    )
