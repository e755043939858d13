"""The expiry scan: what expires, whom it enrols, and that nobody is dropped in silence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.company import Database
from tests.functions.days import TICK, ZONES, complete, days_ago, exempt, leave
from tests.functions.scan_expiry.scanning import (
    OUTCOMES,
    counts,
    exceptions,
    name,
    periodic,
    record,
    scan,
)


def interval(company: Database, days: int | None, training: str = "Lockout") -> None:
    company.execute(
        "update core.trainings set recertification_interval_days = %s where name = %s",
        days,
        training,
    )


def evidence(company: Database, days: float, *numbers: str, label: str = "1") -> None:
    """Evidence that was completed so many days ago."""
    for number in numbers:
        company.evidence(number, label, completed_at=days_ago(days))


@pytest.mark.rule(17)
@pytest.mark.parametrize("days", [1, 180, 365, 36_500])
def test_evidence_expires_exactly_that_long_after_completion(company: Database, days: int) -> None:
    interval(company, days)
    done = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
    company.evidence("E-1", "1", completed_at=done)
    expires_at = done + timedelta(days=days)
    query = "select expires_at from core._expiring(%s)"
    for zone in ZONES:
        company.execute(f"set local timezone = '{zone}'")
        assert company.rows(query, expires_at - TICK) == [], zone
        for moment in (expires_at, expires_at + TICK):
            assert company.value(query, moment) == expires_at, zone


@pytest.mark.rule(17)
def test_the_scan_draws_the_line_at_its_own_moment(company: Database) -> None:
    """Completions lie close together around the threshold, wherever the scan finds it."""
    company.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'N-' || n, 'Person' from generate_series(1, 400) as n"
    )
    company.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select user_id, version_id, clock_timestamp() - 365 * interval '24 hours'"
        " + (substr(employee_number, 3)::int - 100) * interval '5 milliseconds', content_sha256"
        " from core.users, core.training_versions where employee_number like 'N-%%'"
    )
    evidence(company, 364.9, "E-1")
    evidence(company, 365.1, "E-2")
    row = scan(company)
    judged = company.rows(
        "select recertification_status = 'expired' as is_expired,"
        " completed_at + 365 * interval '24 hours' <= %s as is_due from core.evidence",
        row["scanned_at"],
    )
    assert all(one["is_expired"] == one["is_due"] for one in judged)
    assert row["expired"] == row["created"] == sum(one["is_due"] for one in judged)
    assert (company.statuses()["E-1"], company.statuses()["E-2"]) == (
        [("1", "current")],
        [("1", "expired")],
    )


@pytest.mark.rule(17)
@pytest.mark.parametrize("zone", ZONES)
def test_the_campaign_has_the_utc_date_and_the_due_date_the_offset(
    company: Database, zone: str
) -> None:
    company.execute(f"set local timezone = '{zone}'")
    evidence(company, 400, "E-1", "E-2")
    evidence(company, 300, "E-3")
    row = scan(company)

    assert counts(row) == {"expired": 2, "people": 2, "created": 2}
    assert row["campaigns"] == [name("Lockout", row["scanned_at"])]
    campaign = company.row("select * from core.campaigns where kind = 'periodic'")
    assert (campaign["name"], campaign["version_id"]) == (
        row["campaigns"][0],
        company.version_id("1"),
    )
    assert campaign["created_by"] is None
    assert company.statuses() == {
        "E-1": [("1", "expired")],
        "E-2": [("1", "expired")],
        "E-3": [("1", "current")],
    }
    assert [(number, status) for _, _, number, status in periodic(company)] == [
        ("E-1", "not_started"),
        ("E-2", "not_started"),
    ]
    for assignment in company.rows("select * from core.assignments"):
        assert assignment["assigned_at"] == row["scanned_at"]
        assert assignment["due_at"].timestamp() - row["scanned_at"].timestamp() == 14 * 86_400
        assert assignment["overdue_since"] is None


@pytest.mark.rule(9, 17)
def test_nothing_of_the_evidence_changes_but_its_flag(company: Database) -> None:
    evidence(company, 400, "E-1")
    company.execute(
        "insert into core.signatures (user_id, evidence_id, manifestation, method, signed_at)"
        " select user_id, evidence_id, 'I have understood it', 'drawn', now() from core.evidence"
    )
    query = (
        "select (to_jsonb(e) - 'recertification_status')::text as evidence,"
        " to_jsonb(s)::text as signature from core.evidence as e"
        " left join core.signatures as s using (user_id, evidence_id) order by evidence_id"
    )
    before = company.rows(query)
    assert scan(company)["expired"] == 1
    assert company.rows(query) == before


@pytest.mark.rule(10, 17)
def test_everybody_whose_evidence_expires_is_counted_and_listed(company: Database) -> None:
    company.training("Gowning", recertification_interval_days=30)
    company.imported_version("1", "inactive", "Gowning")
    evidence(company, 400, "E-1", "E-2", "E-3", "E-4", "E-5", "E-6")
    company.evidence("E-1", "1", "Gowning", completed_at=days_ago(31))
    evidence(company, 3, "E-2")  # did it again meanwhile
    leave(company, "E-3")
    exempt(company, "E-4")
    company.execute(
        "with campaign as (insert into core.campaigns (name, kind, version_id)"
        " values ('Of last year', 'periodic', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at, status)"
        " select user_id, campaign_id, now(), now() - interval '9 days', 'in_progress'"
        " from campaign, core.users where employee_number = 'E-5'",
        company.version_id("1"),
    )
    row = scan(company)

    assert counts(row) == {
        "expired": 7,
        "people": 7,
        "created": 2,
        "still_current": 1,
        "already_enrolled": 1,
        "inactive": 1,
        "exempt": 1,
        "without_active_version": 1,
    }
    campaign = name("Lockout", row["scanned_at"])
    assert row["campaigns"] == [campaign]
    assert periodic(company) == [
        ("Of last year", "1", "E-5", "in_progress"),
        (campaign, "1", "E-1", "not_started"),
        (campaign, "1", "E-6", "not_started"),
    ]
    assert exceptions(company) == [(campaign, "E-3", "inactive"), (campaign, "E-4", "exempt")]
    # the flag tells the age of the evidence, whatever becomes of the person
    assert {flags[0] for flags in company.statuses().values()} == {("1", "expired")}
    assert company.statuses("Gowning") == {"E-1": [("1", "expired")]}

    before = record(company)
    assert counts(scan(company)) == {}
    assert record(company) == before


@pytest.mark.rule(17)
def test_several_records_of_a_person_are_one_person(company: Database) -> None:
    evidence(company, 400, "E-1")
    evidence(company, 500, "E-1")
    evidence(company, 600, "E-1")
    assert counts(scan(company)) == {"expired": 3, "people": 1, "created": 1}
    assert len(periodic(company)) == 1


@pytest.mark.rule(17)
def test_each_training_has_its_own_interval_and_campaign(company: Database) -> None:
    for training, days in (("Gowning", 30), ("Hygiene", None), ("Forklift", 36_500)):
        company.training(training, recertification_interval_days=days)
        company.activate("1", training)
        company.evidence("E-1", "1", training, completed_at=days_ago(5_000))
    company.act_as(None)
    evidence(company, 400, "E-1")
    row = scan(company)
    assert counts(row) == {"expired": 2, "people": 2, "created": 2}
    assert row["campaigns"] == [name(one, row["scanned_at"]) for one in ("Gowning", "Lockout")]
    assert company.statuses("Hygiene") == company.statuses("Forklift")
    assert company.statuses("Hygiene") == {"E-1": [("1", "current")]}


@pytest.mark.rule(17)
def test_without_an_interval_nothing_expires(company: Database) -> None:
    interval(company, None)
    evidence(company, 36_000, "E-1")
    before = record(company)
    assert counts(scan(company)) == {}
    assert record(company) == before


@pytest.mark.rule(17, 20, 21)
def test_when_nothing_expires_the_audit_row_says_zero(company: Database) -> None:
    evidence(company, 300, "E-1")
    before = record(company)
    row = scan(company)
    assert (counts(row), row["campaigns"]) == ({}, [])
    assert record(company) == before
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    payload = json.loads(logged["payload"])
    assert [payload[count] for count in ("expired", "people", *OUTCOMES)] == [0] * 8
    assert payload["campaigns"] == []


@pytest.mark.rule(20, 21)
@pytest.mark.parametrize("actor", [None, "Q-1"])
def test_the_audit_row_holds_all_counts(company: Database, actor: str | None) -> None:
    evidence(company, 400, "E-1", "E-2")
    evidence(company, 1, "E-2")
    company.act_as(actor)
    row = scan(company)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["change_reason"]) == (
        "scan_expiry",
        actor or "system",
        None,
    )
    payload = json.loads(logged["payload"])
    assert {count: payload[count] for count in counts(row)} == counts(row)
    assert (payload["expired"], payload["created"], payload["still_current"]) == (2, 1, 1)
    assert payload["campaigns"] == row["campaigns"]
    by = company.user_id(actor) if actor else None
    assert company.value("select created_by from core.campaigns where kind = 'periodic'") == by


@pytest.mark.rule(20)
def test_without_its_audit_row_nothing_expires(company: Database) -> None:
    evidence(company, 400, "E-1")
    company.execute(
        "create function public.no_more() returns trigger language plpgsql as $$ begin"
        " raise exception using errcode = '53100', message = 'disk full'; end $$"
    )
    company.execute(
        "create trigger full_disk before insert on audit.log"
        " for each row execute function public.no_more()"
    )
    before = company.snapshot()
    company.refuses("53100", "select api.scan_expiry()")
    assert company.snapshot() == before


@pytest.mark.parametrize(("actor", "sqlstate"), [("E-6", "ZR305"), ("N-1", "ZR203")])
def test_who_has_left_or_is_unknown_scans_nothing(
    company: Database, actor: str, sqlstate: str
) -> None:
    evidence(company, 400, "E-1")
    leave(company, "E-6")
    company.act_as(actor)
    before = company.snapshot()
    company.refuses(sqlstate, "select api.scan_expiry()")
    assert company.snapshot() == before


# -- the same day once more -----------------------------------------------------------------


@pytest.mark.rule(11, 17)
def test_a_second_run_on_the_same_day_touches_no_row(company: Database) -> None:
    evidence(company, 400, "E-1", "E-2")
    leave(company, "E-2")
    scan(company)
    tables = ("core.evidence", "core.assignments", "core.campaigns", "core.campaign_exceptions")
    query = "select r::text, ctid::text, xmin::text from {} as r order by 1"
    rows = [company.rows(query.format(table)) for table in tables]
    row = scan(company)
    assert (counts(row), row["campaigns"]) == ({}, [])
    again = [company.rows(query.format(table)) for table in tables]
    assert again == rows


@pytest.mark.rule(11, 17)
def test_what_comes_late_on_the_same_day_joins_the_campaign(company: Database) -> None:
    evidence(company, 400, "E-1", "E-2", "E-3", "E-4")
    leave(company, "E-3")
    exempt(company, "E-4")
    first = scan(company)
    complete(company, "E-2")
    due = company.rows("select user_id, due_at from core.assignments order by user_id")
    evidence(company, 500, "E-1", "E-2", "E-3", "E-4", "E-5")

    row = scan(company)
    assert counts(row) == {
        "expired": 5,
        "people": 5,
        "created": 1,
        "still_current": 1,
        "already_enrolled": 1,
        "inactive": 1,
        "exempt": 1,
    }
    days = sorted({name("Lockout", one["scanned_at"]) for one in (first, row)})
    assert [status for _, _, _, status in periodic(company)] == [
        "not_started",
        "completed",
        "not_started",
    ]
    assert sorted({campaign for campaign, _, _, _ in periodic(company)}) == days
    assert company.rows("select user_id, due_at from core.assignments order by user_id")[:2] == due
    assert len(exceptions(company)) == 2 * len(days)


@pytest.mark.rule(11, 17)
def test_what_was_cancelled_the_same_day_stays_so(company: Database) -> None:
    evidence(company, 400, "E-1")
    scan(company)
    company.execute("update core.assignments set status = 'cancelled'")
    evidence(company, 500, "E-1")
    assert counts(scan(company)) == {"expired": 1, "people": 1, "already_enrolled": 1}
    assert [status for _, _, _, status in periodic(company)] == ["cancelled"]


# -- a changed interval ---------------------------------------------------------------------


@pytest.mark.rule(9, 17)
@pytest.mark.parametrize("longer", [3_650, None])
def test_a_longer_interval_brings_no_flag_back(company: Database, longer: int | None) -> None:
    evidence(company, 400, "E-1")
    scan(company)
    interval(company, longer)
    before = record(company)
    assert counts(scan(company)) == {}
    assert record(company) == before
    assert company.statuses() == {"E-1": [("1", "expired")]}
    company.refuses("ZR301", "update core.evidence set recertification_status = 'current'")


@pytest.mark.rule(17)
def test_a_shorter_interval_expires_more(company: Database) -> None:
    evidence(company, 300, "E-1")
    evidence(company, 200, "E-2")
    assert counts(scan(company)) == {}
    interval(company, 250)
    assert counts(scan(company)) == {"expired": 1, "people": 1, "created": 1}
    interval(company, 150)
    assert counts(scan(company)) == {"expired": 1, "people": 1, "created": 1}
    assert [number for _, _, number, _ in periodic(company)] == ["E-1", "E-2"]


@pytest.mark.rule(7, 17)
def test_a_renamed_training_enrols_nobody_twice(company: Database) -> None:
    evidence(company, 400, "E-1")
    scan(company)
    company.execute("update core.trainings set name = 'Lockout/Tagout'")
    company.evidence("E-1", "1", "Lockout/Tagout", completed_at=days_ago(500))
    assert counts(scan(company)) == {"expired": 1, "people": 1, "already_enrolled": 1}
    assert len(periodic(company)) == 1
