"""Cycle after cycle, people who come back, and versions that change in between: nobody is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.company import Database
from tests.functions.days import come_back, complete, days_ago, exempt, leave, pass_days
from tests.functions.imports.loading import load
from tests.functions.scan_expiry.scanning import counts, exceptions, name, periodic, scan


def evidence(company: Database, days: float, *numbers: str, label: str = "1") -> None:
    for number in numbers:
        company.evidence(number, label, completed_at=days_ago(days))


def open_ones(company: Database, number: str) -> list[tuple[str, str]]:
    """Kind and version label of the person's open assignments."""
    return [
        (row["kind"], row["label"])
        for row in company.rows(
            "select c.kind, v.label from core.assignments as a"
            " join core.campaigns as c using (campaign_id)"
            " join core.training_versions as v using (version_id)"
            " where a.user_id = %s and a.status in ('not_started', 'in_progress') order by 1, 2",
            company.user_id(number),
        )
    ]


@pytest.mark.rule(17)
def test_three_cycles_in_a_row_work_alike(company: Database) -> None:
    people = ("E-1", "E-2", "E-3")
    evidence(company, 365, *people)
    for cycle in (1, 2, 3):
        row = scan(company)
        assert counts(row) == {"expired": 3, "people": 3, "created": 3}
        assert row["campaigns"] == [name("Lockout", row["scanned_at"])]
        assert counts(scan(company)) == {}
        for number in people:
            assert open_ones(company, number) == [("periodic", "1")]
            assert complete(company, number)["assignments_closed"] == 1
            assert company.statuses()[number] == [("1", "expired")] * cycle + [("1", "current")]
        pass_days(company, 364)
        assert counts(scan(company)) == {}
        pass_days(company, 1)
    assert len({campaign for campaign, *_ in periodic(company)}) == 3
    assert [status for *_, status in periodic(company)] == ["completed"] * 9


@pytest.mark.rule(16, 17)
def test_who_does_nothing_stays_enrolled_once_and_becomes_overdue(company: Database) -> None:
    evidence(company, 365, "E-1", "E-2")
    scan(company)
    complete(company, "E-2")
    pass_days(company, 15)
    assert counts(scan(company)) == {}
    assert company.value("select marked from api.scan_overdue()") == 1
    pass_days(company, 350)
    # only the one who completed it has something that can expire
    assert counts(scan(company)) == {"expired": 1, "people": 1, "created": 1}
    assert [(number, status) for _, _, number, status in periodic(company)] == [
        ("E-1", "not_started"),
        ("E-2", "completed"),
        ("E-2", "not_started"),
    ]
    assert complete(company, "E-1")["assignments_closed"] == 1


@pytest.mark.rule(11, 17)
def test_late_evidence_of_the_next_day_moves_no_due_date(company: Database) -> None:
    evidence(company, 365, "E-1")
    scan(company)
    pass_days(company, 1)
    due = company.value("select due_at from core.assignments")
    evidence(company, 500, "E-1", "E-2")
    row = scan(company)
    assert counts(row) == {"expired": 2, "people": 2, "created": 1, "already_enrolled": 1}
    assert [(number, status) for _, _, number, status in periodic(company)] == [
        ("E-1", "not_started"),
        ("E-2", "not_started"),
    ]
    assert (
        company.value(
            "select due_at from core.assignments where user_id = %s", company.user_id("E-1")
        )
        == due
    )


@pytest.mark.rule(11, 13, 17)
@pytest.mark.parametrize("later", [0, 1], ids=["the same day", "the next day"])
def test_a_paper_record_that_had_expired_itself_loses_nobody(company: Database, later: int) -> None:
    """It comes after the scan that enrolled the person: who holds nothing valid has a task."""
    evidence(company, 400, "E-1")
    assert scan(company)["created"] == 1
    pass_days(company, later)
    paper = days_ago(500 + later)
    load(
        company,
        "evidence",
        "employee_number,training,version,completed_at",
        ("E-1", "Lockout", "1", paper.isoformat()),
    )
    assert scan(company)["expired"] == 1
    assert company.statuses() == {"E-1": [("1", "expired"), ("1", "expired")]}
    assert open_ones(company, "E-1") == [("periodic", "1")]


