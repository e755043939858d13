"""The forecast of expiry: how far it looks, that it says what the scan does, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.days import ZONES, days_ago, leave, pass_days

YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3")
        database.training(recertification_interval_days=365)
        database.activate("1")
        database.training("Gowning", recertification_interval_days=30)
        database.activate("A", "Gowning")
        database.act_as(None)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Lockout is valid for 365 days, Gowning for 30; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        yield shared


def forecast(company: Database, *within: int) -> list[dict[str, Any]]:
    """The rows; looking ahead changes nothing."""
    before = company.snapshot()
    place = "%s" if within else ""
    rows = company.rows(f"select * from api.preview_expiry({place})", *within)
    assert company.snapshot() == before
    return rows


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str | None, int, int]]:
    return [(row["training"], row["version"], row["people"], row["evidence"]) for row in rows]


@pytest.mark.rule(17)
def test_each_training_is_a_row_the_first_to_expire_first(company: Database) -> None:
    first, last = days_ago(340), days_ago(320)
    for number, done in (("E-1", first), ("E-1", days_ago(330)), ("E-2", last)):
        company.evidence(number, "1", completed_at=done)
    company.evidence("E-3", "A", "Gowning", completed_at=days_ago(10))
    company.evidence("E-3", "1", completed_at=days_ago(200))

    rows = forecast(company, 90)
    assert told(rows) == [("Gowning", "A", 1, 1), ("Lockout", "1", 2, 3)]
    assert [row["interval_days"] for row in rows] == [30, 365]
    lockout = rows[1]
    assert lockout["first_expires_at"] == first + YEAR
    assert lockout["last_expires_at"] == last + YEAR
    assert told(forecast(company, 22)) == [("Gowning", "A", 1, 1)]
    assert told(forecast(company, 26)) == [("Gowning", "A", 1, 1), ("Lockout", "1", 1, 1)]
    assert forecast(company) == forecast(company, 0) == []


@pytest.mark.rule(17)
def test_the_days_ahead_have_24_hours_each(company: Database) -> None:
    """Completions lie some minutes on both sides of the threshold."""
    minute = timedelta(minutes=1)
    now = datetime.now(UTC)
    for within in (1, 90, 180, 364):
        with company.undone():
            threshold = now - YEAR + timedelta(days=within)
            company.evidence("E-1", "1", completed_at=threshold - 5 * minute)
            company.evidence("E-2", "1", completed_at=threshold + 30 * minute)
            for zone in ZONES:
                company.execute(f"set local timezone = '{zone}'")
                assert told(forecast(company, within)) == [("Lockout", "1", 1, 1)]


@pytest.mark.rule(17)
def test_the_scan_of_that_day_does_what_was_foretold(company: Database) -> None:
    for number, days in (("E-1", 400), ("E-2", 350), ("E-3", 200)):
        company.evidence(number, "1", completed_at=days_ago(days))
    leave(company, "E-2")
    for within, people in ((0, 1), (20, 2), (170, 3)):
        with company.undone():
            assert told(forecast(company, within)) == [("Lockout", "1", people, people)]
            pass_days(company, within)
            scanned = company.row("select * from api.scan_expiry()")
            assert (scanned["people"], scanned["expired"]) == (people, people)
            assert forecast(company, 0) == []


@pytest.mark.rule(9, 17)
def test_only_what_is_current_can_expire(company: Database) -> None:
    for number in ("E-1", "E-2"):
        company.evidence(number, "1", completed_at=days_ago(400))
    company.execute("select api.scan_expiry()")
    assert forecast(company, 3_650) == []
    company.evidence("E-3", "1", completed_at=days_ago(300))
    company.submit("2")
    company.approve("2", recertify_everyone=True)
    assert forecast(company, 3_650) == []


@pytest.mark.rule(17)
def test_without_an_interval_or_an_active_version(company: Database) -> None:
    company.training("Hygiene")
    company.activate("1", "Hygiene")
    company.training("Forklift", recertification_interval_days=365)
    company.imported_version("1", "inactive", "Forklift")
    for training in ("Hygiene", "Forklift"):
        company.evidence("E-1", "1", training, completed_at=days_ago(300))
    assert told(forecast(company, 90)) == [("Forklift", None, 1, 1)]


@pytest.mark.rule(17)
def test_evidence_on_an_older_version_is_told_with_the_active_one(company: Database) -> None:
    company.evidence("E-1", "1", completed_at=days_ago(350))
    company.activate("2")
    company.evidence("E-1", "2", completed_at=days_ago(340))
    assert told(forecast(company, 90)) == [("Lockout", "2", 1, 2)]


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("completed", "interval", "expires"),
    [
        ("2024-02-29 00:00", 365, "2025-02-28 00:00"),
        ("2024-02-29 23:59:59.999999", 366, "2025-03-01 23:59:59.999999"),
        ("2024-02-28 12:00", 1, "2024-02-29 12:00"),
        ("2023-02-28 12:00", 1, "2023-03-01 12:00"),
        ("2020-02-29 06:00", 1461, "2024-02-29 06:00"),
        ("2024-12-31 23:59:59.999999", 1, "2025-01-01 23:59:59.999999"),
        ("2025-01-01 00:00", 365, "2026-01-01 00:00"),
        ("2024-01-01 00:00", 365, "2024-12-31 00:00"),
        # the clocks of New York, Berlin and Lord Howe change in between
        ("2026-03-07 12:00", 30, "2026-04-06 12:00"),
        ("2025-10-04 12:00", 60, "2025-12-03 12:00"),
    ],
)
def test_leap_days_year_ends_and_summer_time_move_nothing(
    company: Database, completed: str, interval: int, expires: str
) -> None:
    company.execute("update core.trainings set recertification_interval_days = %s", interval)
    company.evidence("E-1", "1", completed_at=datetime.fromisoformat(f"{completed}+00:00"))
    for zone in ZONES:
        company.execute(f"set local timezone = '{zone}'")
        (row,) = company.rows("select * from api.preview_expiry(3650)")
        assert row["first_expires_at"] == row["last_expires_at"]
        assert row["first_expires_at"] == datetime.fromisoformat(f"{expires}+00:00"), zone


@pytest.mark.parametrize("within", [-1, 3_651, 2_147_483_647, None])
def test_days_that_nobody_can_look_ahead(company: Database, within: int | None) -> None:
    company.refuses("ZR102", "select api.preview_expiry(%s)", within)


@pytest.mark.parametrize("within", [0, 3_650])
def test_the_least_and_the_most_days(company: Database, within: int) -> None:
    company.evidence("E-1", "1", completed_at=days_ago(365.01))
    assert told(forecast(company, within)) == [("Lockout", "1", 1, 1)]
