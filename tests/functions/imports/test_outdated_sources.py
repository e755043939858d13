"""A newer revision of a cited document asks once, for each training that cites an older one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.imports.loading import counts, last_audit, load
from tests.sessions import background, until_blocked

HEADER = "document,revision,effective_at"
OLD = "SOP-017,C,2024-01-01"
NEW = "SOP-017,D,2025-01-01"


def fill(database: Database) -> None:
    """Lockout 1 in force, which cites SOP-017@C."""
    database.deciders()
    database.training()
    activate(database, "1", ["SOP-017@C"])


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """The same; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        yield shared


@pytest.fixture
def apart(database: Database) -> Database:
    """The same in a database of the test's own, for several sessions."""
    fill(database)
    return database


def activate(
    database: Database, label: str, sources: list[str], training: str = "Lockout"
) -> dict[str, Any]:
    """Bring a version with these sources into force; what the approval's audit row tells."""
    database.act_as("A-1")
    database.execute(
        "select api.submit_version(%s, %s, 'text', %s, %s)", training, label, sources, REASON
    )
    row = database.approve(label, training)
    database.act_as(None)
    payload = database.value("select payload from audit.log where seq = %s", row["audit_seq"])
    return dict(json.loads(payload))


def documents(database: Database, *lines: str, **options: bool) -> list[int]:
    """Load revisions; the tasks that the audit row says were opened."""
    load(database, "documents", HEADER, *lines, **options)
    return list(last_audit(database)["review_tasks_opened"])


def asked(database: Database) -> list[tuple[str, str, str, list[str] | None]]:
    """Training, version, open or how it ended, and newer revisions of each source_outdated."""
    database.act_as(None)
    return [
        (row["training"], row["version"], row["resolution"] or "open", row["newer_sources"])
        for row in database.rows(
            "select * from api.review_queue where task_type = 'source_outdated'"
            " order by review_task_id"
        )
    ]


def resolve(database: Database, ending: str = "no_change_needed") -> None:
    """Resolve the open source_outdated task."""
    database.act_as("Q-1")
    database.execute(
        "select api.resolve_review_task((select review_task_id from core.review_tasks"
        " where task_type = 'source_outdated' and state = 'open'), %s, %s)",
        ending,
        REASON,
    )
    database.act_as(None)


@pytest.mark.rule(20, 21)
def test_a_newer_revision_asks(company: Database) -> None:
    company.act_as("Q-1")
    opened = documents(company, OLD, NEW)
    company.act_as(None)
    task = company.row("select * from api.review_queue where task_type = 'source_outdated'")
    assert opened == [task["review_task_id"]]
    assert (task["state"], task["training"], task["version"], task["addressed_to"]) == (
        *("open", "Lockout", "1"),
        "quality_admin",
    )
    assert (task["sources"], task["newer_sources"]) == (["SOP-017@C"], ["SOP-017@D"])
    assert company.value(
        "select opened_by from core.review_tasks where review_task_id = %s", task["review_task_id"]
    ) == company.user_id("Q-1")
    # asking changes nothing of the version or of what was learnt
    assert company.state("1") == "active"


def test_what_cites_the_latest_or_no_revision_or_another_document_asks_nothing(
    company: Database,
) -> None:
    for training, source in (("Gowning", "SOP-017@D"), ("Noise", "SOP-017"), ("Fire", "SOP-9@C")):
        company.training(training)
        activate(company, "1", [source], training)
    assert len(documents(company, OLD, NEW)) == 1
    assert asked(company) == [("Lockout", "1", "open", ["SOP-017@D"])]


def test_the_cited_revision_itself_and_older_ones_ask_nothing(company: Database) -> None:
    assert documents(company, OLD) == []
    assert documents(company, "SOP-017,B,2023-01-01", "SOP-017,Z,2022-01-01") == []
    assert asked(company) == []


def test_the_latest_is_the_one_that_comes_into_effect_last(company: Database) -> None:
    """Not the one that was loaded last, nor the last of the alphabet."""
    assert documents(company, "SOP-017,A,2025-06-01", OLD, "SOP-017,B,2023-01-01")
    assert asked(company) == [("Lockout", "1", "open", ["SOP-017@A"])]


def test_a_revision_that_is_not_in_the_register_is_another_one(company: Database) -> None:
    assert len(documents(company, NEW)) == 1
    assert asked(company) == [("Lockout", "1", "open", ["SOP-017@D"])]


