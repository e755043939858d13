"""Completing a training: evidence on the version in force, every open assignment closed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.company import Database
from tests.functions.completing import (
    COMPLETE,
    broken,
    complete,
    given,
    last_audit,
    start,
    statuses,
    unchanged,
)


@pytest.mark.rule(13, 22)
def test_a_completion_is_evidence_on_the_version_in_force(company: Database) -> None:
    before = company.value("select clock_timestamp()")
    row = complete(company, "E-1", score=Decimal("87.456"))

    (evidence,) = company.rows(
        "select e.*, v.label, v.content_sha256 as learnt, v.frozen_at from core.evidence as e"
        " join core.training_versions as v using (version_id)"
    )
    assert (row["employee_number"], row["training"], row["version"]) == ("E-1", "Lockout", "2")
    assert (row["evidence_id"], row["completed_at"], row["score"]) == (
        evidence["evidence_id"],
        evidence["completed_at"],
        evidence["score"],
    )
    assert (row["signature_id"], row["manifestation"], row["assignments_closed"]) == (None, None, 0)
    assert evidence["user_id"] == company.user_id("E-1")
    assert evidence["label"] == "2"
    assert evidence["score"] == Decimal("87.46")
    assert evidence["content_sha256"] == evidence["learnt"]
    assert evidence["recertification_status"] == "current"
    assert not evidence["is_imported"]
    assert before < evidence["completed_at"] < company.value("select clock_timestamp()")
    assert evidence["completed_at"] == evidence["recorded_at"]
    assert company.value("select count(*) from core.signatures") == 0


@pytest.mark.rule(13)
def test_it_closes_every_open_assignment_of_the_training_and_no_other(company: Database) -> None:
    for kind in ("manual", "rule", "recertification", "periodic"):
        for label in ("1", "2"):
            given(company, "E-1", label, kind=kind)
            given(company, "E-2", label, kind=kind)
    given(company, "E-1", "1", name="Started", status="in_progress")
    given(company, "E-1", "1", name="Called off", status="cancelled")
    given(company, "E-1", "1", name="Done before", status="completed")
    given(company, "E-1", "1", training="Gowning")
    company.execute("select api.scan_overdue()")
    kept = (
        "select * from core.assignments as a where a.user_id <> %s or a.status in"
        " ('cancelled', 'completed') or a.campaign_id in (select campaign_id from api.campaigns"
        " where training = 'Gowning') order by user_id, campaign_id"
    )
    before = company.rows(kept, company.user_id("E-1"))
    assert len(before) == 8 + 2 + 1

    row = complete(company, "E-1")
    assert row["assignments_closed"] == 9
    closed = company.rows(
        "select * from core.assignments where user_id = %s and completed_at = %s",
        company.user_id("E-1"),
        row["completed_at"],
    )
    assert len(closed) == 9
    assert {(one["status"], one["overdue_since"]) for one in closed} == {("completed", None)}
    after = company.rows(kept, company.user_id("E-1"))
    assert [one for one in after if one["completed_at"] != row["completed_at"]] == before
    assert statuses(company, "E-1", "Gowning") == ["not_started"]


@pytest.mark.rule(13)
def test_an_assignment_of_a_version_out_of_force_is_completed_on_the_one_in_force(
    company: Database,
) -> None:
    company.evidence("E-1", "1")
    before = company.row("select * from core.evidence")
    given(company, "E-1", "1", kind="recertification")
    row = complete(company, "E-1")
    assert (row["version"], row["assignments_closed"]) == ("2", 1)
    assert company.statuses()["E-1"] == [("1", "current"), ("2", "current")]
    assert (
        company.row("select * from core.evidence where evidence_id = %s", before["evidence_id"])
        == before
    )


@pytest.mark.rule(4, 13)
def test_what_is_approved_is_not_completed_before_it_is_in_force(company: Database) -> None:
    company.submit("3")
    company.approve("3", activate=False)
    assert complete(company, "E-1")["version"] == "2"
    company.act_as("Q-1")
    company.execute("select api.activate_version('Lockout', '3', 'New lock type on line 4')")
    assert complete(company, "E-1")["version"] == "3"


@pytest.mark.rule(13)
def test_a_corrected_version_is_completed_once_by_those_who_had_not_done_the_first(
    company: Database,
) -> None:
    for number in ("E-1", "E-2"):
        complete(company, number)
    company.submit("3")
    company.approve("3", recertify_everyone=True)
    complete(company, "E-2")
    company.submit("4")
    again = company.approve("4", recertify_everyone=True)
    assert again["population"] == 1  # E-1 stays open for 3, whose evidence is nobody's to redo
    assert company.assigned("4") == {"E-2": "not_started"}
    assert company.assigned("3") == {"E-1": "not_started", "E-2": "completed"}
    assert complete(company, "E-1")["assignments_closed"] == 1
    assert complete(company, "E-2")["assignments_closed"] == 1
    flags = company.statuses()
    assert flags["E-1"] == [("2", "superseded"), ("4", "current")]
    assert flags["E-2"] == [("2", "superseded"), ("3", "superseded"), ("4", "current")]
    assert set(statuses(company, "E-1") + statuses(company, "E-2")) == {"completed"}


@pytest.mark.rule(19)
def test_done_again_it_is_recorded_again_beside_the_first(company: Database) -> None:
    first = complete(company, "E-1", score=60)
    query = "select * from core.evidence where evidence_id = %s"
    before = company.row(query, first["evidence_id"])
    second = complete(company, "E-1", score=90)
    assert second["evidence_id"] != first["evidence_id"]
    assert second["completed_at"] > first["completed_at"]
    assert company.row(query, first["evidence_id"]) == before


@pytest.mark.rule(19)
def test_the_first_completion_freezes_the_version(company: Database) -> None:
    query = "select frozen_at from core.training_versions where version_id = %s"
    version_id = company.version_id("2")
    assert company.value(query, version_id) is None
    complete(company, "E-1")
    assert company.value(query, version_id) is not None


@pytest.mark.rule(20, 21)
def test_the_audit_row_tells_who_completed_what(company: Database) -> None:
    start_seq = company.value("select max(seq) from audit.log")
    row = complete(company, "M-1", of="E-1", score=Decimal("80.5"))
    (logged,) = last_audit(company)
    assert (row["audit_seq"], logged["seq"]) == (start_seq + 1, start_seq + 1)
    assert (logged["actor"], logged["action"]) == ("M-1", "complete_training")
    assert logged["entity_id"] == str(row["evidence_id"])
    payload = logged["payload"]
    assert (payload["employee_number"], payload["training"], payload["version"]) == (
        "E-1",
        "Lockout",
        "2",
    )
    assert payload["score"] == 80.5
    assert payload["content_sha256"] == company.value(
        "select encode(content_sha256, 'hex') from core.evidence"
    )
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.parametrize("score", ["0", "100", "99.995", "0.004", None])
def test_a_score_is_from_0_to_100(company: Database, score: str | None) -> None:
    given = None if score is None else Decimal(score)
    row = complete(company, "E-1", score=given)
    kept = company.value("select score from core.evidence")
    assert kept == row["score"]
    assert kept is None if given is None else abs(kept - given) <= Decimal("0.005")


@pytest.mark.parametrize("score", ["-0.001", "-1", "100.001", "101", "1e300", "NaN", "Infinity"])
def test_a_score_beyond_is_refused(company: Database, score: str) -> None:
    given_score = Decimal(score)
    company.act_as("E-1")
    unchanged(company, "ZR102", COMPLETE, "Lockout", None, given_score, None)
    unchanged(company, "ZR102", COMPLETE, "Gowning", None, given_score, "drawn")


@pytest.mark.parametrize(
    ("training", "sqlstate"),
    [("Running", "ZR201"), ("lockout", "ZR201"), (None, "ZR201"), ("Fire", "ZR204")],
)
def test_a_training_that_nobody_can_complete(
    company: Database, training: str | None, sqlstate: str
) -> None:
    company.act_as("E-1")
    unchanged(company, sqlstate, COMPLETE, training, None, None, None)


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("event", "table"),
    [
        ("insert", "audit.log"),
        ("update", "audit.head"),
        ("update", "core.assignments"),
        ("insert", "core.signatures"),
    ],
)
def test_evidence_closing_signature_and_audit_row_are_all_or_nothing(
    company: Database, event: str, table: str
) -> None:
    given(company, "E-1", "1", training="Gowning", status="in_progress")
    arguments: tuple[Any, ...] = ("Gowning", None, 80, "click_to_confirm")
    company.act_as("E-1")
    with broken(company, event, table):
        unchanged(company, "53100", COMPLETE, *arguments)
    row = company.row(COMPLETE, *arguments)
    assert row["assignments_closed"] == 1
    assert [logged["action"] for logged in last_audit(company, 2)] == [
        "complete_training",
        "sign_evidence",
    ]
    assert row["audit_seq"] == last_audit(company)[0]["seq"]


@pytest.mark.rule(16)
def test_what_was_started_and_overdue_is_neither_any_more(company: Database) -> None:
    given(company, "E-1", "2")
    company.execute("select api.scan_overdue()")
    started = start(company, "E-1")
    assert (started["started"], started["in_progress"]) == (1, 1)
    assignment = company.row("select * from core.assignments")
    assert assignment["overdue_since"] is not None  # starting is not completing
    complete(company, "E-1")
    done = company.row("select * from core.assignments")
    assert (done["status"], done["overdue_since"]) == ("completed", None)
    assert (done["started_at"], done["due_at"]) == (assignment["started_at"], assignment["due_at"])
    company.act_as(None)
    company.execute("select api.scan_overdue()")
    assert company.row("select * from core.assignments") == done
