"""Calling the command in this process, and looking at the whole record before and after."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from pipeline.cli import run
from tests.company import Database

#: Tables that every call adds to, as it should: the record of the runs themselves.
_RUNS = {"recertification_runs"}


@dataclass(frozen=True)
class Call:
    """What a call of the command came to."""

    exit_code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on stdout."""
        assert self.exit_code == 0, self.err
        return json.loads(self.out)


def recert(*arguments: str) -> Call:
    """Call the command as it is called without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        exit_code = run(list(arguments))
    return Call(exit_code, out.getvalue(), err.getvalue())


def record(database: Database) -> dict[str, list[str]]:
    """Every row of every table in core, as text."""
    names = database.rows("select tablename from pg_tables where schemaname = 'core'")
    return {
        name: [
            row["line"]
            for row in database.rows(f"select t::text as line from core.{name} as t order by 1")
        ]
        for name in (row["tablename"] for row in names)
        if name not in _RUNS
    }