def test_a_revision_asks_before_it_comes_into_effect(company: Database) -> None:
    """There should be time to revise the training."""
    assert len(documents(company, OLD, "SOP-017,D,2999-01-01")) == 1
    assert documents(company, OLD, "SOP-017,D,2999-01-01") == []


def test_without_dates_the_latest_is_the_last_of_the_file(company: Database) -> None:
    load(company, "documents", "document,revision", "SOP-017,D", "SOP-017,C")
    assert asked(company) == []
    load(company, "documents", "document,revision", "SOP-017,B")
    assert asked(company) == [("Lockout", "1", "open", ["SOP-017@B"])]


def test_a_second_load_asks_nothing_again(company: Database) -> None:
    documents(company, OLD, NEW)
    before = company.rows("select * from core.review_tasks")
    assert documents(company, OLD, NEW) == []
    assert documents(company, NEW) == []
    assert company.rows("select * from core.review_tasks") == before


@pytest.mark.rule(15)
@pytest.mark.parametrize("ending", ["no_change_needed", "revision_planned"])
def test_not_again_after_it_was_resolved_but_for_a_yet_newer_revision(
    company: Database, ending: str
) -> None:
    documents(company, OLD, NEW)
    resolve(company, ending)
    assert documents(company, OLD, NEW) == []
    assert asked(company) == [("Lockout", "1", ending, ["SOP-017@D"])]

    assert len(documents(company, OLD, NEW, "SOP-017,E,2025-02-01")) == 1
    assert asked(company) == [
        ("Lockout", "1", ending, ["SOP-017@D"]),
        ("Lockout", "1", "open", ["SOP-017@E"]),
    ]


def test_one_that_is_open_takes_a_yet_newer_revision_in(company: Database) -> None:
    documents(company, OLD, NEW)
    assert documents(company, "SOP-017,E,2025-02-01") == []
    assert asked(company) == [("Lockout", "1", "open", ["SOP-017@D", "SOP-017@E"])]
    resolve(company)
    assert documents(company, OLD, NEW, "SOP-017,E,2025-02-01") == []
    assert len(asked(company)) == 1


def test_a_training_is_asked_once_for_several_documents(company: Database) -> None:
    activate(company, "2", ["SOP-017@C", "SOP-018@A", "SOP-019@A", "SOP-020@A"])
    opened = documents(
        company,
        *(OLD, NEW, "SOP-018,A,2024-01-01", "SOP-018,B,2025-01-01", "SOP-019,A,2024-01-01"),
    )
    assert len(opened) == 1
    assert asked(company) == [("Lockout", "2", "open", ["SOP-017@D", "SOP-018@B"])]


def test_each_training_that_cites_it_is_asked(company: Database) -> None:
    for training in ("Gowning", "Noise"):
        company.training(training)
        activate(company, "1", ["SOP-017@B", "SOP-5"], training)
    assert len(documents(company, OLD, NEW)) == 3
    assert {(training, label) for training, label, *_ in asked(company)} == {
        *(("Lockout", "1"), ("Gowning", "1")),
        ("Noise", "1"),
    }


def test_a_version_that_cites_the_latest_beside_an_older_one_asks_nothing(
    company: Database,
) -> None:
    activate(company, "2", ["SOP-017@C", "SOP-017@D"])
    assert documents(company, OLD, NEW) == []


@pytest.mark.rule(4)
def test_only_what_is_in_force_is_asked_about(company: Database) -> None:
    """Version 1 was in force, 3 waits for review, 4 is a draft; they cite C, and 2 cites D."""
    activate(company, "2", ["SOP-017@D"])
    company.submit("4")
    company.submit("3")
    company.act_as(None)
    assert documents(company, OLD, NEW) == []
    assert asked(company) == []


@pytest.mark.rule(4, 15)
def test_a_new_version_supersedes_the_task_of_the_former_one(company: Database) -> None:
    (task_id,) = documents(company, OLD, NEW)
    told = activate(company, "2", ["SOP-017@D"])
    assert asked(company) == [("Lockout", "1", "superseded", ["SOP-017@D"])]
    assert told["review_tasks_superseded"] == [task_id]
    task = company.row("select * from core.review_tasks where review_task_id = %s", task_id)
    assert (task["resolution_reason"], task["resolved_by"]) == (None, company.user_id("Q-1"))
    assert documents(company, OLD, NEW) == []


