"""A full disk on the server: told as such with 3, nothing half-done, and done with space again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import places
from tests.cli.calling import Result, call
from tests.company import Database
from tests.faults.recertifying import APPROVE, prepare
from tests.faults.whole import assert_done, assert_nothing_done, contents

pytestmark = pytest.mark.embedded

PEOPLE = 10_000

#: Bytes that are left: no table can grow.
LITTLE = 200_000

#: Bytes that are left: tables can grow, but the write-ahead log gets no segment after its current
#: one. PostgreSQL cannot go on without it, and ends.
LESS_THAN_A_SEGMENT = 14_000_000


class SmallDisk:
    """A file system of its own, with a server and its company, whose size can be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def call(self, *arguments: str) -> Result:
        return call(*arguments, variables={"RECERT_HOME": str(self.folder)})

    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def resize(self, size: int) -> None:
        subprocess.run([places.MOUNT, "-o", f"remount,size={size}", self.folder], check=True)

    def leave(self, room: int) -> None:
        self.resize(shutil.disk_usage(self.folder).used + room)

    def enlarge(self) -> None:
        self.resize(2 << 30)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    with places.disk(folder, "2g"):
        disk = SmallDisk(folder)
        try:
            yield disk
        finally:
            disk.call("db", "stop")


def people(path: Path) -> Path:
    """A file of more than the disk has room for."""
    note = "x" * 900
    with path.open("w", encoding="utf-8") as file:
        file.write("employee_number,full_name,attributes\n")
        for number in range(30_000):
            file.write(f'N-{number},Person {number},"{{""note"": ""{note}""}}"\n')
    return path


def use_up_log(database: Database) -> None:
    """Have the write-ahead log stand close to the end of the last segment that it has."""
    database.execute("alter system set wal_recycle = off")
    database.execute("alter system set min_wal_size = '32MB'")
    database.execute("select pg_reload_conf()")
    database.execute("checkpoint")
    while True:
        here = database.row(
            "select 16 * 1048576 - file_offset as left, exists ("
            " select from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$' and name > file_name"
            " ) as has_next from pg_walfile_name_offset(pg_current_wal_insert_lsn())"
        )
        if here["left"] < 200_000 and not here["has_next"]:
            return
        database.execute(
            "select pg_logical_emit_message(false, 'filler', repeat('x', %s))",
            max(here["left"] - 150_000, 100),
        )


@pytest.mark.rule(4, 20)
def test_a_full_disk_is_told_and_leaves_nothing(disk: SmallDisk, tmp_path: Path) -> None:
    installed = disk.call("db", "init")
    assert installed.code == 0, installed.err
    dsn = disk.call("db", "status", "--format", "json").document["dsn"]
    with Database.connect(dsn) as database:
        prepare(database, PEOPLE)
        before = contents(database)

    file = people(tmp_path / "people.csv")
    for command, room in (
        (["import", "users", str(file), "--as", "Q-1"], LITTLE),
        (APPROVE, LITTLE),
        (APPROVE, LESS_THAN_A_SEGMENT),
    ):
        if room == LESS_THAN_A_SEGMENT:
            with Database.connect(dsn) as database:
                use_up_log(database)
        disk.leave(room)
        result = disk.call(*command, "--log-format", "json")
        assert (result.code, result.out) == (3, ""), result.err
        error = next(line for line in result.messages if line["level"] == "error")
        # whoever wanted the segment takes the others along, who then have no code
        assert error["sqlstate"] in {"53100", "53100" if room == LITTLE else None}
        assert ("PANIC:" in disk.log()) is (room == LESS_THAN_A_SEGMENT)
        assert error["hint"]
        disk.enlarge()
        assert disk.call("db", "start").code == 0
        with Database.connect(dsn) as database:
            assert_nothing_done(database, before)

    assert disk.call(*APPROVE).code == 0
    with Database.connect(dsn) as database:
        assert_done(database, PEOPLE)
