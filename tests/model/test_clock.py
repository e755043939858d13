"""The clock of the tests stands still where it was installed, and is reported there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.company import Database
from tests.model.clock import set_clock, take_over

MOMENT = datetime(2031, 2, 3, 4, 5, 6, 7, tzinfo=UTC)


def verdict(database: Database) -> tuple[str, int]:
    row = database.row(
        "select status, rows from api.check_invariants() where \"check\" = 'clock_is_the_servers'"
    )
    return row["status"], row["rows"]


@pytest.mark.rule(22)
def test_a_clock_that_can_be_set_is_reported(database: Database) -> None:
    assert verdict(database) == ("pass", 0)
    rewritten = take_over(database)
    status, rows = verdict(database)
    assert status == "fail"
    assert 50 < rows <= rewritten + 1


@pytest.mark.rule(22)
def test_everything_reads_the_clock_that_was_set(database: Database) -> None:
    take_over(database)
    database.deciders()
    database.training()
    set_clock(database, MOMENT)
    database.activate("1")
    times = database.row(
        "select submitted_at, approved_at, activated_at from core.training_versions"
    )
    assert set(times.values()) == {MOMENT}
    logged = database.rows("select distinct occurred_at from audit.log")
    assert [row["occurred_at"] for row in logged] == [MOMENT]