# -- people who were left out ---------------------------------------------------------------


@pytest.mark.rule(14, 17)
def test_who_was_inactive_gets_it_on_return_and_the_next_cycle_like_everybody(
    company: Database,
) -> None:
    leave(company, "E-1")
    evidence(company, 365, "E-1", "E-2")
    row = scan(company)
    assert counts(row) == {"expired": 2, "people": 2, "created": 1, "inactive": 1}
    first = name("Lockout", row["scanned_at"])
    assert exceptions(company) == [(first, "E-1", "inactive")]

    pass_days(company, 40)
    assert counts(scan(company)) == {}
    assert come_back(company, "E-1") == 1
    assert open_ones(company, "E-1") == [("periodic", "1")]
    assignment = company.row(
        "select due_at, assigned_at, now() as now from core.assignments where user_id = %s",
        company.user_id("E-1"),
    )
    assert assignment["due_at"] - assignment["assigned_at"] == timedelta(days=14)
    assert assignment["assigned_at"] > assignment["now"]  # that day, not the scan's

    assert complete(company, "E-1")["assignments_closed"] == 1
    leave(company, "E-1")
    assert come_back(company, "E-1") == 0
    pass_days(company, 365)
    assert counts(scan(company)) == {"expired": 1, "people": 1, "created": 1}


@pytest.mark.rule(14, 17)
def test_two_cycles_missed_are_one_assignment(company: Database) -> None:
    leave(company, "E-1")
    evidence(company, 365, "E-1")
    scan(company)
    pass_days(company, 30)
    evidence(company, 366, "E-1")
    assert counts(scan(company)) == {"expired": 1, "people": 1, "inactive": 1}
    assert len(exceptions(company)) == 2
    assert come_back(company, "E-1") == 1
    assert open_ones(company, "E-1") == [("periodic", "1")]


@pytest.mark.rule(10, 17)
def test_when_the_exemption_has_ended_it_fires(company: Database) -> None:
    exempt(company, "E-1", days=20)
    evidence(company, 365, "E-1")
    assert counts(scan(company)) == {"expired": 1, "people": 1, "exempt": 1}
    recompute = "select missed from api.recompute_assignments()"
    assert company.value(recompute) == 0
    pass_days(company, 20)
    assert counts(scan(company)) == {}
    assert [company.value(recompute) for _ in (1, 2)] == [1, 0]
    assert open_ones(company, "E-1") == [("periodic", "1")]


@pytest.mark.rule(10, 17)
def test_each_exclusion_removed_before_the_scan_excludes_nobody(company: Database) -> None:
    exempt(company, "E-1", days=20)
    leave(company, "E-2")
    evidence(company, 345, "E-1", "E-2")
    evidence(company, 340, "E-3")
    pass_days(company, 20)
    come_back(company, "E-2")
    assert counts(scan(company)) == {"expired": 2, "people": 2, "created": 2}


# -- a version that changes in the middle of a cycle ----------------------------------------


@pytest.mark.rule(13, 17)
def test_evidence_on_an_older_version_expires_into_a_campaign_of_the_active_one(
    company: Database,
) -> None:
    evidence(company, 300, "E-1", "E-2")
    company.activate("2")
    company.act_as(None)
    evidence(company, 299, "E-2", label="2")
    pass_days(company, 65)
    row = scan(company)
    # of both, but E-2's newer evidence holds one more day
    assert counts(row) == {"expired": 2, "people": 2, "created": 1, "still_current": 1}
    assert periodic(company) == [
        (name("Lockout", row["scanned_at"]), "2", "E-1", "not_started"),
    ]
    pass_days(company, 1)
    assert counts(scan(company)) == {"expired": 1, "people": 1, "created": 1}
    assert complete(company, "E-1")["version"] == "2"
    assert open_ones(company, "E-1") == []


