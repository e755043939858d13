"""The scans as people and schedulers call them: what is printed, and that plans change nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from tests.cli.calling import Recert, call
from tests.company import Database
from tests.functions.days import days_ago

PLAN = ["scan", "expiry", "--plan", "--format", "json"]

FORECAST = [
    *["training", "version", "interval_days", "people", "evidence"],
    *["first_expires_at", "last_expires_at"],
]


@pytest.fixture
def expiring(database: Database) -> Database:
    """Of three people one has evidence that has expired, one soon will; the third has both."""
    database.deciders()
    database.users("E-1", "E-2", "E-3")
    database.training(initial_due_offset_days=14, recertification_interval_days=365)
    database.activate("1")
    database.act_as(None)
    for number, days in (("E-1", 400), ("E-2", 300), ("E-3", 400), ("E-3", 300)):
        database.evidence(number, "1", completed_at=days_ago(days))
    return database


@pytest.mark.rule(17)
def test_a_plan_looks_ahead_and_changes_nothing(expiring: Database, recert: Recert) -> None:
    before = expiring.snapshot()
    for arguments, people, evidence in (([], 2, 2), (["--within", "90"], 3, 4)):
        result = recert(expiring, *PLAN, *arguments)
        (row,) = result.document
        assert (result.code, list(row)) == (0, FORECAST)
        assert (row["training"], row["version"], row["interval_days"]) == ("Lockout", "1", 365)
        assert (row["people"], row["evidence"]) == (people, evidence)
        assert row["first_expires_at"].endswith("Z")
    shown = recert(expiring, "scan", "expiry", "--plan", "--within", "90")
    assert shown.code == 0
    assert "Lockout" in shown.out
    assert expiring.snapshot() == before


@pytest.mark.rule(17)
def test_a_plan_where_nothing_expires(expiring: Database, recert: Recert) -> None:
    assert recert(expiring, "scan", "expiry").code == 0
    assert recert(expiring, *PLAN).document == []
    listed = recert(expiring, "scan", "expiry", "--plan", "--format", "csv")
    assert (listed.code, list(csv.reader(io.StringIO(listed.out)))) == (0, [FORECAST])


@pytest.mark.rule(17)
def test_the_expiry_scan_in_json(expiring: Database, recert: Recert) -> None:
    result = recert(expiring, "scan", "expiry", "--format", "json")
    row = result.document
    assert result.code == 0
    assert {name: row[name] for name in ("expired", "people", "created", "still_current")} == {
        "expired": 2,
        "people": 2,
        "created": 1,
        "still_current": 1,
    }
    assert row["campaigns"] == [f"Periodic recertification: Lockout {row['scanned_at'][:10]}"]
    assert row["scanned_at"].endswith("Z")
    assert row["audit_seq"] == expiring.value("select max(seq) from audit.log")
    again = recert(expiring, "scan", "expiry", "--format", "json").document
    assert (again["expired"], again["people"], again["campaigns"]) == (0, 0, [])


@pytest.mark.rule(16)
def test_the_overdue_scan_in_json(expiring: Database, recert: Recert) -> None:
    recert(expiring, "scan", "expiry")
    expiring.execute("update core.assignments set due_at = now() - interval '1 hour'")
    for marked in (1, 0):
        result = recert(expiring, "scan", "overdue", "--format", "json")
        row = result.document
        assert result.code == 0
        assert (row["marked"], row["cleared"], row["overdue"]) == (marked, 0, 1)
        assert row["audit_seq"] == expiring.value("select max(seq) from audit.log")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--within", "90"], id="within without plan"),
        pytest.param(["--plan", "--within", "-1"], id="the past"),
        pytest.param(["--plan", "--within", "3651"], id="too far"),
        pytest.param(["--plan", "--within", "soon"], id="no number"),
        pytest.param(["--plan", "--within"], id="nothing"),
        pytest.param(["tomorrow"], id="an argument"),
    ],
)
def test_wrong_usage_changes_nothing(
    untouched: Database, recert: Recert, arguments: list[str]
) -> None:
    before = untouched.snapshot()
    result = recert(untouched, "scan", "expiry", *arguments)
    assert (result.code, result.out) == (2, "")
    assert untouched.snapshot() == before


@pytest.mark.parametrize("command", ["expiry", "overdue"])
def test_who_has_left_scans_nothing(untouched: Database, recert: Recert, command: str) -> None:
    before = untouched.snapshot()
    result = recert(untouched, "scan", command, "--as", "X-1")
    assert (result.code, result.out) == (7, "")
    assert untouched.snapshot() == before


@pytest.mark.rule(16, 17)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_time_zone_of_the_server_and_of_the_caller_moves_nothing(
    expiring: Database, zone: str
) -> None:
    """One of the two zones has another date than UTC at any moment."""
    name = expiring.value("select current_database()")
    expiring.execute(f"alter database \"{name}\" set timezone = '{zone}'")
    row = call(
        *["scan", "expiry", "--format", "json", "--dsn", expiring.dsn],
        variables={"TZ": zone, "PGTZ": zone},
    ).document
    assert row["scanned_at"].endswith("Z")
    assert row["campaigns"] == [f"Periodic recertification: Lockout {row['scanned_at'][:10]}"]
    assignment = expiring.row("select assigned_at, due_at from core.assignments")
    assert assignment["due_at"] - assignment["assigned_at"] == timedelta(days=14)
    assert (
        assignment["assigned_at"].isoformat()
        == expiring.value("select %s::timestamptz", row["scanned_at"]).isoformat()
    )
