"""Approving a version: who may, for what reason, from which state, and that one stays in force."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied, moved
from tests.functions.reasons import TOO_SHORT, VERBATIM

APPROVE = "select * from api.approve_version(%s, %s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        for role in ("employee", "team_lead", "hr_admin", "auditor", "corporate_admin"):
            database.user(role, role)
        database.user("X-1", "quality_admin", is_active=False)
        database.user("A-2", "corporate_admin")
        database.training()
        database.activate("1")
        database.submit("2")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Version 1 in force, version 2 pending; what a test does is undone."""
    with shared.undone():
        shared.act_as("Q-1")
        yield shared


def unchanged(company: Database, sqlstate: str, query: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, query, *arguments)
    assert company.snapshot() == before


@pytest.mark.rule(4)
def test_the_approved_version_is_in_force_and_the_former_one_is_not(company: Database) -> None:
    row = company.approve("2")
    assert row == {
        "training": "Lockout",
        "version": "2",
        "campaign": None,
        "activated": True,
        "population": 0,
        "created": 0,
        "already_enrolled": 0,
        "already_current": 0,
        "inactive": 0,
        "exempt": 0,
        "evidence_superseded": 0,
        "due_at": None,
        "plan_digest": None,
        "audit_seq": row["audit_seq"],
        "dry_run": False,
        "scope": None,
        "effective_on": None,
        "scheduled_recertification_id": None,
        "run_id": None,
        "batches": None,
    }
    new = company.row("select * from core.training_versions where label = '2'")
    old = company.row("select * from core.training_versions where label = '1'")
    assert (new["state"], old["state"]) == ("active", "inactive")
    assert new["activated_at"] == old["deactivated_at"]
    assert new["approved_by"] == company.user_id("Q-1")
    assert new["approved_at"] is not None
    task = company.row(
        "select * from core.review_tasks where version_id = %s and task_type = 'version_approval'",
        new["version_id"],
    )
    assert (task["state"], task["resolution"], task["resolved_by"]) == (
        "resolved",
        "approved",
        company.user_id("Q-1"),
    )

    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["entity_type"], logged["entity_id"]) == (
        "approve_version",
        "Q-1",
        "version",
        str(new["version_id"]),
    )
    payload = json.loads(logged["payload"])
    assert (payload["activated"], payload["recertify_everyone"]) == (True, False)
    assert payload["sources"] == ["SOP-017@C"]
    assert payload["content_sha256"] == new["content_sha256"].hex()


@pytest.mark.rule(1)
@pytest.mark.parametrize("role", ["quality_admin", "corporate_admin"])
def test_who_may_approve(company: Database, role: str) -> None:
    company.user("D-1", role)
    assert company.approve("2", approver="D-1")["activated"]


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
def test_who_may_not_approve(company: Database, actor: str | None, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, APPROVE, "Lockout", "2", REASON)


@pytest.mark.rule(1)
def test_an_author_who_is_corporate_admin_does_not_approve_either(company: Database) -> None:
    company.submit("3", author="A-2")
    company.act_as("A-2")
    unchanged(company, "ZR306", APPROVE, "Lockout", "3", REASON)


