"""The history of assignments: their campaigns, defaults and states, and whom evidence closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.company import Database
from tests.functions.imports.loading import (
    audited,
    counts,
    faults,
    last_audit,
    load,
    rejected,
)

HEADER = "employee_number,campaign,training,version,status,due_at,assigned_at,completed_at"


def assignments(database: Database) -> dict[tuple[str, str], dict[str, object]]:
    """For each employee number and campaign the assignment."""
    return {
        (row.pop("employee_number"), row.pop("name")): row
        for row in database.rows(
            "select u.employee_number, c.name, a.status, a.due_at, a.assigned_at, a.completed_at,"
            " a.is_imported from core.assignments as a join core.users as u using (user_id)"
            " join core.campaigns as c using (campaign_id)"
        )
    }


def utc(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


@pytest.mark.rule(22)
def test_every_column_is_loaded_and_marked_as_imported(company: Database) -> None:
    load(
        company,
        "assignments",
        HEADER,
        "E-1,Spring,Lockout,2,completed,2024-03-01,2024-02-01,2024-02-20",
        "E-2,Spring,Lockout,2,Cancelled,2024-03-01,2024-02-01,",
        "E-1,Spring,Lockout,1,in_progress,2999-01-01,2024-02-01,",
    )
    found = assignments(company)
    assert found["E-2", "Spring"] == {
        "status": "cancelled",
        "due_at": utc(2024, 3, 1),
        "assigned_at": utc(2024, 2, 1),
        "completed_at": None,
        "is_imported": True,
    }
    campaigns = company.rows("select * from core.campaigns order by campaign_id")
    assert [(row["name"], row["kind"], row["is_imported"]) for row in campaigns] == [
        ("Spring", "manual", True)
    ] * 2
    assert [row["version_id"] for row in campaigns] == [
        company.version_id("2"),
        company.version_id("1"),
    ]
    assert company.value("select count(*) from core.assignments") == 3
    completed = company.row("select * from core.assignments where status = 'completed'")
    assert completed["completed_at"] == utc(2024, 2, 20)


def test_blanks_are_defaults(company: Database) -> None:
    load(
        company,
        "assignments",
        HEADER,
        "E-1,Spring,Lockout,2,,,,",
        "E-2,Spring,Lockout,2,,,2024-02-01,",
    )
    found = assignments(company)
    first, second = found["E-1", "Spring"], found["E-2", "Spring"]
    assert first["status"] == second["status"] == "not_started"
    started_at = company.value("select started_at from ops.imports")
    assert first["assigned_at"] >= started_at  # type: ignore[operator]
    # the training's offset is 14 UTC days
    assert first["due_at"] - first["assigned_at"] == timedelta(days=14)  # type: ignore[operator]
    assert second["due_at"] == utc(2024, 2, 15)


def test_a_second_load_adds_nothing(company: Database) -> None:
    rows = (HEADER, "E-1,Spring,Lockout,2,,,,", "E-2,Autumn,Lockout,2,,,,")
    assert counts(load(company, "assignments", *rows)) == (2, 2, 0, 0, 0)
    before = assignments(company)
    assert counts(load(company, "assignments", *rows)) == (2, 0, 0, 2, 0)
    assert assignments(company) == before
    assert company.value("select count(*) from core.campaigns") == 2


def test_what_is_there_is_neither_an_error_nor_changed(company: Database) -> None:
    load(company, "assignments", HEADER, "E-1,Spring,Lockout,2,,2024-03-01,2024-02-01,")
    before = assignments(company)
    result = load(
        company, "assignments", HEADER, "E-1,Spring,Lockout,2,cancelled,2024-04-01,2024-02-01,"
    )
    assert counts(result) == (1, 0, 0, 1, 0)
    assert assignments(company) == before


def test_campaigns_of_another_kind_are_others(company: Database) -> None:
    company.evidence("E-1", "1")
    campaign = company.recertify("2")["campaign"]
    company.act_as(None)
    load(company, "assignments", HEADER, ("E-1", campaign, "Lockout", "2", *[""] * 4))
    kinds = company.rows("select kind from core.campaigns where name = %s order by 1", campaign)
    assert [row["kind"] for row in kinds] == ["manual", "recertification"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E-9,Spring,Lockout,2,,,,", "employee_number"),
        ("E-1,,Lockout,2,,,,", "campaign"),
        (f"E-1,{'x' * 201},Lockout,2,,,,", "campaign"),
        ("E-1,Spring,Fire,2,,,,", "training"),
        ("E-1,Spring,Lockout,9,,,,", "version"),
        ("E-1,Spring,Lockout,draft,,,,", "version"),
        ("E-1,Spring,Lockout,2,done,,,", "status"),
        ("E-1,Spring,Lockout,2,,2024-02-31,,", "due_at"),
        ("E-1,Spring,Lockout,2,,9999-12-31,,", "due_at"),
        ("E-1,Spring,Lockout,2,,,2024-02-31,", "assigned_at"),
        ("E-1,Spring,Lockout,2,,,2999-01-01,", "assigned_at"),
        ("E-1,Spring,Lockout,2,completed,,,", "completed_at"),
        ("E-1,Spring,Lockout,2,completed,,,2024-02-31", "completed_at"),
        ("E-1,Spring,Lockout,2,completed,,,2999-01-01", "completed_at"),
        ("E-1,Spring,Lockout,2,cancelled,,,2024-01-01", "completed_at"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    company: Database, row: str, column: str
) -> None:
    company.imported_version("draft", "draft")
    good = "E-2,Spring,Lockout,2,,,,"
    assert rejected(company, "assignments", HEADER, good, row) == [(3, column)]


@pytest.mark.parametrize(
    ("number", "campaign", "label"),
    [("E-2", "Spring", "draft"), ("E-1", "Autumn", "draft"), ("E-1", "Spring", "2")],
)
def test_only_the_very_assignment_that_is_there_is_skipped_out_of_force(
    company: Database, number: str, campaign: str, label: str
) -> None:
    company.imported_version("draft", "draft")
    load(company, "assignments", HEADER, "E-1,Winter,Lockout,1,,,,")
    company.execute(
        "with made as (insert into core.campaigns (name, kind, version_id)"
        " values (%s, 'manual', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select %s, campaign_id, now(), now() from made",
        campaign,
        company.version_id(label),
        company.user_id(number),
    )
    asked = f"{number},{campaign},Lockout,{label},,,,"
    assert counts(load(company, "assignments", HEADER, asked)) == (1, 0, 0, 1, 0)
    assert rejected(company, "assignments", HEADER, "E-1,Spring,Lockout,draft,,,,") == [
        (2, "version")
    ]


def test_the_same_person_twice_in_a_campaign(company: Database) -> None:
    result = load(
        company,
        "assignments",
        HEADER,
        "E-1,Spring,Lockout,2,,2024-03-01,2024-02-01,",
        "E-1,Spring,Lockout,2,not_started,2024-03-01T00:00Z,2024-02-01,",
        "E-1,Spring,Lockout,2,cancelled,2024-03-01,2024-02-01,",
        "E-1,Autumn,Lockout,2,cancelled,2024-03-01,2024-02-01,",
        partial=True,
    )
    assert counts(result) == (4, 2, 0, 1, 1)
    assert faults(result) == [(4, "campaign")]
    assert assignments(company)["E-1", "Spring"]["status"] == "not_started"


@pytest.mark.rule(13)
def test_who_holds_current_evidence_on_the_active_version_is_done(company: Database) -> None:
    company.evidence("E-1", "2")
    company.evidence("E-2", "1")
    load(
        company,
        "assignments",
        HEADER,
        *(f"{number},Spring,Lockout,{label},,,," for number in ("E-1", "E-2") for label in "12"),
    )
    statuses = company.rows(
        "select u.employee_number, v.label, a.status from core.assignments as a"
        " join core.users as u using (user_id) join core.campaigns as c using (campaign_id)"
        " join core.training_versions as v using (version_id) order by 1, 2"
    )
    assert [(row["employee_number"], row["label"], row["status"]) for row in statuses] == [
        ("E-1", "1", "completed"),
        ("E-1", "2", "completed"),
        ("E-2", "1", "not_started"),
        ("E-2", "2", "not_started"),
    ]
    assert last_audit(company)["assignments_closed"] == 2


@pytest.mark.rule(20, 21)
def test_new_campaigns_have_their_audit_rows(company: Database) -> None:
    before = audited(company)
    load(company, "assignments", HEADER, "E-1,Spring,Lockout,2,,,,", "E-1,Autumn,Lockout,2,,,,")
    assert audited(company) == [*before, "create_campaign", "create_campaign", "import"]
    assert last_audit(company)["campaigns_created"] == 2
    load(company, "assignments", HEADER, "E-2,Spring,Lockout,2,,,,")
    assert audited(company) == [*before, "create_campaign", "create_campaign", "import", "import"]
    assert company.value("select is_intact from api.verify_audit_chain()")
