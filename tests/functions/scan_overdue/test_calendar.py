"""The overdue scan and the calendar: due dates and thresholds are moments, wherever it runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.days import ZONES, complete


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2")
        database.training()
        database.activate("1")
        database.act_as(None)
        database.execute(
            "insert into core.campaigns (name, kind, version_id) values ('By hand', 'manual', %s)",
            database.version_id("1"),
        )
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    with shared.undone():
        shared.act_as(None)
        yield shared


def due(company: Database, number: str, moment: str) -> None:
    """An assignment that is due at this moment in UTC, and was made long before."""
    company.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select %s, campaign_id, d, d - interval '9000 hours'"
        " from core.campaigns, (select %s::timestamptz as d) as due",
        company.user_id(number),
        f"{moment}+00",
    )


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    ("moment", "grace", "since"),
    [
        ("2024-02-28 12:00", 1, "2024-02-29 12:00"),
        ("2024-02-29 12:00", 1, "2024-03-01 12:00"),
        ("2024-02-29 12:00", 0, "2024-02-29 12:00"),
        ("2023-02-28 12:00", 1, "2023-03-01 12:00"),
        ("2023-12-31 23:59:59.999999", 1, "2024-01-01 23:59:59.999999"),
        ("2024-01-01 00:00", 364, "2024-12-30 00:00"),
        ("2026-03-07 12:00", 30, "2026-04-06 12:00"),
        ("2025-10-04 12:00", 60, "2025-12-03 12:00"),
    ],
)
def test_leap_days_year_ends_and_summer_time_move_nothing(
    company: Database, moment: str, grace: int, since: str
) -> None:
    company.execute("update core.trainings set overdue_grace_days = %s", grace)
    due(company, "E-1", moment)
    for zone in ZONES:
        company.execute("update core.assignments set overdue_since = null")
        company.execute(f"set local timezone = '{zone}'")
        assert company.value("select marked from api.scan_overdue()") == 1
        row = company.row("select due_at, overdue_since from core.assignments")
        assert row["due_at"] == datetime.fromisoformat(f"{moment}+00:00"), zone
        assert row["overdue_since"] == datetime.fromisoformat(f"{since}+00:00"), zone


@pytest.mark.rule(13, 16)
def test_who_completes_an_overdue_one_is_overdue_no_more(company: Database) -> None:
    for number in ("E-1", "E-2"):
        due(company, number, "2026-01-05 12:00")
    assert company.value("select marked from api.scan_overdue()") == 2
    assert complete(company, "E-1")["assignments_closed"] == 1
    row = company.row("select * from api.scan_overdue()")
    assert (row["marked"], row["cleared"], row["overdue"]) == (0, 0, 1)
    assert {
        (row["status"], row["overdue_since"] is not None)
        for row in company.rows("select status, overdue_since from core.assignments")
    } == {("completed", False), ("not_started", True)}


@pytest.mark.rule(16)
def test_a_scan_never_moves_a_due_date(company: Database) -> None:
    due(company, "E-1", "2026-01-05 12:00")
    before = company.value("select due_at from core.assignments")
    for days in (0, 364, 10):
        company.execute("update core.trainings set overdue_grace_days = %s", days)
        company.execute("update core.trainings set initial_due_offset_days = 1 + %s", days)
        company.execute("select api.scan_overdue()")
        assert company.value("select due_at from core.assignments") == before


@pytest.mark.rule(16)
def test_who_has_started_is_overdue_all_the_same(company: Database) -> None:
    due(company, "E-1", "2026-01-05 12:00")
    company.act_as("E-1")
    company.execute("select api.start_assignment(%s)", "Lockout")
    company.act_as(None)
    assert company.value("select status from core.assignments") == "in_progress"
    assert company.value("select marked from api.scan_overdue()") == 1
