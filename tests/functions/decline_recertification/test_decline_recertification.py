"""Deciding to recertify nobody: recorded like a decision to do it, and never beside one."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.sessions import together

DECLINE = "select * from api.decline_recertification(%s, %s, %s)"


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
        database.activate("2")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Version 2 in force after version 1, on which somebody holds evidence; undone at the end."""
    with shared.undone():
        shared.act_as("Q-1")
        yield shared


def unchanged(company: Database, sqlstate: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, DECLINE, *arguments)
    assert company.snapshot() == before


def decisions(database: Database) -> list[tuple[str, str, str | None]]:
    """Version, state and resolution of each recert_decision, in their order."""
    return [
        (row["label"], row["state"], row["resolution"])
        for row in database.rows(
            "select v.label, r.state, r.resolution from core.review_tasks as r"
            " join core.training_versions as v using (version_id)"
            " where r.task_type = 'recert_decision' order by r.review_task_id"
        )
    ]


@pytest.mark.rule(15, 20, 21)
def test_the_decision_is_recorded_with_actor_and_reason(company: Database) -> None:
    (task,) = company.rows("select * from core.review_tasks where state = 'open'")
    assert task["task_type"] == "recert_decision"
    row = company.row(DECLINE, "Lockout", "2", REASON)
    assert row == {
        "training": "Lockout",
        "version": "2",
        "review_task_id": task["review_task_id"],
        "audit_seq": company.value("select max(seq) from audit.log"),
    }
    resolved = company.row(
        "select * from core.review_tasks where review_task_id = %s", task["review_task_id"]
    )
    assert (resolved["state"], resolved["resolution"], resolved["resolution_reason"]) == (
        "resolved",
        "declined",
        REASON,
    )
    assert resolved["resolved_by"] == company.user_id("Q-1")
    assert resolved["resolved_at"] > resolved["opened_at"]

    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["entity_type"], logged["entity_id"]) == (
        "decline_recertification",
        "Q-1",
        "version",
        str(company.version_id("2")),
    )
    payload = json.loads(logged["payload"])
    assert (payload["training"], payload["version"], payload["review_task_id"]) == (
        *("Lockout", "2"),
        task["review_task_id"],
    )


@pytest.mark.rule(15)
def test_what_was_decided_of_another_version_decides_nothing(company: Database) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.evidence("employee", "1", "Gowning")
    company.submit("2", "Gowning")
    company.approve("2", "Gowning", recertify_everyone=True)
    company.execute(
        "insert into core.campaigns (name, kind, version_id) values ('By hand', 'manual', %s)",
        company.version_id("2"),
    )
    company.execute(DECLINE, "Lockout", "2", REASON)
    assert ("2", "resolved", "declined") in decisions(company)


@pytest.mark.rule(9, 15)
def test_nothing_else_changes(company: Database) -> None:
    before = company.snapshot()
    company.execute(DECLINE, "Lockout", "2", REASON)
    after = company.snapshot()
    assert {table for table, rows in after.items() if rows != before[table]} == {
        *("audit.head", "audit.log"),
        "core.review_tasks",
    }


@pytest.mark.rule(1, 15)
@pytest.mark.parametrize("role", ["quality_admin", "corporate_admin"])
def test_who_may_decline(company: Database, role: str) -> None:
    company.user("D-1", role)
    company.act_as("D-1")
    assert company.row(DECLINE, "Lockout", "2", REASON)["audit_seq"]


@pytest.mark.rule(1, 15)
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
def test_who_may_not_decline(company: Database, actor: str | None, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, "Lockout", "2", REASON)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    unchanged(company, "ZR101", "Lockout", "2", reason)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    row = company.row(DECLINE, "Lockout", "2", reason)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert logged["change_reason"] == json.loads(logged["payload"])["change_reason"] == reason
    assert (
        company.value(
            "select resolution_reason from core.review_tasks where review_task_id = %s",
            row["review_task_id"],
        )
        == reason
    )


@pytest.mark.rule(4, 15)
@pytest.mark.parametrize("state", ["draft", "pending_review", "rejected", "inactive"])
def test_only_for_the_version_in_force(company: Database, state: str) -> None:
    company.imported_version("7", state)
    unchanged(company, "ZR204", "Lockout", "7", REASON)


@pytest.mark.rule(4, 15)
def test_not_for_a_version_that_is_approved_or_was_in_force(company: Database) -> None:
    company.submit("3")
    company.approve("3", activate=False)
    unchanged(company, "ZR204", "Lockout", "3", REASON)
    unchanged(company, "ZR204", "Lockout", "1", REASON)


