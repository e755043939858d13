"""What coming into force asks for: a decision about recertifying, and what it leaves undecided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied

ACTIVATE = "select * from api.activate_version(%s, %s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1")
        database.training()
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A training without versions; what a test does is undone."""
    with shared.undone():
        yield shared


def come_into_force(company: Database, label: str, *, at_once: bool) -> dict[str, Any]:
    """Bring a version into force with or after its approval; the audit row that tells of it."""
    company.submit(label)
    row = company.approve(label, activate=at_once)
    if not at_once:
        row = company.row(ACTIVATE, "Lockout", label, REASON)
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    return dict(json.loads(payload))


def tasks(database: Database, kind: str) -> list[dict[str, Any]]:
    return database.rows(
        "select r.*, v.label from core.review_tasks as r"
        " join core.training_versions as v using (version_id)"
        " where r.task_type = %s order by r.review_task_id",
        kind,
    )


@pytest.mark.rule(4, 15)
@pytest.mark.parametrize("at_once", [True, False], ids=["approve", "activate"])
def test_the_first_version_leaves_nothing_to_decide(company: Database, at_once: bool) -> None:
    told = come_into_force(company, "1", at_once=at_once)
    assert tasks(company, "recert_decision") == []
    assert (told["deactivated_version"], told["review_tasks_opened"]) == (None, [])


@pytest.mark.rule(4, 15)
@pytest.mark.parametrize("at_once", [True, False], ids=["approve", "activate"])
def test_without_a_decision_the_queue_asks_for_it(company: Database, at_once: bool) -> None:
    come_into_force(company, "1", at_once=True)
    told = come_into_force(company, "2", at_once=at_once)
    (task,) = tasks(company, "recert_decision")
    assert (task["label"], task["state"], task["addressed_to"]) == ("2", "open", "quality_admin")
    assert task["opened_by"] == company.user_id("Q-1")
    assert told["review_tasks_opened"] == [task["review_task_id"]]
    assert task["opened_at"] == company.value(
        "select activated_at from core.training_versions where label = '2'"
    )


@pytest.mark.rule(15)
def test_it_is_asked_also_when_nobody_holds_evidence_yet(company: Database) -> None:
    """Paper records may come later; who decides now sees a population of nobody."""
    for label in ("1", "2"):
        come_into_force(company, label, at_once=True)
    assert company.plan("2")["population"] == 0
    assert len(tasks(company, "recert_decision")) == 1


@pytest.mark.rule(15)
def test_approved_without_activation_nothing_is_asked_yet(company: Database) -> None:
    come_into_force(company, "1", at_once=True)
    company.submit("2")
    company.approve("2", activate=False)
    assert tasks(company, "recert_decision") == []


@pytest.mark.rule(15)
def test_decided_with_the_approval_nothing_is_asked(company: Database) -> None:
    come_into_force(company, "1", at_once=True)
    company.submit("2")
    company.approve("2", recertify_everyone=True)
    company.submit("3")
    company.act_as("Q-1")
    company.execute(
        "select api.approve_version('Lockout', '3', %s, p_recertify_everyone => true,"
        " p_effective_on => current_date + 30)",
        REASON,
    )
    assert tasks(company, "recert_decision") == []


@pytest.mark.rule(15)
@pytest.mark.parametrize("how", ["everyone", "some, then everyone", "on a day to come"])
def test_recertifying_later_resolves_it(company: Database, how: str) -> None:
    for label in ("1", "2"):
        come_into_force(company, label, at_once=True)
    given = {
        "everyone": "",
        "some, then everyone": ", p_departments => '{Line 4}'",
        "on a day to come": ", p_effective_on => current_date + 30",
    }[how]
    company.user("E-4", department="Line 4")
    company.evidence("E-4", "1")
    row = company.row(f"select * from api.recertify('Lockout', '2', %s{given})", REASON)
    if how == "some, then everyone":
        assert tasks(company, "recert_decision")[0]["state"] == "open"
        row = company.recertify("2")
    (task,) = tasks(company, "recert_decision")
    assert (task["state"], task["resolution"], task["resolution_reason"]) == (
        *("resolved", "recertified"),
        REASON,
    )
    assert task["resolved_by"] == company.user_id("Q-1")
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    assert json.loads(payload)["review_tasks_resolved"] == [task["review_task_id"]]


@pytest.mark.rule(11, 15)
def test_recertifying_again_finds_no_task_and_opens_none(company: Database) -> None:
    for label in ("1", "2"):
        come_into_force(company, label, at_once=True)
    company.recertify("2")
    row = company.recertify("2")
    assert len(tasks(company, "recert_decision")) == 1
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    assert json.loads(payload)["review_tasks_resolved"] == []


@pytest.mark.rule(4, 15)
@pytest.mark.parametrize("at_once", [True, False], ids=["approve", "activate"])
def test_what_nobody_decided_is_superseded_by_the_next_version(
    company: Database, at_once: bool
) -> None:
    for label in ("1", "2"):
        come_into_force(company, label, at_once=True)
    told = come_into_force(company, "3", at_once=at_once)
    former, now = tasks(company, "recert_decision")
    assert (former["label"], former["state"], former["resolution"]) == (
        *("2", "resolved"),
        "superseded",
    )
    assert former["resolution_reason"] is None
    assert former["resolved_by"] == company.user_id("Q-1")
    assert (now["label"], now["state"]) == ("3", "open")
    assert told["review_tasks_superseded"] == [former["review_task_id"]]
    assert told["review_tasks_opened"] == [now["review_task_id"]]


@pytest.mark.rule(4, 15)
def test_superseded_also_by_a_version_that_comes_with_its_decision(company: Database) -> None:
    for label in ("1", "2"):
        come_into_force(company, label, at_once=True)
    company.submit("3")
    company.approve("3", recertify_everyone=True)
    (task,) = tasks(company, "recert_decision")
    assert (task["label"], task["resolution"]) == ("2", "superseded")


@pytest.mark.rule(4, 15)
def test_other_trainings_keep_their_tasks(company: Database) -> None:
    company.training("Gowning")
    for label in ("1", "2"):
        company.activate(label, "Gowning")
        come_into_force(company, label, at_once=True)
    come_into_force(company, "3", at_once=False)
    open_ones = company.rows(
        "select t.name, v.label from core.review_tasks as r"
        " join core.training_versions as v using (version_id)"
        " join core.trainings as t using (training_id)"
        " where r.state = 'open' order by t.name"
    )
    assert open_ones == [{"name": "Gowning", "label": "2"}, {"name": "Lockout", "label": "3"}]


@pytest.mark.rule(4)
def test_a_pending_version_stays_in_the_queue_when_another_comes_into_force(
    company: Database,
) -> None:
    company.submit("1", author="E-1")
    come_into_force(company, "2", at_once=False)
    (task,) = [each for each in tasks(company, "version_approval") if each["label"] == "1"]
    assert task["state"] == "open"
    assert company.state("1") == "pending_review"


@pytest.mark.rule(20)
@pytest.mark.parametrize("action", ["approve_version", "activate_version"])
def test_without_its_audit_row_nothing_comes_into_force_and_nothing_is_asked(
    company: Database, action: str
) -> None:
    come_into_force(company, "1", at_once=True)
    company.submit("2")
    if action == "activate_version":
        company.approve("2", activate=False)
    company.act_as("Q-1")
    company.execute(
        f"alter table audit.log add constraint refuses check (action <> '{action}') not valid"
    )
    before = company.snapshot()
    company.refuses("23514", f"select api.{action}('Lockout', '2', %s)", REASON)
    assert company.snapshot() == before
