"""Rejecting a version: who may, for what reason, from which state, and that it is for good."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied, moved
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.sessions import together

REJECT = "select * from api.reject_version(%s, %s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        for role in ("employee", "team_lead", "hr_admin", "auditor", "corporate_admin"):
            database.user(role, role)
        database.user("X-1", "quality_admin", is_active=False)
        database.training()
        database.activate("1")
        database.evidence("employee", "1")
        database.submit("2")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Version 1 in force, version 2 pending; what a test does is undone."""
    with shared.undone():
        shared.act_as("Q-1")
        yield shared


def unchanged(company: Database, sqlstate: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, REJECT, *arguments)
    assert company.snapshot() == before


@pytest.mark.rule(1, 2, 20, 21)
def test_the_version_its_task_and_its_audit_row(company: Database) -> None:
    task_id = company.value(
        "select review_task_id from core.review_tasks where version_id = %s",
        company.version_id("2"),
    )
    row = company.row(REJECT, "Lockout", "2", REASON)
    assert row == {
        "training": "Lockout",
        "version": "2",
        "state": "rejected",
        "review_task_id": task_id,
        "audit_seq": company.value("select max(seq) from audit.log"),
    }
    version = company.row("select * from core.training_versions where label = '2'")
    assert (version["state"], version["rejected_by"], version["rejection_reason"]) == (
        "rejected",
        company.user_id("Q-1"),
        REASON,
    )
    assert version["rejected_at"] >= version["submitted_at"]
    assert (version["approved_by"], version["change_reason"], version["activated_at"]) == (
        *(None, None),
        None,
    )

    task = company.row("select * from core.review_tasks where review_task_id = %s", task_id)
    assert (task["state"], task["resolution"], task["resolution_reason"], task["resolved_by"]) == (
        *("resolved", "rejected"),
        REASON,
        company.user_id("Q-1"),
    )
    assert task["resolved_at"] >= task["opened_at"]

    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["entity_type"], logged["entity_id"]) == (
        "reject_version",
        "Q-1",
        "version",
        str(version["version_id"]),
    )
    payload = json.loads(logged["payload"])
    assert (payload["change_reason"], payload["review_task_id"]) == (REASON, task_id)
    assert payload["content_sha256"] == version["content_sha256"].hex()


@pytest.mark.rule(4)
def test_what_is_in_force_and_what_was_learnt_stay(company: Database) -> None:
    company.execute(REJECT, "Lockout", "2", REASON)
    assert company.state("1") == "active"
    assert company.statuses() == {"employee": [("1", "current")]}
    assert company.value("select count(*) from core.campaigns") == 0
    # nothing came into force, so nothing asks whether to recertify
    assert company.rows("select * from core.review_tasks where state = 'open'") == []


@pytest.mark.rule(1)
@pytest.mark.parametrize("role", ["quality_admin", "corporate_admin"])
def test_who_may_reject(company: Database, role: str) -> None:
    company.user("D-1", role)
    company.act_as("D-1")
    assert company.row(REJECT, "Lockout", "2", REASON)["state"] == "rejected"


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("employee", "ZR304"),
        ("team_lead", "ZR304"),
        ("hr_admin", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("A-1", "ZR306", id="author"),
        pytest.param("X-1", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
        pytest.param(None, "ZR304", id="system"),
    ],
)
def test_who_may_not_reject(company: Database, actor: str | None, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, "Lockout", "2", REASON)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    unchanged(company, "ZR101", "Lockout", "2", reason)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    row = company.row(REJECT, "Lockout", "2", reason)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert logged["change_reason"] == json.loads(logged["payload"])["change_reason"] == reason
    assert company.row(
        "select v.rejection_reason, r.resolution_reason from core.training_versions as v"
        " join core.review_tasks as r using (version_id) where v.label = '2'"
    ) == {"rejection_reason": reason, "resolution_reason": reason}


@pytest.mark.rule(2)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
@pytest.mark.parametrize(
    ("sqlstate", "change"),
    [
        ("ZR301", "rejection_reason = 'Something else entirely'"),
        ("ZR301", moved("rejected_at", "1 second")),
        (
            "ZR301",
            "rejected_by = (select user_id from core.users where employee_number = 'employee')",
        ),
        ("ZR204", "state = 'pending_review'"),
        ("ZR204", "state = 'draft'"),
        ("ZR307", "content = 'Something else entirely'"),
    ],
)
def test_a_rejection_is_never_edited(
    company: Database, role: str | None, sqlstate: str, change: str
) -> None:
    company.execute(REJECT, "Lockout", "2", REASON)
    if role:
        company.execute(f"set local role {role}")
    company.refuses(sqlstate, f"update core.training_versions set {change} where label = '2'")


