"""What tests of batches say: who there is, begin, enrol these, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.company import Database
from tests.sessions import background, until_blocked

COUNTS = [
    *("population", "created", "already_enrolled", "already_current", "inactive", "exempt"),
    "evidence_superseded",
]
#: More than a block of 64, so that there are several batches.
PEOPLE = 300


def fill(database: Database) -> None:
    """Version 1 was in force and version 2 is; some are inactive, exempt, current or done."""
    database.deciders()
    database.training(initial_due_offset_days=14)
    database.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'E-' || i, 'Person ' || i from generate_series(1, %s) as i",
        PEOPLE,
    )
    database.activate("1")
    database.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now() - n * interval '9 days', v.content_sha256"
        " from core.users as u, core.training_versions as v, generate_series(1, 2) as n"
        " where u.employee_number like 'E-%' and (n = 1 or u.user_id % 5 = 0)"
        " order by hashint8(u.user_id)"
    )
    database.execute(
        "update core.users set is_active = false where user_id % 31 = 0"
        " and employee_number like 'E-%'"
    )
    database.act_as("Q-1")
    database.execute(
        "select api.grant_exemption(employee_number, 'Lockout', 'Works from home', now() + '1 d')"
        " from core.users where user_id % 41 = 0 and employee_number like 'E-%'"
    )
    database.activate("2")
    database.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now(), v.content_sha256"
        " from core.users as u, core.training_versions as v"
        " where v.label = '2' and u.user_id % 37 = 0 and employee_number like 'E-%'"
    )


def begun(database: Database, size: int = 64, **options: Any) -> dict[str, Any]:
    return database.recertify("2", batch_size=size, **options)


def enrol(database: Database, run: dict[str, Any], *batches: int) -> None:
    for number in batches or range(1, run["batches"] + 1):
        database.execute("select api.enrol_recertification_batch(%s, %s)", run["run_id"], number)


def ended(database: Database, run: dict[str, Any]) -> dict[str, Any]:
    return database.row("select * from api.end_recertification(%s)", run["run_id"])


def outcomes(database: Database) -> list[dict[str, Any]]:
    return database.rows(
        "select employee_number, outcome from api.recertification_outcomes order by 1, 2"
    )


def is_sound(database: Database) -> bool:
    """Whether the doctor finds nothing but what the tests wrote past the functions."""
    return database.failed_checks() <= {"evidence_is_counted", "changes_are_in_the_log"}


def before_the_log(
    company: Database, first: Callable[[Database], object], second: Callable[[Database], object]
) -> list[dict[str, Any]]:
    """Do both, the second while the first waits for the end of the log, and both of them to an end.

    Returns what they waited for meanwhile, the transactions of others aside.
    """
    waits = (
        "select relation::regclass::text as it, locktype from pg_locks"
        " where not granted and locktype <> 'transactionid' and pid = any(%s)"
    )
    with (
        Database.connect(company.dsn) as ending,
        Database.connect(company.dsn) as one,
        Database.connect(company.dsn) as other,
    ):
        ending.execute("begin")
        ending.execute("select from audit.head for update")
        with background(lambda: first(one)) as begun_first:
            until_blocked(company, one.pid)
            with background(lambda: second(other)) as begun_second:
                until_blocked(company, other.pid)
                found = company.rows(waits, [one.pid, other.pid])
                ending.execute("commit")
                begun_second.result()
            begun_first.result()
    return found


def by_the_owner(database: Database, statement: str) -> None:
    """What whoever owns the tables can do, with all guards in place."""
    with database.connection.transaction():
        database.execute("set local role recert_owner")
        database.execute(statement)
