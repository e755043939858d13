"""A company of several places and versions, and how its recertifications are looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied

#: Department, location, and versions of which the person holds current evidence.
PEOPLE: dict[str, tuple[str | None, str | None, tuple[str, ...]]] = {
    "E-1": ("Line 4", "Graz", ("1",)),
    "E-2": ("Line 4", "Linz", ("1", "1")),
    "E-3": ("Line 5", "Graz", ("1", "2")),
    "E-4": ("Line 5", "Linz", ("2",)),
    "E-5": (None, None, ("1",)),
    "E-6": ("Office", "Graz", ()),
}


@contextmanager
def several_places(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Versions 1 and 2 of Lockout were in force, 3 is pending; Gowning is another training."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training(initial_due_offset_days=14)
        database.training("Gowning")
        database.activate("9", "Gowning")
        for label in ("1", "2"):
            database.activate(label)
        for number, (department, location, labels) in PEOPLE.items():
            database.user(number, department=department, location=location)
            for label in labels:
                database.evidence(number, label)
        database.submit("3")
        database.act_as("Q-1")
        yield database


def planned(database: Database, label: str, **options: Any) -> dict[str, Any]:
    """The plan; options as those of api.preview_recertification without ``p_``."""
    extra = "".join(f", p_{name} => %s" for name in options)
    return database.row(
        f"select * from api.preview_recertification('Lockout', %s{extra})",
        label,
        *options.values(),
    )


def logged(database: Database, row: dict[str, Any]) -> dict[str, Any]:
    """The payload of the audit row of a result."""
    payload = database.value("select payload from audit.log where seq = %s", row["audit_seq"])
    return dict(json.loads(payload))


def outcomes(database: Database, row: dict[str, Any]) -> dict[str, str]:
    """For each employee number what the run of this result did."""
    return {
        told["employee_number"]: told["outcome"]
        for told in database.rows(
            "select employee_number, outcome from api.recertification_outcomes"
            " where audit_seq = %s",
            row["audit_seq"],
        )
    }


def add_up(database: Database) -> None:
    """Assert that no run dropped anybody or named them twice, and that all of it tells the same."""
    database.act_as(None)  # who sees everybody
    for run in database.rows("select * from core.recertification_runs order by run_id"):
        told = database.rows(
            "select user_id, outcome, reason from api.recertification_outcomes where run_id = %s",
            run["run_id"],
        )
        assert len({person["user_id"] for person in told}) == len(told) == run["population"]
        assert all(person["reason"] for person in told)
        payload = logged(database, run)
        for outcome in ("created", "already_enrolled", "already_current", "inactive", "exempt"):
            named = [person for person in told if person["outcome"] == outcome]
            assert len(named) == run[outcome] == payload[outcome], outcome
        assert payload["population"] == run["population"]
        assert payload["evidence_superseded"] == run["evidence_superseded"]
        assert payload["scope"] == run["scope"]
        assert payload["plan_digest"] == run["plan_digest"]
    superseded = database.value(
        "select count(*) from core.evidence where recertification_status = 'superseded'"
    )
    total = "select coalesce(sum(evidence_superseded), 0) from core.recertification_runs"
    assert superseded == database.value(total)
    assert database.value("select is_intact from api.verify_audit_chain()")


def complete(
    database: Database, number: str, method: str | None = None, score: int | None = None
) -> dict[str, Any]:
    """The person completes Lockout, on the version that is active."""
    database.act_as(number)
    return database.row(
        "select * from api.complete_training('Lockout', %s, %s)",
        score,
        method,
    )


def set_active(database: Database, number: str, *, is_active: bool) -> None:
    """People leave or come back without anything looking for what they missed."""
    database.execute(
        "update core.users set is_active = %s where employee_number = %s", is_active, number
    )


def exempt(database: Database, number: str) -> None:
    """Grant the person an exemption from Lockout."""
    database.act_as("Q-1")
    database.execute(
        "select api.grant_exemption(%s, 'Lockout', %s, now() + interval '9 days')", number, REASON
    )


def end_exemptions(database: Database) -> None:
    """All exemptions end at this moment, as if their time had passed."""
    now = database.value("select clock_timestamp()")
    with database.unguarded("core.exemptions"):
        database.execute("update core.exemptions set valid_until = %s", now)


def expire(database: Database, number: str, label: str) -> None:
    """The person's current evidence on the version expires."""
    database.execute(
        "update core.evidence set recertification_status = 'expired' where user_id = %s"
        " and version_id = %s and recertification_status = 'current'",
        database.user_id(number),
        database.version_id(label),
    )


def store(database: Database, label: str, in_days: int = 7, **options: Any) -> dict[str, Any]:
    """Store a recertification for a day to come."""
    day = database.value("select (clock_timestamp() at time zone 'UTC')::date + %s::int", in_days)
    return database.recertify(label, effective_on=day, **options)


def come(database: Database, stored: dict[str, Any]) -> None:
    """Let the day of a stored recertification be today."""
    today = database.value("select (clock_timestamp() at time zone 'UTC')::date")
    with database.unguarded("core.scheduled_recertifications"):
        database.execute(
            "update core.scheduled_recertifications set effective_on = %s"
            " where scheduled_recertification_id = %s",
            today,
            stored["scheduled_recertification_id"],
        )


def run_stored(database: Database, stored: dict[str, Any]) -> dict[str, Any]:
    """Do a stored recertification, as the acting user of the moment."""
    return database.row(
        "select * from api.run_scheduled_recertification(%s)",
        stored["scheduled_recertification_id"],
    )


def in_the_list(database: Database, stored: dict[str, Any]) -> dict[str, Any]:
    """The row of api.scheduled_recertifications."""
    return database.row(
        "select * from api.scheduled_recertifications where scheduled_recertification_id = %s",
        stored["scheduled_recertification_id"],
    )
