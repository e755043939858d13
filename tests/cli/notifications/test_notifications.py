"""Listing reminders and handing them over to a file or to standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import Recert, call
from tests.cli.notifications.handing import (
    COLUMNS,
    EXPORT,
    as_rows,
    exports,
    marked,
    nothing_marked,
    right,
)
from tests.company import Database

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


def test_what_an_ascii_stream_gets_can_be_read(waiting: Database) -> None:
    result = call(
        *[*EXPORT, "--format", "json", "--dsn", waiting.dsn],
        variables={"PYTHONIOENCODING": "ascii"},
    )
    assert result.code == 0
    assert right(result.document, None)
