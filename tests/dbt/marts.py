"""What the tests of builds look at: two marts, the last build, and what is quickly built."""

from __future__ import annotations

from typing import Any

from tests.company import Database

MART = "mart_compliance.user_training_status"
TRAIL = "mart_audit.audit_trail"
#: Marts that are built in seconds: of a company, and each day anew.
STATUS = ["+user_training_status", "+evidence_register"]
DAILY = ["+compliance_daily", "+compliance_matrix"]


def last_build(database: Database) -> dict[str, Any]:
    return database.row("select * from mart_audit.builds order by build_number desc limit 1")


def ages(database: Database) -> list[object]:
    """The moments of the marts that have one, and how long the trail is."""
    return database.rows(
        f"select (select count(*) from {MART}) as people, (select count(*) from {TRAIL}) as rows"
    )


def go_on(database: Database) -> None:
    """Let builds go on from the marts of a copy: it is another database, where none was made."""
    with database.unguarded("ops.report_builds"):
        database.execute(
            "update ops.report_builds set database_oid = d.oid from pg_database as d"
            " where d.datname = current_database()"
        )
