"""The recertification that is disturbed: who takes part, and what it comes to."""

from __future__ import annotations

from tests.company import REASON, Database

#: So many are enough where only the moment of the fault matters.
PEOPLE = 40

#: Everyone's evidence is superseded; one of twenty has left, two are exempt, all others enrol.
EXEMPT = ("E-1", "E-2")

APPROVE = [
    *["approve", "Lockout", "2", "--recertify-everyone", "--reason", REASON],
    *["--as", "Q-1", "--format", "json"],
]

#: The run after one that was done: by then the version is active.
AGAIN = [
    *["recertify", "Lockout", "2", "--reason", REASON],
    *["--as", "Q-1", "--format", "json"],
]


def prepare(database: Database, people: int) -> None:
    """Version 1 is active, and all people hold imported evidence on it; version 2 is pending."""
    database.execute(
        "insert into core.users (employee_number, full_name, department, is_active)"
        " select 'E-' || i, 'Person ' || i, 'D' || i %% 50, i %% 20 <> 0"
        " from generate_series(1, %s) as i",
        people,
    )
    database.deciders()
    database.training()
    database.activate("1")
    database.act_as("Q-1")
    for number in EXEMPT:
        database.execute(
            "select api.grant_exemption(%s, 'Lockout', %s, now() + interval '1 year')",
            number,
            REASON,
        )
    with database.connection.transaction():
        columns = ["employee_number", "training", "version", "completed_at", "score"]
        import_id = database.value("select api.begin_import('evidence', 'paper.csv', %s)", columns)
        database.execute(
            f"insert into ops.staged_evidence (import_id, line_number, {', '.join(columns)})"
            " select %s, i + 1, 'E-' || i, 'Lockout', '1', '2026-01-05', '80'"
            " from generate_series(1, %s) as i",
            import_id,
            people,
        )
        loaded = database.row("select * from api.load_import(%s)", import_id)
        assert loaded["inserted"] == people
        database.execute("select api.end_import(%s)", import_id)
    database.submit("2")
    database.act_as(None)
    database.execute("vacuum (analyze)")


def counts(people: int) -> dict[str, int]:
    """What the recertification tells, to the last person."""
    inactive = people // 20
    return {
        "population": people,
        "created": people - inactive - len(EXEMPT),
        "already_enrolled": 0,
        "already_current": 0,
        "inactive": inactive,
        "exempt": len(EXEMPT),
        "evidence_superseded": people,
    }
