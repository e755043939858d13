"""The history of versions: which states may be imported, in what order they came, and the queue."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from tests.company import Database, refused
from tests.functions.imports.loading import (
    audited,
    counts,
    faults,
    last_audit,
    load,
    rejected,
)

HEADER = "training,label,state,author,activated_at"


@pytest.fixture
def company(database: Database) -> Database:
    """The trainings Lockout and Fire, without versions."""
    database.deciders()
    database.training()
    database.training("Fire")
    return database


def version(database: Database, label: str, training: str = "Lockout") -> dict[str, object]:
    return database.row(
        "select * from core.training_versions where version_id = %s",
        database.version_id(label, training),
    )


def states(database: Database, training: str = "Lockout") -> dict[str, str]:
    return {
        row["label"]: row["state"]
        for row in database.rows(
            "select v.label, v.state from core.training_versions as v"
            " join core.trainings as t using (training_id) where t.name = %s order by v.label",
            training,
        )
    }


def test_every_column_is_loaded(company: Database) -> None:
    content = 'Wear "gloves".\r\n\\.\n- a, b;\tÄ\n'
    load(
        company,
        "versions",
        "training,label,state,author,content,objectives,sources,submitted_at,activated_at",
        (
            *(
                "Lockout",
                "3.2",
                "active",
                "A-1",
                content,
                "Lock ; Tag out;",
                "SOP-1@C; a@b@2;SOP-1@C;X",
            ),
            *("2024-01-01T08:00:00+01:00", "2024-02-29"),
        ),
    )
    row = version(company, "3.2")
    assert row["content"] == content
    assert row["content_sha256"] == hashlib.sha256(content.encode()).digest()
    assert row["objectives"] == ["Lock", "Tag out"]
    assert row["author_id"] == company.user_id("A-1")
    assert row["submitted_at"] == datetime(2024, 1, 1, 7, tzinfo=UTC)
    assert row["activated_at"] == datetime(2024, 2, 29, tzinfo=UTC)
    assert (row["state"], row["is_imported"], row["approved_by"]) == ("active", True, None)
    sources = company.rows("select document, revision from core.version_sources order by document")
    assert [(source["document"], source["revision"]) for source in sources] == [
        ("SOP-1", "C"),
        ("X", None),
        ("a@b", "2"),
    ]


@pytest.mark.rule(22)
def test_a_second_load_adds_nothing(company: Database) -> None:
    rows = (
        HEADER,
        "Lockout,1,inactive,A-1,2023-01-01",
        "Lockout,2,active,A-1,2024-01-01",
        "Lockout,3,pending_review,A-1,",
        "Lockout,4,draft,A-1,",
        "Lockout,5,rejected,A-1,",
        "Fire,1,,A-1,",
    )
    assert counts(load(company, "versions", *rows)) == (6, 6, 0, 0, 0)
    before = company.snapshot()
    assert counts(load(company, "versions", *rows)) == (6, 0, 0, 6, 0)
    after = company.snapshot()
    assert {name for name in after if after[name] != before[name]} == {
        "audit.log",
        "audit.head",
        "ops.imports",
    }
    assert states(company) == {
        "1": "inactive",
        "2": "active",
        "3": "pending_review",
        "4": "draft",
        "5": "rejected",
    }
    assert states(company, "Fire") == {"1": "draft"}


@pytest.mark.rule(22)
def test_a_version_that_is_there_is_neither_an_error_nor_changed(company: Database) -> None:
    company.activate("1")
    company.submit("2")
    company.approve("2", activate=False)
    company.act_as(None)
    before = version(company, "1"), version(company, "2")
    result = load(
        company,
        "versions",
        HEADER,
        "Lockout,1,active,A-1,",
        "Lockout,2,approved,A-1,",
        "Lockout,1,inactive,Q-1,2020-01-01",
    )
    assert counts(result) == (3, 0, 0, 3, 0)
    assert (version(company, "1"), version(company, "2")) == before


@pytest.mark.rule(22)
@pytest.mark.parametrize("state", ["approved", "active", "Active", "in force"])
def test_a_history_import_is_no_way_around_an_approval(company: Database, state: str) -> None:
    company.activate("1")
    company.act_as(None)
    assert rejected(
        company, "versions", HEADER, "Fire,1,active,A-1,", f"Lockout,2,{state},A-1,"
    ) == [(3, "state")]
    assert states(company) == {"1": "active"}


@pytest.mark.rule(22)
def test_an_imported_version_is_not_recertified_behind_an_approval(company: Database) -> None:
    """What was imported as active is what it is: approving it afterwards is refused."""
    load(company, "versions", HEADER, "Lockout,1,active,A-1,2024-01-01")
    with refused("ZR204"):
        company.approve("1", recertify_everyone=True)


def test_one_active_version_a_training(company: Database) -> None:
    found = rejected(
        company,
        "versions",
        HEADER,
        "Lockout,1,active,A-1,",
        "Lockout,2,active,A-1,",
        "Fire,1,active,A-1,",
    )
    assert found == [(2, "state"), (3, "state")]


def test_versions_went_out_of_force_when_the_next_came(company: Database) -> None:
    """In the order of their activation, not of the lines or the labels."""
    load(company, "versions", HEADER, "Lockout,7,inactive,A-1,2022-01-01")
    result = load(
        company,
        "versions",
        HEADER,
        "Lockout,10,active,A-1,2024-01-01",
        "Lockout,9,inactive,A-1,2023-01-01",
        "Lockout,8,inactive,A-1,2021-01-01",
        "Lockout,11,draft,A-1,",
    )
    assert result.inserted == 4
    assert version(company, "8")["deactivated_at"] == datetime(2022, 1, 1, tzinfo=UTC)
    assert version(company, "9")["deactivated_at"] == datetime(2024, 1, 1, tzinfo=UTC)
    assert version(company, "10")["deactivated_at"] is None
    # the one before them had gone out of force when it was imported, and that stays
    imported = company.row("select started_at from ops.imports order by import_id limit 1")
    assert version(company, "7")["deactivated_at"] >= imported["started_at"]


def test_without_a_next_one_it_is_the_moment_of_the_import(company: Database) -> None:
    load(company, "versions", HEADER, "Lockout,1,inactive,A-1,2023-01-01")
    started_at = company.value("select started_at from ops.imports")
    assert version(company, "1")["deactivated_at"] >= started_at


def test_an_active_one_without_a_date_is_active_from_now(company: Database) -> None:
    load(company, "versions", HEADER, "Lockout,2,active,A-1,", "Lockout,1,inactive,A-1,2024-01-01")
    active = version(company, "2")
    assert version(company, "1")["deactivated_at"] == active["activated_at"]
    assert company.value(
        "select activated_at between started_at and now() from core.training_versions,"
        " ops.imports where state = 'active'"
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Noise,9,draft,A-1,", "training"),
        (",9,draft,A-1,", "training"),
        ("Lockout,,draft,A-1,", "label"),
        (f"Lockout,{'9' * 201},draft,A-1,", "label"),
        ("Lockout,9,draft,,", "author"),
        ("Lockout,9,draft,N-1,", "author"),
        ("Lockout,9,retired,A-1,", "state"),
        ("Lockout,9,inactive,A-1,", "activated_at"),
        ("Lockout,9,inactive,A-1,2023-02-31", "activated_at"),
        ("Lockout,9,inactive,A-1,2999-01-01", "activated_at"),
        ("Lockout,9,inactive,A-1,2024-01-01", "activated_at"),
        ("Lockout,9,inactive,A-1,2024-06-01", "activated_at"),
        ("Lockout,9,inactive,A-1,2023-01-01", "activated_at"),
        ("Lockout,9,draft,A-1,2023-06-01", "activated_at"),
        ("Lockout,9,pending_review,A-1,2023-06-01", "activated_at"),
        ("Fire,9,active,A-1,2022-01-01", "activated_at"),
        ("Fire,9,active,A-1,2999-01-01", "activated_at"),
        ("Fire,9,active,A-1,2021-01-01", "activated_at"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    company: Database, row: str, column: str
) -> None:
    load(
        company,
        "versions",
        HEADER,
        "Lockout,1,inactive,A-1,2023-01-01",
        "Lockout,2,active,A-1,2024-01-01",
        "Fire,1,inactive,A-1,2022-01-01",
    )
    assert rejected(company, "versions", HEADER, "Lockout,8,draft,A-1,", row) == [(3, column)]


def test_two_that_came_into_force_at_one_moment(company: Database) -> None:
    rows = [f"Lockout,{label},inactive,A-1,2024-01-01" for label in ("1", "2")]
    assert rejected(company, "versions", HEADER, *rows, rows[0].replace("Lockout", "Fire")) == [
        (2, "activated_at"),
        (3, "activated_at"),
    ]


def test_two_rows_of_the_file_that_contradict_each_other(company: Database) -> None:
    result = load(
        company,
        "versions",
        HEADER,
        "Lockout,1,inactive,A-1,2023-01-01",
        "Lockout,1,inactive,A-1,2023-01-01T00:00Z",
        "Lockout,2,draft,A-1,",
        "Lockout,2,pending_review,A-1,",
        "Fire,1,inactive,A-1,2023-01-01",
        "Fire,2,inactive,A-1,2023-01-01",
        "Fire,3,active,A-1,2022-01-01",
        partial=True,
    )
    # a repeated row is one version; other rows of the same label or moment cannot both be right
    assert faults(result) == [(5, "label"), (6, "activated_at"), (7, "activated_at")]
    assert counts(result) == (7, 3, 0, 1, 3)
    assert states(company) == {"1": "inactive", "2": "draft"}
    assert states(company, "Fire") == {"3": "active"}


def test_wrong_submissions_and_sources(company: Database) -> None:
    header = "training,label,author,submitted_at,sources"
    found = rejected(
        company,
        "versions",
        header,
        "Lockout,1,A-1,yesterday,",
        "Lockout,2,A-1,2999-01-01,",
        ("Lockout", "3", "A-1", "", "x" * 201),
        ("Lockout", "4", "A-1", "", f"SOP-1;SOP-2@{'x' * 201}"),
    )
    assert found == [(2, "submitted_at"), (3, "submitted_at"), (4, "sources"), (5, "sources")]


@pytest.mark.rule(5)
def test_pending_ones_go_to_the_queue_and_take_the_place_of_earlier_ones(
    company: Database,
) -> None:
    earlier = company.submit("1")
    company.act_as(None)
    result = load(
        company,
        "versions",
        "training,label,state,author,sources,submitted_at",
        "Lockout,2,pending_review,A-1,SOP-1,",
        "Lockout,3,pending_review,A-1,SOP-2@B,2024-01-01",
        "Lockout,4,pending_review,Q-1,SOP-2@B,",
        "Fire,1,pending_review,A-1,SOP-3,2024-01-01",
        "Fire,2,pending_review,A-1,SOP-3,2023-01-01",
    )
    assert result.inserted == 5
    # the last submitted of an author's stays, whatever its place in the file
    assert states(company) == {
        "1": "draft",
        "2": "pending_review",
        "3": "draft",
        "4": "pending_review",
    }
    task = company.row(
        "select * from core.review_tasks where review_task_id = %s", earlier["review_task_id"]
    )
    assert (task["state"], task["resolution"]) == ("resolved", "superseded")
    waiting = company.rows(
        "select training, version from api.review_queue where state = 'open' order by 1, 2"
    )
    assert [(row["training"], row["version"]) for row in waiting] == [
        ("Fire", "1"),
        ("Lockout", "2"),
        ("Lockout", "4"),
    ]
    assert version(company, "3")["submitted_at"] == datetime(2024, 1, 1, tzinfo=UTC)
    assert audited(company) == [
        "submit_version",
        "resolve_review_task",
        *["submit_version"] * 3,
        "import",
    ]
    assert last_audit(company)["submitted"] == 3
    company.approve("2")
    assert states(company)["2"] == "active"


@pytest.mark.rule(5)
def test_an_older_submission_does_not_take_the_place_of_a_newer_one(company: Database) -> None:
    company.submit("1")
    company.act_as(None)
    load(
        company,
        "versions",
        "training,label,state,author,sources,submitted_at",
        "Lockout,0.9,pending_review,A-1,SOP-1,2020-01-01",
    )
    assert states(company) == {"1": "pending_review", "0.9": "draft"}
    waiting = company.rows("select version from api.review_queue where state = 'open'")
    assert [row["version"] for row in waiting] == ["1"]
    assert last_audit(company)["submitted"] == 0


@pytest.mark.rule(3)
def test_a_pending_one_without_a_source_waits_but_is_not_approved(company: Database) -> None:
    load(company, "versions", HEADER, "Lockout,1,pending_review,A-1,")
    with refused("ZR205"):
        company.approve("1")


def test_partial_loads_the_good_rows(company: Database) -> None:
    result = load(
        company,
        "versions",
        HEADER,
        "Lockout,1,active,A-1,2024-02-31",
        "Lockout,2,inactive,A-1,2023-01-01",
        partial=True,
    )
    assert counts(result) == (2, 1, 0, 0, 1)
    assert states(company) == {"2": "inactive"}


@pytest.mark.rule(20, 22)
def test_what_an_import_put_in_force_is_named_in_the_log(company: Database) -> None:
    load(
        company,
        "versions",
        "training,label,state,author,sources,activated_at",
        "Lockout,1,active,A-1,SOP-1,2024-03-01",
        "Fire,1,draft,A-1,,",
    )
    assert last_audit(company)["activated"] == [{"training": "Lockout", "version": "1"}]


@pytest.mark.rule(1, 20)
def test_who_wrote_what_somebody_else_submitted_is_in_the_log(company: Database) -> None:
    company.act_as("Q-1")
    load(
        company,
        "versions",
        "training,label,state,author,sources",
        "Lockout,1,pending_review,A-1,SOP-1",
    )
    payload = company.value(
        "select payload::jsonb as payload from audit.log where action = 'submit_version'"
    )
    assert (payload["actor"], payload["author"]) == ("Q-1", "A-1")
