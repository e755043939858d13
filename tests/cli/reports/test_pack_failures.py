"""A pack that is interrupted, or has no room, leaves nothing and says so once."""

from __future__ import annotations

import errno
import gc
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline import cli
from pipeline.delivering import hidden_folder
from pipeline.reports.files.columns import Values
from pipeline.reports.pack import registers as written
from tests.cli.calling import finish, start
from tests.company import Database
from tests.places import disk
from tests.sessions import until_gone, until_somebody_is_blocked


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGHUP])
def test_a_pack_that_is_ended_leaves_no_file(
    inspected: Database, tmp_path: Path, ending: signal.Signals
) -> None:
    file = tmp_path / "x.zip"
    given = ["report", "pack", str(file), "--dsn", inspected.dsn]
    with Database.connect(inspected.dsn) as other:
        other.execute("begin")
        other.execute("select from audit.head for update")  # it is about to be recorded
        process = start(*given)
        until_somebody_is_blocked(inspected, "recert")
        process.send_signal(ending)
        finish(process)
        other.execute("rollback")
    until_gone(inspected, "recert")
    assert not file.exists()
    if ending is not signal.SIGKILL:
        assert list(tmp_path.iterdir()) == []
    assert finish(start(*given)).code == 0
    assert file.exists()


def test_ctrl_c_while_it_tidies_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = shutil.rmtree

    def disturbed(folder: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        delete(folder)

    monkeypatch.setattr("pipeline.delivering.shutil.rmtree", disturbed)
    with pytest.raises(KeyboardInterrupt), hidden_folder(tmp_path) as folder:
        (folder / "registers").mkdir()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("room", ["120k", "300k", "480k"])
def test_no_room_for_a_pack_is_told(seen: Database, tmp_path: Path, room: str) -> None:
    before = seen.value("select max(seq) from audit.log")
    folder = tmp_path / "disk"
    with disk(folder, room):
        given = ["--dsn", seen.dsn, "--log-format", "json"]
        done = finish(start("report", "pack", str(folder / "x.zip"), *given))
        assert list(folder.iterdir()) == []
    assert (done.code, done.out) == (1, "")
    assert done.messages[-1]["hint"]  # every line is a message: none is of a traceback
    assert seen.value("select max(seq) from audit.log") == before


def test_a_full_disk_is_told_once(
    seen: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what is left in a buffer does not fit either, when a register is given up."""

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    def passing(_stream: object, _columns: object, rows: Iterator[Values]) -> Iterator[Values]:
        try:
            yield from rows
        finally:
            full()

    def sheet(_self: object, _name: str, _columns: object, rows: Iterator[Values]) -> NoReturn:
        next(rows)
        full()

    unheard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    monkeypatch.setattr(written, "passing_csv", passing)
    monkeypatch.setattr("pipeline.reports.files.workbook.Workbook.sheet", sheet)
    assert cli.run(["report", "pack", str(tmp_path / "x.zip"), "--dsn", seen.dsn]) == 1
    gc.collect()
    assert unheard == []
    assert list(tmp_path.iterdir()) == []