@pytest.mark.rule(13, 17)
def test_a_new_version_without_recertification_is_what_is_completed_next(
    company: Database,
) -> None:
    evidence(company, 365, "E-1", "E-2", "E-3")
    scan(company)
    complete(company, "E-1")
    pass_days(company, 5)
    company.activate("2")
    company.act_as(None)
    assert open_ones(company, "E-2") == [("periodic", "1")]
    done = complete(company, "E-2")
    assert (done["version"], done["assignments_closed"]) == ("2", 1)

    # a paper record of the former version: still enrolled, whatever version that was for
    evidence(company, 500, "E-3")
    assert counts(scan(company)) == {"expired": 1, "people": 1, "already_enrolled": 1}
    assert open_ones(company, "E-3") == [("periodic", "1")]

    pass_days(company, 365)
    row = scan(company)
    assert counts(row) == {"expired": 2, "people": 2, "created": 2}
    for number in ("E-1", "E-2"):
        assert open_ones(company, number) == [("periodic", "2")]
    assert company.statuses()["E-1"] == [("1", "expired")] * 2


@pytest.mark.rule(6, 9, 13, 17)
def test_a_recertification_takes_up_who_has_expired_and_one_completion_closes_both(
    company: Database,
) -> None:
    evidence(company, 365, "E-1", "E-2")
    evidence(company, 200, "E-3")
    scan(company)
    complete(company, "E-2")
    pass_days(company, 5)
    company.submit("2")
    row = company.approve("2", recertify_everyone=True)
    company.act_as(None)
    assert (row["population"], row["created"], row["evidence_superseded"]) == (3, 3, 4)
    assert open_ones(company, "E-1") == [("periodic", "1"), ("recertification", "2")]
    assert {flag for flags in company.statuses().values() for _, flag in flags} == {"superseded"}

    # nothing superseded ever expires
    pass_days(company, 1)
    assert counts(scan(company)) == {}
    assert complete(company, "E-1")["assignments_closed"] == 2
    assert complete(company, "E-2")["assignments_closed"] == 1
    assert complete(company, "E-3")["assignments_closed"] == 1

    pass_days(company, 365)
    assert counts(scan(company)) == {"expired": 3, "people": 3, "created": 3}
    assert {open_ones(company, number)[0] for number in ("E-1", "E-2", "E-3")} == {
        ("periodic", "2")
    }


@pytest.mark.rule(7, 17)
def test_a_version_of_the_same_day_has_a_campaign_of_its_own(company: Database) -> None:
    evidence(company, 365, "E-1")
    scan(company)
    company.activate("2")
    company.act_as(None)
    evidence(company, 365, "E-2")
    row = scan(company)
    assert counts(row) == {"expired": 1, "people": 1, "created": 1}
    assert row["campaigns"] == [name("Lockout", row["scanned_at"])]
    assert [(label, number) for _, label, number, _ in periodic(company)] == [
        ("1", "E-1"),
        ("2", "E-2"),
    ]


@pytest.mark.rule(6, 17)
def test_who_expired_while_no_version_was_active_is_in_the_next_recertification(
    company: Database,
) -> None:
    company.training("Gowning", recertification_interval_days=30)
    company.imported_version("1", "inactive", "Gowning")
    company.evidence("E-1", "1", "Gowning", completed_at=days_ago(31))
    row = scan(company)
    assert counts(row) == {"expired": 1, "people": 1, "without_active_version": 1}
    assert row["campaigns"] == []
    company.submit("2", "Gowning")
    assert company.approve("2", "Gowning", recertify_everyone=True)["created"] == 1
    assert open_ones(company, "E-1") == [("recertification", "2")]
