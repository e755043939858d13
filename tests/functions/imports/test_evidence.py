"""The history of evidence: a multiset that grows by what is new, and closes assignments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.company import REASON, Database
from tests.functions.imports.loading import (
    audited,
    counts,
    faults,
    last_audit,
    load,
    rejected,
)
from tests.sessions import background, until_blocked

HEADER = "employee_number,training,version,completed_at,score"


def records(database: Database) -> list[tuple[str, str, datetime, float | None]]:
    return [
        (row["employee_number"], row["label"], row["completed_at"], row["score"])
        for row in database.rows(
            "select u.employee_number, v.label, e.completed_at, e.score::float as score"
            " from core.evidence as e join core.users as u using (user_id)"
            " join core.training_versions as v using (version_id)"
            " order by u.employee_number, v.label, e.completed_at, e.score nulls first"
        )
    ]


@pytest.mark.rule(22)
def test_every_column_is_loaded_and_marked_as_imported(company: Database) -> None:
    load(
        company,
        "evidence",
        HEADER,
        "E-1,Lockout,1,2024-01-31,87.5",
        "E-2,Lockout,2,2024-02-01T09:30+01:00,",
    )
    assert records(company) == [
        ("E-1", "1", datetime(2024, 1, 31, tzinfo=UTC), 87.5),
        ("E-2", "2", datetime(2024, 2, 1, 8, 30, tzinfo=UTC), None),
    ]
    for row in company.rows(
        "select e.*, v.content_sha256 as learnt, v.frozen_at from core.evidence as e"
        " join core.training_versions as v using (version_id)"
    ):
        assert row["is_imported"]
        assert row["recertification_status"] == "current"
        assert row["content_sha256"] == row["learnt"]
        assert row["frozen_at"] is not None
        assert abs(row["recorded_at"] - datetime.now(UTC)) < timedelta(hours=1)


def test_a_second_load_adds_nothing(company: Database) -> None:
    rows = (
        HEADER,
        "E-1,Lockout,1,2024-01-31,80",
        "E-1,Lockout,2,2024-01-31,",
        "E-2,Lockout,2,2024-01-31,80",
    )
    assert counts(load(company, "evidence", *rows)) == (3, 3, 0, 0, 0)
    before = company.snapshot("core.evidence")
    assert counts(load(company, "evidence", *rows)) == (3, 0, 0, 3, 0)
    assert company.snapshot("core.evidence") == before


def test_equal_rows_are_as_many_records_and_known_ones_are_counted_off(company: Database) -> None:
    row, other = "E-1,Lockout,2,2024-01-31,80", "E-1,Lockout,2,2024-01-31,"
    assert counts(load(company, "evidence", HEADER, row, row, other, other)) == (4, 4, 0, 0, 0)
    assert counts(load(company, "evidence", HEADER, row, row, other, other)) == (4, 0, 0, 4, 0)
    # the same score written otherwise is the same record
    same = "E-1,Lockout,2,2024-01-31T00:00:00Z,80.00"
    assert counts(load(company, "evidence", HEADER, row, same, row, other)) == (4, 1, 0, 3, 0)
    assert len(records(company)) == 5


def test_evidence_that_was_superseded_since_is_still_known(company: Database) -> None:
    row = "E-1,Lockout,1,2024-01-31,80"
    load(company, "evidence", HEADER, row)
    company.recertify("2")
    company.act_as(None)
    assert counts(load(company, "evidence", HEADER, row)) == (1, 0, 0, 1, 0)
    assert company.statuses() == {"E-1": [("1", "superseded")]}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E-9,Lockout,2,2024-01-31,", "employee_number"),
        (",Lockout,2,2024-01-31,", "employee_number"),
        ("E-1,lockout,2,2024-01-31,", "training"),
        ("E-1,,2,2024-01-31,", "training"),
        ("E-1,Lockout,9,2024-01-31,", "version"),
        ("E-1,Lockout,,2024-01-31,", "version"),
        ("E-1,Lockout,draft,2024-01-31,", "version"),
        ("E-1,Lockout,rejected,2024-01-31,", "version"),
        ("E-1,Lockout,2,2024-02-31,", "completed_at"),
        ("E-1,Lockout,2,,", "completed_at"),
        ("E-1,Lockout,2,2999-01-01,", "completed_at"),
        ("E-1,Lockout,2,31.01.2024,", "completed_at"),
        ("E-1,Lockout,2,2024-01-31,101", "score"),
        ("E-1,Lockout,2,2024-01-31,good", "score"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    company: Database, row: str, column: str
) -> None:
    company.imported_version("draft", "draft")
    company.imported_version("rejected", "rejected")
    good = "E-1,Lockout,1,2024-01-31,80"
    assert rejected(company, "evidence", HEADER, good, row, good) == [(3, column)]


def test_every_reason_of_every_row_is_told(company: Database) -> None:
    found = rejected(
        company,
        "evidence",
        HEADER,
        "E-9,Fire,2,2024-02-31,101",
        "E-1,Lockout,2,2024-01-31,80",
        ",,,,",
    )
    columns = ["completed_at", "employee_number", "score", "training"]
    assert found == [
        *((2, column) for column in columns),
        *((4, column) for column in ["completed_at", "employee_number", "training", "version"]),
    ]


def test_a_value_is_shown_but_not_all_of_a_long_one(company: Database) -> None:
    result = load(company, "evidence", HEADER, f"E-1,Lockout,2,{'9' * 5000},", partial=True)
    (reject,) = result.rejects
    assert reject.value == "9" * 200


def test_what_is_there_is_no_error_whatever_became_of_its_version(company: Database) -> None:
    company.submit("3")
    row = "E-1,Lockout,3,2024-01-31,80"
    company.act_as(None)
    assert counts(load(company, "evidence", HEADER, row)) == (1, 1, 0, 0, 0)
    # a newer submission of the same author returns the version to draft
    company.submit("4")
    company.act_as(None)
    assert company.state("3") == "draft"
    assert counts(load(company, "evidence", HEADER, row)) == (1, 0, 0, 1, 0)
    assert rejected(company, "evidence", HEADER, "E-2,Lockout,3,2024-01-31,80") == [(2, "version")]


def test_partial_loads_the_good_rows(company: Database) -> None:
    result = load(
        company,
        "evidence",
        HEADER,
        "E-9,Lockout,2,2024-01-31,",
        "E-1,Lockout,2,2024-01-31,80",
        "E-1,Lockout,2,2024-01-31,80",
        partial=True,
    )
    assert counts(result) == (3, 2, 0, 0, 1)
    assert faults(result) == [(2, "employee_number")]
    assert last_audit(company)["rejected"] == 1
    again = load(
        company,
        "evidence",
        HEADER,
        "E-1,Lockout,2,2024-01-31,80",
        partial=True,
    )
    assert counts(again) == (1, 0, 0, 1, 0)


def enrolled(company: Database) -> dict[str, str]:
    """E-1 and E-2 hold evidence on version 1 and are enrolled for version 2."""
    load(company, "evidence", HEADER, "E-1,Lockout,1,2024-01-31,", "E-2,Lockout,1,2024-01-31,")
    company.recertify("2")
    company.act_as(None)
    return company.assigned("2")


@pytest.mark.rule(13)
def test_evidence_on_the_active_version_closes_open_assignments(company: Database) -> None:
    assert enrolled(company) == {"E-1": "not_started", "E-2": "not_started"}
    load(company, "evidence", HEADER, "E-1,Lockout,2,2024-05-01,", "E-1,Lockout,2,2024-06-01,")
    assert company.assigned("2") == {"E-1": "completed", "E-2": "not_started"}
    assert company.value(
        "select completed_at from core.assignments where status = 'completed'"
    ) == datetime(2024, 6, 1, tzinfo=UTC)
    assert last_audit(company)["assignments_closed"] == 1


@pytest.mark.rule(13)
def test_evidence_on_another_version_closes_none(company: Database) -> None:
    enrolled(company)
    load(company, "evidence", HEADER, "E-1,Lockout,1,2024-05-01,")
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}
    assert last_audit(company)["assignments_closed"] == 0


@pytest.mark.rule(13)
def test_a_file_of_many_people_closes_theirs_too(company: Database) -> None:
    """Beyond ten thousand rows the people are not looked up one by one."""
    enrolled(company)
    rows = [f"E-3,Lockout,2,2024-05-01,{number % 100}" for number in range(10_000)]
    result = load(company, "evidence", HEADER, *rows, "E-2,Lockout,2,2024-06-01,")
    assert counts(result) == (10_001, 10_001, 0, 0, 0)
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "completed"}
    assert counts(load(company, "evidence", HEADER, *rows)) == (10_000, 0, 0, 10_000, 0)


@pytest.mark.rule(9, 11)
def test_evidence_that_comes_during_a_recertification_is_not_missed(company: Database) -> None:
    """An import that has not committed holds the recertification up until it has."""
    load(company, "evidence", HEADER, "E-1,Lockout,1,2024-01-31,")
    company.act_as("Q-1")
    recertify = "select * from api.recertify('Lockout', '2', %s)"
    with Database.connect(company.dsn) as importer, Database.connect(company.dsn) as watcher:
        importer.execute("begin")
        load(importer, "evidence", HEADER, "E-2,Lockout,1,2024-01-31,")
        with background(lambda: company.row(recertify, REASON)) as run:
            until_blocked(watcher, company.pid)
            importer.execute("commit")
    assert run.result()["population"] == 2
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}


@pytest.mark.rule(20, 21)
def test_a_load_writes_one_audit_row(company: Database) -> None:
    before = audited(company)
    load(company, "evidence", HEADER, "E-1,Lockout,2,2024-01-31,80", "E-2,Lockout,2,2024-01-31,80")
    assert audited(company) == [*before, "import"]
    assert company.value("select is_intact from api.verify_audit_chain()")