@pytest.mark.rule(4, 15)
@pytest.mark.parametrize("is_resolved", [False, True], ids=["open", "resolved"])
def test_a_new_version_that_cites_an_old_revision_asks_again(
    company: Database, is_resolved: bool
) -> None:
    documents(company, OLD, NEW)
    if is_resolved:
        resolve(company)
    told = activate(company, "2", ["SOP-017@C"])
    former = "no_change_needed" if is_resolved else "superseded"
    assert asked(company) == [
        ("Lockout", "1", former, ["SOP-017@D"]),
        ("Lockout", "2", "open", ["SOP-017@D"]),
    ]
    # this one, and the decision about recertifying
    assert len(told["review_tasks_opened"]) == 2
    assert documents(company, OLD, NEW) == []


def test_activated_later_it_asks_then(company: Database) -> None:
    activate(company, "2", ["SOP-017@D"])
    documents(company, OLD, NEW)
    company.submit("3")
    company.approve("3", activate=False)
    assert asked(company) == []
    company.act_as("Q-1")
    company.execute("select api.activate_version('Lockout', '3', %s)", REASON)
    assert asked(company) == [("Lockout", "3", "open", ["SOP-017@D"])]


def test_a_corrected_date_asks_when_it_makes_a_revision_the_latest(company: Database) -> None:
    assert documents(company, OLD, "SOP-017,D,2023-01-01") == []
    assert len(documents(company, NEW)) == 1
    # corrected back, and to and fro: it was told of
    assert documents(company, "SOP-017,D,2023-01-01") == []
    assert documents(company, NEW) == []
    assert len(asked(company)) == 1


def test_a_title_alone_asks_nothing(company: Database) -> None:
    documents(company, OLD, NEW)
    resolve(company)
    header = "document,revision,title"
    result = load(company, "documents", header, "SOP-017,D,Lock and tag", "SOP-017,C,Lock")
    assert counts(result) == (2, 0, 2, 0, 0)
    assert last_audit(company)["review_tasks_opened"] == []
    assert len(asked(company)) == 1


def test_a_partial_load_asks_for_the_good_rows(company: Database) -> None:
    assert len(documents(company, OLD, NEW, "SOP-018,,2025-01-01", partial=True)) == 1


def test_an_imported_version_is_asked_about_at_the_next_load_at_the_latest(
    company: Database,
) -> None:
    company.training("Gowning")
    documents(company, OLD, NEW)
    load(
        company,
        "versions",
        "training,label,state,author,sources,activated_at",
        "Gowning,1,active,A-1,SOP-017@B,2024-05-01",
    )
    documents(company, OLD, NEW)
    assert [(training, label) for training, label, *_ in asked(company)] == [
        ("Lockout", "1"),
        ("Gowning", "1"),
    ]


@pytest.mark.rule(20)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_what_was_told_is_never_forgotten(company: Database, role: str | None) -> None:
    documents(company, OLD, NEW)
    if role:
        company.execute(f"set local role {role}")
    for statement in (
        "delete from core.outdated_sources",
        "truncate core.outdated_sources",
        "update core.outdated_sources set revision = 'C'",
    ):
        company.refuses("ZR301", statement)


@pytest.mark.rule(4)
def test_a_load_waits_for_the_approval_and_asks_about_what_that_left(apart: Database) -> None:
    with Database.connect(apart.dsn) as approving, Database.connect(apart.dsn) as loading:
        approving.submit("2")
        approving.execute("begin")
        approving.approve("2")
        with background(lambda: documents(loading, OLD, NEW)) as waiting:
            until_blocked(apart, loading.pid)
            approving.execute("commit")
        assert len(waiting.result()) == 1
    assert asked(apart) == [("Lockout", "2", "open", ["SOP-017@D"])]


@pytest.mark.rule(4)
def test_an_approval_waits_for_the_load_and_supersedes_what_that_asked(apart: Database) -> None:
    with Database.connect(apart.dsn) as approving, Database.connect(apart.dsn) as loading:
        approving.submit("2")
        loading.execute("begin")
        documents(loading, OLD, NEW)
        with background(lambda: approving.approve("2")) as waiting:
            until_blocked(apart, approving.pid)
            loading.execute("commit")
        waiting.result()
    assert asked(apart) == [
        ("Lockout", "1", "superseded", ["SOP-017@D"]),
        ("Lockout", "2", "open", ["SOP-017@D"]),
    ]
