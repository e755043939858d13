"""A workbook that is interrupted while it is put together."""

from __future__ import annotations

import gc
import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.reports.files.columns import Column
from pipeline.reports.files.workbook import workbook


class Interrupted(io.BytesIO):
    """A stream at whose n-th write the person presses Ctrl-C; a number of None is never."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number
        self.writes = 0

    def write(self, data: Any) -> int:
        self.writes += 1
        if self.writes == self.number:
            raise KeyboardInterrupt
        return super().write(data)


def write(stream: io.BytesIO, folder: Path) -> None:
    with workbook(stream, created=datetime(2026, 1, 1, tzinfo=UTC), title="x", folder=folder) as it:
        it.sheet("x", [Column("name", "text")], [("Ana",)])


def test_an_interrupted_workbook_says_nothing_of_its_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Interrupted(None)
    write(whole, tmp_path)
    assert whole.writes > 10

    unheard: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    for number in range(1, whole.writes + 1, 2):
        stream = Interrupted(number)
        with pytest.raises(KeyboardInterrupt), stream:
            write(stream, tmp_path)
    gc.collect()
    assert unheard == []
