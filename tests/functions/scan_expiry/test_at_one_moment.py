"""Expiry scans at the same moment as each other, and as what people do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.company import Database
from tests.functions.days import complete, days_ago
from tests.functions.scan_expiry.scanning import counts, exceptions, periodic, scan
from tests.sessions import background, together, until_blocked


@pytest.mark.rule(17)
def test_two_scans_at_one_moment_enrol_each_person_once(apart: Database) -> None:
    apart.execute(
        "insert into core.users (employee_number, full_name, is_active)"
        " select 'N-' || n, 'Person', mod(n, 5) > 0 from generate_series(1, 500) as n"
    )
    apart.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select user_id, version_id, now() - interval '400 days', content_sha256"
        " from core.users, core.training_versions where employee_number like 'N-%%'"
    )

    def run() -> dict[str, int]:
        with Database.connect(apart.dsn) as session:
            return counts(scan(session))

    found = together(run, run)
    assert sorted(found, key=len) == [
        {},
        {"expired": 500, "people": 500, "created": 400, "inactive": 100},
    ]
    assert (len(periodic(apart)), len(exceptions(apart))) == (400, 100)


@pytest.mark.rule(17)
def test_a_scan_waits_for_a_completion_and_enrols_nobody_in_vain(apart: Database) -> None:
    apart.evidence("E-1", "1", completed_at=days_ago(400))
    with Database.connect(apart.dsn) as doing, Database.connect(apart.dsn) as scanning:
        doing.execute("begin")
        complete(doing, "E-1")
        with background(lambda: scan(scanning)) as waiting:
            until_blocked(apart, scanning.pid)
            doing.execute("commit")
        assert counts(waiting.result()) == {"expired": 1, "people": 1, "still_current": 1}
    assert periodic(apart) == []


@pytest.mark.rule(13, 17)
def test_a_completion_that_waits_for_the_scan_closes_what_it_gave(apart: Database) -> None:
    apart.evidence("E-1", "1", completed_at=days_ago(400))
    with Database.connect(apart.dsn) as doing, Database.connect(apart.dsn) as scanning:
        scanning.execute("begin")
        assert scan(scanning)["created"] == 1
        with background(lambda: complete(doing, "E-1")) as waiting:
            until_blocked(apart, doing.pid)
            scanning.execute("commit")
        assert waiting.result()["assignments_closed"] == 1
    assert [status for *_, status in periodic(apart)] == ["completed"]


@pytest.mark.rule(6, 17)
def test_a_scan_that_waits_for_a_recertification_finds_nothing_left(apart: Database) -> None:
    apart.evidence("E-1", "1", completed_at=days_ago(400))
    apart.submit("2")
    with Database.connect(apart.dsn) as deciding, Database.connect(apart.dsn) as scanning:
        deciding.execute("begin")
        assert deciding.approve("2", recertify_everyone=True)["created"] == 1
        with background(lambda: scan(scanning)) as waiting:
            until_blocked(apart, scanning.pid)
            deciding.execute("commit")
        assert counts(waiting.result()) == {}
    assert periodic(apart) == []


@pytest.mark.rule(16, 17)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_server_in_another_time_zone_moves_nothing(apart: Database, zone: str) -> None:
    apart.evidence("E-1", "1", completed_at=days_ago(364.99))
    apart.evidence("E-2", "1", completed_at=days_ago(365.01))
    name = apart.value("select current_database()")
    apart.execute(f"alter database \"{name}\" set timezone = '{zone}'")
    with Database.connect(apart.dsn) as session:
        assert session.value("show timezone") == zone
        row = scan(session)
        assert counts(row) == {"expired": 1, "people": 1, "created": 1}
        assignment = session.row("select assigned_at, due_at from core.assignments")
    utc = row["scanned_at"].timestamp()
    assert assignment["due_at"].timestamp() - utc == timedelta(days=14).total_seconds()
    day = apart.value(
        "select to_char(%s::timestamptz at time zone 'UTC', 'YYYY-MM-DD')", row["scanned_at"]
    )
    assert row["campaigns"] == [f"Periodic recertification: Lockout {day}"]
