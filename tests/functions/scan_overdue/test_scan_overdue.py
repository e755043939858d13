"""The overdue scan: the exact threshold, what sets and clears the mark, and what never has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.sessions import background, together, until_blocked

TICK = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
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
    """A training with a campaign; the test is one transaction, so that its now() stands still."""
    with shared.undone():
        yield shared


def assign(
    company: Database, number: str, *, ago: timedelta, status: str = "not_started"
) -> datetime:
    """An assignment that was due that long ago; returns the due date."""
    return company.value(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at, status,"
        " completed_at) select %s, campaign_id, now() - %s * interval '1 microsecond',"
        " now() - interval '900 days', %s, case when %s = 'completed' then now() end"
        " from core.campaigns returning due_at",
        company.user(number),
        ago // TICK,  # an interval of days would be days of the session's calendar
        status,
        status,
    )


def scan(company: Database) -> dict[str, Any]:
    return company.row("select * from api.scan_overdue()")


def counts(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["marked"], row["cleared"], row["overdue"]


def since(company: Database) -> dict[str, datetime | None]:
    return {
        row["employee_number"]: row["overdue_since"]
        for row in company.rows(
            "select employee_number, overdue_since from core.assignments"
            " join core.users using (user_id)"
        )
    }


def grace(company: Database, days: int) -> None:
    company.execute("update core.trainings set overdue_grace_days = %s", days)


@pytest.mark.rule(16)
@pytest.mark.parametrize("days", [0, 1, 30, 364])
def test_exactly_at_the_threshold_it_is_not_overdue(company: Database, days: int) -> None:
    grace(company, days)
    assign(company, "before", ago=timedelta(days=days) - TICK)
    assign(company, "exactly", ago=timedelta(days=days))
    late = assign(company, "after", ago=timedelta(days=days) + TICK)
    row = scan(company)
    assert counts(row) == (1, 0, 1)
    assert since(company) == {
        "before": None,
        "exactly": None,
        "after": late + timedelta(days=days),
    }
    assert row["scanned_at"] == company.value("select now()")


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]
)
@pytest.mark.parametrize("days", [90, 180, 270])
def test_a_day_has_24_hours_whatever_the_clocks_of_a_place_do(
    company: Database, zone: str, days: int
) -> None:
    company.execute(f"set local timezone = '{zone}'")
    grace(company, days)
    assign(company, "exactly", ago=timedelta(days=days))
    assign(company, "after", ago=timedelta(days=days) + TICK)
    assert counts(scan(company)) == (1, 0, 1)
    assert since(company)["exactly"] is None


@pytest.mark.rule(16)
@pytest.mark.parametrize("direction", ["2026-03-28 12:00+01", "2026-10-24 12:00+02"])
def test_a_grace_over_the_night_when_clocks_change(company: Database, direction: str) -> None:
    company.execute("set local timezone = 'Europe/Berlin'")
    row = company.row(
        "select core._overdue_since(d, 1, d + interval '24 hours') as exactly,"
        " core._overdue_since(d, 1, d + interval '24 hours 1 microsecond') as after,"
        " d + interval '24 hours' as threshold from (select %s::timestamptz as d) as due",
        direction,
    )
    assert (row["exactly"], row["after"]) == (None, row["threshold"])


@pytest.mark.rule(16)
def test_a_second_run_changes_nothing(company: Database) -> None:
    assign(company, "late", ago=timedelta(days=3))
    assign(company, "in time", ago=-timedelta(days=3))
    assert counts(scan(company)) == (1, 0, 1)
    before = company.rows("select *, xmin::text from core.assignments order by user_id")
    assert counts(scan(company)) == (0, 0, 1)
    assert company.rows("select *, xmin::text from core.assignments order by user_id") == before


@pytest.mark.rule(16)
def test_a_longer_grace_clears_the_mark_and_a_shorter_one_sets_it(company: Database) -> None:
    due = assign(company, "late", ago=timedelta(days=3))
    assert counts(scan(company)) == (1, 0, 1)

    grace(company, 5)
    assert counts(scan(company)) == (0, 1, 0)
    assert since(company) == {"late": None}

    grace(company, 2)
    row = scan(company)
    assert (counts(row), row["moved"]) == ((1, 0, 1), 0)
    assert since(company) == {"late": due + timedelta(days=2)}

    grace(company, 0)  # still overdue, but since earlier
    row = scan(company)
    assert (counts(row), row["moved"]) == ((0, 0, 1), 1)
    assert since(company) == {"late": due}
    assert scan(company)["moved"] == 0


@pytest.mark.rule(16)
def test_only_open_assignments_are_overdue(company: Database) -> None:
    for status in ("not_started", "in_progress", "completed", "cancelled"):
        assign(company, status, ago=timedelta(days=3), status=status)
    assert counts(scan(company)) == (2, 0, 2)
    marked = {number for number, moment in since(company).items() if moment}
    assert marked == {"not_started", "in_progress"}


@pytest.mark.rule(16)
@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_the_table_refuses_the_mark_on_a_closed_assignment(company: Database, status: str) -> None:
    assign(company, "closed", ago=timedelta(days=3), status=status)
    company.refuses("23514", "update core.assignments set overdue_since = due_at")


@pytest.mark.rule(13, 16)
def test_completing_clears_the_mark(company: Database) -> None:
    assign(company, "late", ago=timedelta(days=3))
    scan(company)
    company.submit("2")
    company.evidence("late", "2")
    company.approve("2")
    assert since(company) == {"late": None}
    assert counts(scan(company)) == (0, 0, 0)


@pytest.mark.rule(16)
def test_each_training_has_its_own_grace(company: Database) -> None:
    assign(company, "late", ago=timedelta(days=3))
    company.training("Gowning", overdue_grace_days=10)
    company.activate("1", "Gowning")
    company.execute(
        "with campaign as (insert into core.campaigns (name, kind, version_id)"
        " values ('Other', 'manual', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select %s, campaign_id, now() - interval '72 hours', now() from campaign",
        company.version_id("1", "Gowning"),
        company.user("patient"),
    )
    assert counts(scan(company)) == (1, 0, 1)
    assert since(company)["patient"] is None


@pytest.mark.rule(20, 21)
def test_the_audit_row_holds_the_counts(company: Database) -> None:
    assign(company, "late", ago=timedelta(days=3))
    row = scan(company)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["change_reason"]) == (
        "scan_overdue",
        "system",
        None,
    )
    payload = json.loads(logged["payload"])
    assert {name: payload[name] for name in ("marked", "cleared", "overdue")} == {
        "marked": 1,
        "cleared": 0,
        "overdue": 1,
    }


@pytest.mark.rule(16)
def test_two_scans_at_one_moment_mark_each_assignment_once(database: Database) -> None:
    database.deciders()
    database.training()
    database.activate("1")
    database.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'N-' || n, 'Person' from generate_series(1, 500) as n"
    )
    database.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select user_id, version_id, now() - interval '1 day', content_sha256"
        " from core.users, core.training_versions where employee_number like 'N-%%'"
    )
    database.submit("2")
    database.approve("2", recertify_everyone=True, reason=REASON)
    database.execute("update core.assignments set due_at = now() - interval '1 day'")

    def run() -> int:
        with Database.connect(database.dsn) as session:
            return scan(session)["marked"]

    assert sum(together(run, run)) == 500
    assert scan(database)["marked"] == 0


@pytest.mark.rule(13, 16)
def test_a_scan_and_what_closes_assignments_do_not_wait_in_a_circle(database: Database) -> None:
    """Both lock rows in the order of the key, in whatever order the rows lie."""
    database.deciders()
    database.training()
    database.activate("1")
    database.users(*(f"E-{number}" for number in range(1, 9)))
    for number in range(1, 9):
        database.evidence(f"E-{number}", "1")
    database.execute(
        "with campaign as (insert into core.campaigns (name, kind, version_id)"
        " values ('By hand', 'manual', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select user_id, campaign_id, now() - interval '1 day', now() - interval '9 days'"
        " from campaign, core.users where employee_number like 'E-%%' order by user_id desc",
        database.version_id("1"),
    )
    lock = "select from core.assignments where user_id = %s for update"
    with (
        Database.connect(database.dsn) as middle,
        Database.connect(database.dsn) as scanning,
        Database.connect(database.dsn) as closing,
    ):
        middle.execute("begin")
        middle.execute(lock, database.user_id("E-4"))
        with background(lambda: scan(scanning)) as scanned:
            until_blocked(database, scanning.pid)
            with background(
                lambda: closing.value(
                    "select core._close_assignments(array(select training_id from core.trainings),"
                    " now())"
                )
            ) as closed:
                until_blocked(database, closing.pid)
                middle.execute("commit")
            assert closed.result() == 8
        assert scanned.result()["marked"] == 8
    assert database.rows("select from core.assignments where status <> 'completed'") == []
    assert database.rows("select from core.assignments where overdue_since is not null") == []
