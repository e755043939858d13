"""A recertification that stands still at its end, and what the next run makes of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.calling import Result, start
from tests.company import Database
from tests.faults.recertifying import APPROVE, PEOPLE
from tests.faults.whole import assert_done
from tests.sessions import until_somebody_is_blocked

#: The last lock of a run is that of the audit log's head: everything else is written by then.
LAST_LOCK = "select from audit.head for update"

JSON = [*APPROVE, "--log-format", "json"]


@contextmanager
def running(company: Database, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The recertification as a process that waits for its last lock until the block ends."""
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute(LAST_LOCK)
        process = start(*arguments, "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert")
        yield process
        other.execute("rollback")


def told(result: Result) -> dict[str, object]:
    """The error of the command: one object with the next step in it, and nothing on stdout."""
    errors = [line for line in result.messages if line["level"] == "error"]
    assert (len(errors), result.out) == (1, "")
    assert errors[0]["exit_code"] == result.code
    assert errors[0]["hint"]
    return errors[0]


def completes(company: Database) -> None:
    """The next run does all of it."""
    company.approve("2", activate=True, recertify_everyone=True)
    assert_done(company, PEOPLE)