@pytest.mark.rule(1)
@pytest.mark.parametrize("state", ["draft", "rejected", "inactive"])
def test_from_these_states_nothing_is_rejected(company: Database, state: str) -> None:
    company.imported_version("7", state)
    unchanged(company, "ZR204", "Lockout", "7", REASON)


@pytest.mark.rule(1)
@pytest.mark.parametrize("activate", [True, False], ids=["active", "approved"])
def test_what_was_approved_is_not_rejected(company: Database, activate: bool) -> None:
    company.approve("2", activate=activate)
    unchanged(company, "ZR204", "Lockout", "2", REASON)


@pytest.mark.rule(5)
def test_what_a_newer_submission_returned_to_draft_is_not_rejected(company: Database) -> None:
    company.submit("3")
    company.act_as("Q-1")
    unchanged(company, "ZR204", "Lockout", "2", REASON)


@pytest.mark.rule(4, 5)
def test_it_is_for_good_and_a_corrected_one_comes_under_a_new_label(company: Database) -> None:
    company.execute(REJECT, "Lockout", "2", REASON)
    unchanged(company, "ZR204", "Lockout", "2", REASON)
    for function in ("approve_version", "activate_version", "recertify"):
        company.refuses("ZR204", f"select * from api.{function}('Lockout', '2', %s)", REASON)
    company.act_as("A-1")
    company.refuses(
        "ZR204",
        "select * from api.submit_version('Lockout', '2', 'corrected', %s, %s)",
        ["SOP-017@C"],
        REASON,
    )
    company.submit("2.1")
    assert company.approve("2.1")["activated"]
    assert company.state("2") == "rejected"


@pytest.mark.rule(3)
def test_a_version_without_a_source_can_be_rejected(company: Database) -> None:
    """Nothing else could be done with it: rule 3 keeps it from being approved."""
    company.execute(
        "insert into core.training_versions (training_id, label, content_sha256, author_id, state,"
        " submitted_at, is_imported) select training_id, '9', sha256(''), %s, 'pending_review',"
        " now(), true from core.trainings",
        company.user_id("A-1"),
    )
    row = company.row(REJECT, "Lockout", "9", REASON)
    assert (row["state"], row["review_task_id"]) == ("rejected", None)


@pytest.mark.parametrize(
    ("training", "label", "sqlstate"),
    [
        ("Gowning", "2", "ZR201"),
        ("lockout", "2", "ZR201"),
        (None, "2", "ZR201"),
        ("Lockout", "9", "ZR202"),
        ("Lockout", None, "ZR202"),
    ],
)
def test_what_does_not_exist(
    company: Database, training: str | None, label: str | None, sqlstate: str
) -> None:
    unchanged(company, sqlstate, training, label, REASON)


@pytest.mark.rule(20)
def test_without_its_audit_row_nothing_is_rejected(company: Database) -> None:
    company.execute(
        "alter table audit.log add constraint refuses check (action <> 'reject_version') not valid"
    )
    unchanged(company, "23514", "Lockout", "2", REASON)


@pytest.mark.rule(4)
def test_of_an_approval_and_a_rejection_at_once_one_succeeds(database: Database) -> None:
    database.deciders()
    database.training()
    database.submit("1")

    def decide(function: str) -> None:
        with Database.connect(database.dsn) as session:
            session.act_as("Q-1")
            session.execute(f"select api.{function}('Lockout', '1', %s)", REASON)

    outcomes = together(lambda: decide("approve_version"), lambda: decide("reject_version"))
    (error,) = [outcome for outcome in outcomes if isinstance(outcome, psycopg.Error)]
    assert error.sqlstate == "ZR204"
    approved = outcomes[0] is None
    assert database.state("1") == ("active" if approved else "rejected")
    assert database.value("select resolution from core.review_tasks") == (
        "approved" if approved else "rejected"
    )
    assert database.value("select count(*) from audit.log") == 2