@pytest.mark.rule(1)
@pytest.mark.parametrize("column", ["approved_by", "rejected_by"])
def test_the_tables_refuse_a_decision_of_the_author_too(company: Database, column: str) -> None:
    kind, reason = ("approv", "change") if column == "approved_by" else ("reject", "rejection")
    company.refuses(
        "23514",
        f"update core.training_versions set state = '{kind}ed', {column} = author_id,"
        f" {kind}ed_at = now(), {reason}_reason = %s where label = '2'",
        REASON,
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    unchanged(company, "ZR101", APPROVE, "Lockout", "2", reason)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    row = company.approve("2", reason=reason, recertify_everyone=True)
    assert company.value("select change_reason from core.training_versions where label = '2'") == (
        reason
    )
    assert company.value("select change_reason from core.recertification_runs") == reason
    logged = company.rows(
        "select change_reason, payload from audit.log where seq >= %s - 1 order by seq",
        row["audit_seq"],
    )
    assert [entry["change_reason"] for entry in logged] == [reason, reason]
    assert [json.loads(entry["payload"])["change_reason"] for entry in logged] == [reason, reason]


@pytest.mark.rule(2)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
@pytest.mark.parametrize(
    "change",
    [
        "change_reason = 'Something else entirely'",
        "change_reason = change_reason || '!'",
        moved("approved_at", "1 second"),
        "approved_by = (select user_id from core.users where employee_number = 'A-2')",
        "approved_by = null, approved_at = null, change_reason = null",
        "submission_reason = 'Something else entirely'",
        moved("submitted_at", "-1 day"),
    ],
)
def test_a_decision_is_never_edited(company: Database, role: str | None, change: str) -> None:
    company.approve("2", activate=False)
    if role:
        company.execute(f"set local role {role}")
    company.refuses("ZR301", f"update core.training_versions set {change} where label = '2'")


@pytest.mark.rule(3)
@pytest.mark.parametrize("recertify", [False, True])
def test_a_version_without_a_source(company: Database, recertify: bool) -> None:
    company.execute(
        "insert into core.training_versions (training_id, label, content_sha256, author_id, state,"
        " submitted_at, is_imported) select training_id, '9', sha256(''), %s, 'pending_review',"
        " now(), true from core.trainings",
        company.user_id("A-1"),
    )
    unchanged(
        company,
        "ZR205",
        "select * from api.approve_version('Lockout', '9', %s, true, %s)",
        REASON,
        recertify,
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("state", ["draft", "rejected", "inactive"])
def test_from_these_states_nothing_is_approved(company: Database, state: str) -> None:
    company.imported_version("7", state)
    unchanged(company, "ZR204", APPROVE, "Lockout", "7", REASON)


@pytest.mark.rule(4)
@pytest.mark.parametrize("activate", [True, False], ids=["active", "approved"])
def test_nothing_is_approved_twice(company: Database, activate: bool) -> None:
    company.approve("2", activate=activate)
    unchanged(company, "ZR204", APPROVE, "Lockout", "2", REASON)


@pytest.mark.rule(5)
def test_what_a_newer_submission_returned_to_draft_is_not_approved(company: Database) -> None:
    company.submit("3")
    company.act_as("Q-1")
    unchanged(company, "ZR204", APPROVE, "Lockout", "2", REASON)
    assert company.approve("3")["activated"]


@pytest.mark.parametrize(
    ("training", "label", "sqlstate"),
    [
        ("Gowning", "2", "ZR201"),
        ("lockout", "2", "ZR201"),
        (None, "2", "ZR201"),
        ("Lockout", "2.0", "ZR202"),
        ("Lockout", "", "ZR202"),
        ("Lockout", None, "ZR202"),
    ],
)
def test_what_does_not_exist(
    company: Database, training: str | None, label: str | None, sqlstate: str
) -> None:
    unchanged(company, sqlstate, APPROVE, training, label, REASON)


@pytest.mark.rule(4)
def test_approved_without_activation_nothing_comes_into_force(company: Database) -> None:
    row = company.approve("2", activate=False)
    assert not row["activated"]
    assert row["campaign"] is None
    assert (company.state("1"), company.state("2")) == ("active", "approved")
    assert company.value("select activated_at from core.training_versions where label = '2'") is (
        None
    )
    payload = json.loads(
        company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    )
    assert payload["activated"] is False


@pytest.mark.rule(4)
@pytest.mark.parametrize("activate", [False, None])
def test_recertifying_needs_activation(company: Database, activate: bool | None) -> None:
    unchanged(
        company,
        "ZR102",
        "select * from api.approve_version('Lockout', '2', %s, %s, true)",
        REASON,
        activate,
    )


@pytest.mark.rule(12)
@pytest.mark.parametrize("recertify", [False, None])
def test_a_digest_without_a_recertification(company: Database, recertify: bool | None) -> None:
    unchanged(
        company,
        "ZR102",
        "select * from api.approve_version('Lockout', '2', %s, true, %s, %s)",
        REASON,
        recertify,
        "00" * 32,
    )


@pytest.mark.rule(4)
def test_the_table_refuses_a_second_active_version(company: Database) -> None:
    company.approve("2", activate=False)
    company.refuses(
        "23505",
        "update core.training_versions set state = 'active', activated_at = now()"
        " where label = '2'",
    )


@pytest.mark.rule(4, 6)
def test_activation_is_an_order_even_when_the_clock_was_set_back(company: Database) -> None:
    company.training("Gowning")
    company.imported_version("1", "draft", "Gowning")
    ahead = datetime.now(UTC) + timedelta(days=1)
    company.execute(
        "update core.training_versions set state = 'active', activated_at = %s where version_id ="
        " %s",
        ahead,
        company.version_id("1", "Gowning"),
    )
    company.submit("2", "Gowning")
    company.approve("2", "Gowning")
    assert company.value(
        "select activated_at from core.training_versions where version_id = %s",
        company.version_id("2", "Gowning"),
    ) == ahead + timedelta(microseconds=1)


@pytest.mark.rule(13)
def test_who_has_learnt_the_version_before_it_came_into_force_is_done(company: Database) -> None:
    company.users("E-1", "E-2")
    company.execute(
        "with campaign as (insert into core.campaigns (name, kind, version_id)"
        " values ('By hand', 'manual', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select user_id, campaign_id, now(), now() from campaign, core.users"
        " where employee_number in ('E-1', 'E-2')",
        company.version_id("1"),
    )
    company.evidence("E-1", "2")
    company.approve("2")
    statuses = company.rows(
        "select employee_number, status from core.assignments join core.users using (user_id)"
        " order by employee_number"
    )
    assert [row["status"] for row in statuses] == ["completed", "not_started"]


@pytest.mark.rule(4, 13, 20)
def test_the_audit_row_tells_what_activation_did(company: Database) -> None:
    company.users("E-1")
    company.execute(
        "with campaign as (insert into core.campaigns (name, kind, version_id)"
        " values ('By hand', 'manual', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select %s, campaign_id, now(), now() from campaign",
        company.version_id("1"),
        company.user_id("E-1"),
    )
    company.evidence("E-1", "2")
    row = company.approve("2")
    payload = json.loads(
        company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    )
    assert (payload["deactivated_version"], payload["assignments_closed"]) == ("1", 1)
    assert datetime.fromisoformat(payload["activated_at"]) == company.value(
        "select activated_at from core.training_versions where label = '2'"
    )
