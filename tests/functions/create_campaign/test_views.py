"""What people read of campaigns and assignments: api.campaigns, campaign_people, assignments."""

from __future__ import annotations

import pytest

from tests.company import REASON, Database
from tests.functions.completing import complete, create, given, in_days, start


def test_a_campaign_is_told_with_what_became_of_it(company: Database) -> None:
    due_at = in_days(9)
    create(company, "H-1", due_at=due_at, employee_numbers=["E-1", "E-2", "E-3", "G-1", "X-1"])
    complete(company, "E-1")
    start(company, "E-2")
    company.execute(
        "update core.assignments set due_at = now() - interval '1 h' where user_id = %s",
        company.user_id("E-3"),
    )
    company.execute(
        "update core.assignments set status = 'cancelled' where user_id = %s",
        company.user_id("G-1"),
    )
    company.act_as(None)
    company.execute("select api.scan_overdue()")
    row = company.row("select * from api.campaigns")
    assert (row["campaign"], row["kind"], row["training"], row["version"]) == (
        "Spring",
        "manual",
        "Lockout",
        "2",
    )
    assert (row["assigned"], row["completed"], row["open"], row["overdue"]) == (4, 1, 2, 1)
    assert (row["due_at"], row["created_by"], row["change_reason"]) == (due_at, "H-1", REASON)
    assert row["audience"] == {"employee_numbers": ["E-1", "E-2", "E-3", "G-1", "X-1"]}
    assert not row["is_imported"]
    told = {
        one["employee_number"]: (one["outcome"], one["status"])
        for one in company.rows("select * from api.campaign_people")
    }
    assert told == {
        "E-1": ("created", "completed"),
        "E-2": ("created", "in_progress"),
        "E-3": ("created", "not_started"),
        "G-1": ("created", "cancelled"),
        "X-1": ("inactive", None),
    }


@pytest.mark.rule(14)
def test_who_was_left_out_and_is_assigned_later_is_told_once(company: Database) -> None:
    create(company, employee_numbers=["E-1", "X-1"])
    company.act_as("H-1")
    company.execute("select api.reactivate_user('X-1', %s)", REASON)
    told = company.rows("select employee_number, outcome from api.campaign_people order by 1")
    assert [(row["employee_number"], row["outcome"]) for row in told] == [
        ("E-1", "created"),
        ("X-1", "created"),
    ]


@pytest.mark.rule(10)
def test_the_people_of_a_recertification_are_told_with_those_left_out(company: Database) -> None:
    """The view promises of each campaign those assigned and those left out, with the reason."""
    company.evidence("E-1", "1")
    company.evidence("X-1", "1")
    row = company.recertify("2")
    told = company.rows(
        "select employee_number, outcome from api.campaign_people where campaign = %s order by 1",
        row["campaign"],
    )
    assert [(one["employee_number"], one["outcome"]) for one in told] == [
        ("E-1", "created"),
        ("X-1", "inactive"),
    ]


@pytest.mark.rule(13)
def test_an_assignment_tells_which_version_is_to_be_completed_now(company: Database) -> None:
    given(company, "E-1", "1", name="Old")
    given(company, "E-1", "2", name="New")
    rows = company.rows("select * from api.assignments order by campaign_id")
    assert [(row["campaign"], row["version"], row["active_version"]) for row in rows] == [
        ("Old", "1", "2"),
        ("New", "2", "2"),
    ]
    company.activate("3")
    rows = company.rows("select * from api.assignments order by campaign_id")
    assert [(row["version"], row["active_version"]) for row in rows] == [("1", "3"), ("2", "3")]
