"""The command ends in the middle: its statement ends on the server too, and leaves nothing."""

from __future__ import annotations

import signal

import pytest

from tests.cli.calling import finish
from tests.company import Database
from tests.faults.disturbing import completes, running
from tests.faults.recertifying import APPROVE
from tests.faults.whole import Contents, assert_nothing_done
from tests.sessions import until_gone


@pytest.mark.rule(4, 20)
@pytest.mark.parametrize(
    ("endings", "code"),
    [
        ([signal.SIGINT], 130),
        ([signal.SIGTERM], 130),
        ([signal.SIGINT, signal.SIGINT], 130),
        ([signal.SIGHUP], 130),
        ([signal.SIGKILL], -signal.SIGKILL),
    ],
    ids=["Ctrl-C", "SIGTERM", "Ctrl-C twice", "SIGHUP", "kill -9"],
)
def test_the_statement_ends_with_its_command(
    company: Database, before: Contents, endings: list[signal.Signals], code: int
) -> None:
    with running(company, *APPROVE) as process:
        for ending in endings:
            process.send_signal(ending)
        result = finish(process)
        assert (result.code, result.out) == (code, "")
        assert "Traceback" not in result.err
        # what it waited for is still held: it is ended, not done
        until_gone(company, "recert")
        assert_nothing_done(company, before)
    assert_nothing_done(company, before)
    completes(company)