@pytest.mark.parametrize(
    ("training", "label", "sqlstate"),
    [("Gowning", "2", "ZR201"), (None, "2", "ZR201"), ("Lockout", "9", "ZR202")],
)
def test_what_does_not_exist(
    company: Database, training: str | None, label: str, sqlstate: str
) -> None:
    unchanged(company, sqlstate, training, label, REASON)


@pytest.mark.rule(15)
def test_it_is_declined_once(company: Database) -> None:
    company.execute(DECLINE, "Lockout", "2", REASON)
    unchanged(company, "ZR209", "Lockout", "2", "Declined again, for another reason")


@pytest.mark.rule(15)
def test_what_was_recertified_is_not_declined(company: Database) -> None:
    company.recertify("2")
    unchanged(company, "ZR209", "Lockout", "2", REASON)
    assert decisions(company) == [("2", "resolved", "recertified")]


@pytest.mark.rule(15)
def test_what_is_stored_for_a_day_to_come_is_cancelled_not_declined(company: Database) -> None:
    stored = company.row(
        "select * from api.recertify('Lockout', '2', %s, p_effective_on => current_date + 30)",
        REASON,
    )
    assert decisions(company) == [("2", "resolved", "recertified")]
    unchanged(company, "ZR209", "Lockout", "2", REASON)
    company.execute(
        "select api.cancel_recertification(%s, %s)", stored["scheduled_recertification_id"], REASON
    )
    company.execute(DECLINE, "Lockout", "2", REASON)
    assert decisions(company)[-1] == ("2", "resolved", "declined")


@pytest.mark.rule(15)
def test_declined_first_it_may_be_recertified_later(company: Database) -> None:
    company.execute(DECLINE, "Lockout", "2", REASON)
    row = company.recertify("2")
    assert (row["created"], row["evidence_superseded"]) == (1, 1)
    unchanged(company, "ZR209", "Lockout", "2", REASON)
    # the decision that was made first stays what it was
    assert decisions(company) == [("2", "resolved", "declined")]


@pytest.mark.rule(15)
def test_it_is_about_one_version(company: Database) -> None:
    """What was decided of the version before, and of another training, decides nothing here."""
    company.execute(DECLINE, "Lockout", "2", REASON)
    company.activate("3")
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.activate("2", "Gowning")
    company.act_as("Q-1")
    company.execute(DECLINE, "Lockout", "3", REASON)
    assert decisions(company) == [
        ("2", "resolved", "declined"),
        ("3", "resolved", "declined"),
        ("2", "open", None),
    ]


@pytest.mark.rule(15)
def test_declined_without_having_been_asked_it_is_in_the_queue_all_the_same(
    company: Database,
) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")  # the first one: nothing asks
    assert decisions(company) == [("2", "open", None)]
    company.act_as("Q-1")
    row = company.row(DECLINE, "Gowning", "1", REASON)
    task = company.row(
        "select * from api.review_queue where review_task_id = %s", row["review_task_id"]
    )
    assert (task["training"], task["task_type"], task["resolution"], task["resolved_by"]) == (
        *("Gowning", "recert_decision", "declined"),
        "Q-1",
    )


@pytest.mark.rule(20)
def test_without_its_audit_row_nothing_is_declined(company: Database) -> None:
    company.execute(
        "alter table audit.log add constraint refuses"
        " check (action <> 'decline_recertification') not valid"
    )
    unchanged(company, "23514", "Lockout", "2", REASON)


@pytest.mark.rule(15)
def test_of_declining_and_recertifying_at_once_the_record_tells_which_came_first(
    database: Database,
) -> None:
    database.deciders()
    database.users("E-1")
    database.training()
    database.activate("1")
    database.evidence("E-1", "1")
    database.activate("2")

    def decide(function: str) -> None:
        with Database.connect(database.dsn) as session:
            session.act_as("Q-1")
            session.execute(f"select api.{function}('Lockout', '2', %s)", REASON)

    declined, recertified = together(
        lambda: decide("decline_recertification"), lambda: decide("recertify")
    )
    assert recertified is None  # also after it was declined
    assert database.assigned("2") == {"E-1": "not_started"}
    actions = [row["action"] for row in database.rows("select action from audit.log order by seq")]
    if declined is None:
        assert actions[-2:] == ["decline_recertification", "recertify"]
        assert decisions(database) == [("2", "resolved", "declined")]
    else:
        assert isinstance(declined, psycopg.Error)
        assert declined.sqlstate == "ZR209"
        assert actions[-1] == "recertify"
        assert decisions(database) == [("2", "resolved", "recertified")]
