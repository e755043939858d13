"""The feed of trainings: inserted, updated with history, skipped; and what is rejected."""

from __future__ import annotations

import pytest

from tests.company import REASON, Database
from tests.functions.imports.loading import audited, counts, last_audit, load, rejected

SETTINGS = (
    "name,category,initial_due_offset_days,overdue_grace_days,requires_signature,"
    "recertification_interval_days"
)


def training(database: Database, name: str) -> dict[str, object]:
    row = database.row("select * from core.trainings where name = %s", name)
    return {column: row[column] for column in SETTINGS.split(",")}


def test_every_column_is_loaded_and_blanks_are_defaults(database: Database) -> None:
    load(database, "trainings", SETTINGS, "Lockout,Safety,14,7,yes,365", "Fire,,,,,")
    assert training(database, "Lockout") == {
        "name": "Lockout",
        "category": "Safety",
        "initial_due_offset_days": 14,
        "overdue_grace_days": 7,
        "requires_signature": True,
        "recertification_interval_days": 365,
    }
    assert training(database, "Fire") == {
        "name": "Fire",
        "category": None,
        "initial_due_offset_days": 30,
        "overdue_grace_days": 0,
        "requires_signature": False,
        "recertification_interval_days": None,
    }


def test_a_second_load_adds_nothing(database: Database) -> None:
    rows = (SETTINGS, "Lockout,Safety,14,7,yes,365", "Fire,,,,,")
    assert counts(load(database, "trainings", *rows)) == (2, 2, 0, 0, 0)
    before = database.rows("select * from core.trainings")
    assert counts(load(database, "trainings", *rows)) == (2, 0, 0, 2, 0)
    assert database.rows("select * from core.trainings") == before
    assert database.rows("select * from core.training_history") == []
    assert audited(database) == ["import", "import"]


@pytest.mark.rule(20)
def test_a_change_has_history_and_stands_in_the_audit_row(database: Database) -> None:
    load(database, "trainings", SETTINGS, "Lockout,Safety,14,7,yes,365", "Fire,,,,,")
    result = load(
        database, "trainings", SETTINGS, "Lockout,Safety,21,7,no,365", "Fire,,,,,", "Noise,,,,,"
    )
    assert counts(result) == (3, 1, 1, 1, 0)
    assert training(database, "Lockout")["initial_due_offset_days"] == 21
    history = database.row("select record from core.training_history")
    assert history["record"]["initial_due_offset_days"] == 14
    assert last_audit(database)["changes"] == [
        {
            "training": "Lockout",
            "before": {"initial_due_offset_days": 14, "requires_signature": True},
            "after": {"initial_due_offset_days": 21, "requires_signature": False},
        }
    ]


def test_a_column_that_is_missing_leaves_what_is_there(database: Database) -> None:
    load(database, "trainings", SETTINGS, "Lockout,Safety,14,7,yes,365")
    load(database, "trainings", "name,category", "Lockout,Quality")
    assert training(database, "Lockout") == {
        "name": "Lockout",
        "category": "Quality",
        "initial_due_offset_days": 14,
        "overdue_grace_days": 7,
        "requires_signature": True,
        "recertification_interval_days": 365,
    }


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("initial_due_offset_days", "0"),
        ("initial_due_offset_days", "3651"),
        ("initial_due_offset_days", "a month"),
        ("overdue_grace_days", "-1"),
        ("overdue_grace_days", "365"),
        ("overdue_grace_days", "1.5"),
        ("requires_signature", "perhaps"),
        ("recertification_interval_days", "0"),
        ("recertification_interval_days", "36501"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    database: Database, column: str, value: str
) -> None:
    found = rejected(database, "trainings", f"name,{column}", "Fire,", ("Lockout", value))
    assert found == [(3, column)]


def test_names_differ_by_more_than_letter_case_and_blanks(database: Database) -> None:
    load(database, "trainings", "name", "Line 11")
    found = rejected(
        database,
        "trainings",
        "name,category",
        *("Line 12,", "LINE 11,", "Line 1 1,", "Noise,", "n oise,", " ,x"),
        ("x" * 201, ""),
    )
    assert found == [(line, "name") for line in (3, 4, 5, 6, 7, 8)]
    for name in ("LINE 11", "Line 1 1"):  # alone in its file, too
        assert rejected(database, "trainings", "name", name) == [(2, "name")]
    result = load(database, "trainings", "name,category", "Line 11,known", "Line 12,")
    assert counts(result) == (2, 1, 1, 0, 0)


def test_the_database_itself_tells_names_apart(database: Database) -> None:
    database.training("Line 11")
    database.refuses("23505", "insert into core.trainings (name) values ('line  11')")


@pytest.mark.rule(13, 17)
@pytest.mark.parametrize(("interval", "closed"), [("", 1), ("36500", 1), ("20", 0)])
def test_evidence_that_lasts_under_another_interval_closes_assignments(
    database: Database, interval: str, closed: int
) -> None:
    database.deciders()
    database.user("H-1", "hr_admin")
    database.users("E-1")
    database.training(recertification_interval_days=30)
    database.activate("1")
    database.act_as("H-1")
    database.execute(
        "select api.create_campaign('Lockout', 'Now', now() + interval '9 days', %s,"
        " p_employee_numbers => %s)",
        REASON,
        ["E-1"],
    )
    load(
        database,
        "evidence",
        "employee_number,training,version,completed_at",
        "E-1,Lockout,1,2020-01-05",
    )
    assert database.value("select status from core.assignments") == "not_started"
    load(database, "trainings", "name,recertification_interval_days", f"Lockout,{interval}")
    assert last_audit(database)["assignments_closed"] == closed
    status = database.value("select status from core.assignments")
    assert status == ("completed" if closed else "not_started")
