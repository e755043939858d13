"""A file that is written although its reminders could not be marked: rather twice than never."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calling import Recert
from tests.cli.notifications.handing import EXPORT, as_rows, nothing_marked
from tests.company import Database


def test_whoever_finds_the_file_is_told_to_look(
    waiting: Database, recert: Recert, tmp_path: Path
) -> None:
    waiting.execute(
        "create function public.refuse() returns trigger language plpgsql as"
        " $$ begin raise 'no room' using errcode = '53100'; end $$"
    )
    waiting.execute(
        "create trigger zz_refuse before insert on audit.log"
        " for each row execute function public.refuse()"
    )
    file = tmp_path / "reminders.csv"
    result = recert(waiting, *EXPORT, str(file), "--log-format", "json")
    assert result.code == 3
    assert str(file) in json.loads(result.err.splitlines()[-1])["hint"]
    assert len(as_rows(file.read_text(encoding="utf-8"))) == 2
    assert nothing_marked(waiting)
    # the next one hands them over once more, to another file
    waiting.execute("drop trigger zz_refuse on audit.log")
    assert recert(waiting, *EXPORT, str(tmp_path / "again.csv")).code == 0
    assert not nothing_marked(waiting)
