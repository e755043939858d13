"""Recertifications stored for a day to come: what is stored, what forbids it, taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.functions.recertifying import counts
from tests.functions.scoping import (
    come,
    in_the_list,
    logged,
    planned,
    run_stored,
    several_places,
    store,
)

CANCEL = "select * from api.cancel_recertification(%s, %s)"
RECERTIFY = "select api.recertify('Lockout', '3', %s, null, %s, null, null, %s)"
LINE_4: dict[str, Any] = {"departments": ["Line 4"]}


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Version 3 is in force and not decided about; Q-2 may decide, too."""
    with several_places(server, template) as database:
        database.user("Q-2", "corporate_admin")
        database.user("X-1", "quality_admin", is_active=False)
        for role in ("team_lead", "hr_admin", "auditor"):
            database.user(role, role)
        database.approve("3")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    with shared.undone():
        yield shared


def record(company: Database) -> list[Any]:
    """What a recertification would have changed."""
    return [
        company.rows(f"select * from core.{table} as r order by r::text")
        for table in ("evidence", "assignments", "campaigns", "recertification_runs")
    ]


def decisions(company: Database, label: str = "3") -> list[str | None]:
    """How the tasks to decide about a version ended; None for one that is open."""
    return [
        row["resolution"]
        for row in company.rows(
            "select resolution from core.review_tasks where task_type = 'recert_decision'"
            " and version_id = %s order by review_task_id",
            company.version_id(label),
        )
    ]


@pytest.mark.rule(12, 15, 20)
@pytest.mark.parametrize("scope", [{}, LINE_4], ids=["everyone", "some"])
def test_what_is_stored_is_the_plan_and_does_nothing_yet(
    company: Database, scope: dict[str, Any]
) -> None:
    day = datetime.now(UTC).date() + timedelta(days=7)
    plan = planned(company, "3", effective_on=day, **scope)
    before = record(company)
    stored = store(company, "3", plan_digest=plan["plan_digest"], **scope)
    assert record(company) == before

    assert set(counts(stored).values()) == {0}
    assert (stored["campaign"], stored["due_at"], stored["activated"]) == (None, None, False)
    for name in ("plan_digest", "scope", "effective_on"):
        assert stored[name] == plan[name]
    row = in_the_list(company, stored)
    assert {name: row[name] for name in ("training", "version", "state", "is_due")} == {
        "training": "Lockout",
        "version": "3",
        "state": "planned",
        "is_due": False,
    }
    assert (row["scope"], row["effective_on"], row["plan_digest"]) == (
        scope or None,
        day,
        plan["plan_digest"],
    )
    assert (row["decided_by"], row["change_reason"]) == ("Q-1", REASON)
    assert [row[name] for name in ("run_id", "ended_at", "ended_by", "end_reason")] == [None] * 4

    payload = logged(company, stored)
    assert (payload["action"], payload["actor"], payload["change_reason"]) == (
        *("recertify", "Q-1"),
        REASON,
    )
    assert (payload["effective_on"], payload["scope"]) == (day.isoformat(), scope or None)
    assert set(counts(payload).values()) == {0}
    assert counts(payload["planned"]) == counts(plan)
    # of the others nobody has decided yet
    assert decisions(company) == [None if scope else "recertified"]


@pytest.mark.rule(12)
def test_the_digest_is_over_the_day_too(company: Database) -> None:
    at_once = planned(company, "3")
    today = datetime.now(UTC).date()
    digests = {
        planned(company, "3", effective_on=today + timedelta(days=days))["plan_digest"]
        for days in (1, 2)
    }
    assert len({*digests, at_once["plan_digest"]}) == 3
    before = company.snapshot()
    for day, digest in ((today + timedelta(days=1), at_once["plan_digest"]), (None, *digests)[:2]):
        company.refuses(
            "ZR206",
            "select api.recertify('Lockout', '3', %s, %s, p_effective_on => %s)",
            REASON,
            digest,
            day,
        )
    assert company.snapshot() == before


@pytest.mark.rule(12)
def test_today_is_now(company: Database) -> None:
    plan = planned(company, "3")
    today = store(company, "3", 0, plan_digest=plan["plan_digest"])
    assert (today["created"], today["effective_on"], today["scheduled_recertification_id"]) == (
        *(5, None),
        None,
    )
    assert company.rows("select * from api.scheduled_recertifications") == []


@pytest.mark.rule(4, 15)
def test_approving_with_a_day_activates_now_and_stores_the_rest(company: Database) -> None:
    company.submit("4")
    day = datetime.now(UTC).date() + timedelta(days=7)
    digest = planned(company, "4", effective_on=day, **LINE_4)["plan_digest"]
    before = company.rows("select * from core.evidence order by evidence_id")
    stored = company.approve(
        "4", recertify_everyone=True, effective_on=day, plan_digest=digest, **LINE_4
    )
    assert stored["activated"]
    assert [company.state(label) for label in ("3", "4")] == ["inactive", "active"]
    assert company.rows("select * from core.evidence order by evidence_id") == before
    assert in_the_list(company, stored)["scope"] == LINE_4
    assert decisions(company) == ["superseded"]
    # about the others it is still to be decided
    assert decisions(company, "4") == [None]


@pytest.mark.rule(15)
def test_approving_with_a_day_for_everyone_asks_for_no_decision(company: Database) -> None:
    company.submit("4")
    day = datetime.now(UTC).date() + timedelta(days=7)
    stored = company.approve("4", recertify_everyone=True, effective_on=day)
    assert decisions(company, "4") == []
    # but taken back it is undecided again
    company.row(CANCEL, stored["scheduled_recertification_id"], REASON)
    assert decisions(company, "4") == [None]


def test_the_same_is_stored_once_and_anything_else_beside_it(company: Database) -> None:
    scope: dict[str, Any] = {"departments": ["Line 4", "Line 5"], "locations": ["Graz"]}
    day = store(company, "3", **scope)["effective_on"]
    everyone = store(company, "3")
    before = company.snapshot()
    company.refuses("ZR209", RECERTIFY, REASON, None, day)
    company.act_as("Q-2")  # whoever decides it
    company.refuses(
        "ZR209",
        "select api.recertify('Lockout', '3', %s, null, %s, %s, null, %s)",
        REASON,
        ["Line 5", "Line 4", "Line 5 "],
        ["Graz"],
        day,
    )
    assert company.snapshot() == before
    for other in (
        store(company, "3", 8),
        store(company, "3", **LINE_4),
        store(company, "3", departments=["Line 4", "Line 5"]),
        store(company, "3", from_versions=["1"]),
    ):
        assert other["scheduled_recertification_id"] > everyone["scheduled_recertification_id"]
    assert company.value("select count(*) from api.scheduled_recertifications") == 6


@pytest.mark.rule(15)
def test_taking_back_what_was_decided_otherwise_meanwhile_asks_nobody_again(
    company: Database,
) -> None:
    stored = store(company, "3")
    assert company.recertify("3")["population"] > 0
    company.execute(CANCEL, stored["scheduled_recertification_id"], REASON)
    assert None not in decisions(company)


@pytest.mark.rule(15, 20)
def test_what_is_cancelled_is_recorded_like_a_decision_and_never_done(company: Database) -> None:
    stored = store(company, "3", **LINE_4)
    before = record(company)
    company.act_as("Q-2")
    reason = "The line is not converted this year"
    row = company.row(CANCEL, stored["scheduled_recertification_id"], reason)
    assert row == {
        "scheduled_recertification_id": stored["scheduled_recertification_id"],
        "training": "Lockout",
        "version": "3",
        "effective_on": stored["effective_on"],
        "state": "cancelled",
        "audit_seq": stored["audit_seq"] + 1,
    }
    listed = in_the_list(company, stored)
    assert (listed["state"], listed["ended_by"], listed["end_reason"]) == (
        *("cancelled", "Q-2"),
        reason,
    )
    assert listed["ended_at"] > listed["decided_at"]
    payload = logged(company, row)
    assert (payload["action"], payload["entity_type"], payload["entity_id"]) == (
        *("decline_recertification", "scheduled_recertification"),
        str(stored["scheduled_recertification_id"]),
    )
    assert (payload["actor"], payload["change_reason"], payload["scope"]) == (
        *("Q-2", reason),
        LINE_4,
    )

    company.refuses("ZR209", CANCEL, stored["scheduled_recertification_id"], REASON)
    assert record(company) == before
    # and it may be decided again
    assert store(company, "3", **LINE_4)["effective_on"] == stored["effective_on"]


@pytest.mark.rule(15)
def test_what_is_cancelled_on_its_day_is_not_done(company: Database) -> None:
    stored = store(company, "3")
    before = record(company)
    come(company, stored)
    company.row(CANCEL, stored["scheduled_recertification_id"], REASON)
    assert not in_the_list(company, stored)["is_due"]
    run = "select api.run_scheduled_recertification(%s)"
    company.refuses("ZR209", run, stored["scheduled_recertification_id"])
    assert record(company) == before


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("E-1", "ZR304"),
        ("team_lead", "ZR304"),
        ("hr_admin", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("A-1", "ZR306", id="the author"),
        pytest.param("X-1", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
        pytest.param(None, "ZR304", id="system"),
    ],
)
def test_who_may_neither_store_nor_cancel(
    company: Database, actor: str | None, sqlstate: str
) -> None:
    stored = store(company, "3")
    company.act_as(actor)
    before = company.snapshot()
    day = stored["effective_on"] + timedelta(days=1)
    company.refuses(sqlstate, CANCEL, stored["scheduled_recertification_id"], REASON)
    company.refuses(sqlstate, RECERTIFY, REASON, None, day)
    assert company.snapshot() == before


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_says_nothing_is_refused(company: Database, reason: str | None) -> None:
    stored = store(company, "3")
    company.refuses("ZR101", CANCEL, stored["scheduled_recertification_id"], reason)
    day = stored["effective_on"] + timedelta(days=1)
    company.refuses("ZR101", RECERTIFY, reason, None, day)
    assert in_the_list(company, stored)["state"] == "planned"


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_reasons_are_kept_word_for_word(company: Database, reason: str) -> None:
    day = datetime.now(UTC).date() + timedelta(days=7)
    company.execute(RECERTIFY, reason, ["Line 4"], day)
    stored = company.row("select * from api.scheduled_recertifications")
    company.row(CANCEL, stored["scheduled_recertification_id"], reason)
    listed = in_the_list(company, stored)
    assert (listed["change_reason"], listed["end_reason"]) == (reason, reason)
    company.execute(RECERTIFY, reason, ["Line 5"], day)
    stored = company.row("select * from api.scheduled_recertifications where state = 'planned'")
    come(company, stored)
    assert logged(company, run_stored(company, stored))["change_reason"] == reason


@pytest.mark.parametrize("number", [0, -1, 10**15, None])
def test_there_must_be_such_a_one(company: Database, number: int | None) -> None:
    before = company.snapshot()
    company.refuses("ZR210", CANCEL, number, REASON)
    company.refuses("ZR210", "select api.run_scheduled_recertification(%s)", number)
    assert company.snapshot() == before


@pytest.mark.rule(4)
def test_only_an_active_version_is_stored(company: Database) -> None:
    company.submit("4")
    day = datetime.now(UTC).date() + timedelta(days=7)
    company.act_as("Q-1")
    for label in ("1", "4"):
        company.refuses(
            "ZR204",
            "select api.recertify('Lockout', %s, %s, p_effective_on => %s)",
            label,
            REASON,
            day,
        )
    assert company.rows("select * from api.scheduled_recertifications") == []


@pytest.mark.rule(15)
def test_declining_waits_until_what_is_stored_is_taken_back(company: Database) -> None:
    stored = store(company, "3")
    decline = "select api.decline_recertification('Lockout', '3', %s)"
    company.refuses("ZR209", decline, REASON)
    company.row(CANCEL, stored["scheduled_recertification_id"], REASON)
    assert decisions(company) == ["recertified", None]
    company.execute(decline, REASON)
    assert decisions(company) == ["recertified", "declined"]


@pytest.mark.rule(2, 19)
def test_a_stored_decision_is_never_edited_or_deleted(company: Database) -> None:
    store(company, "3")
    table = "core.scheduled_recertifications"
    company.refuses("ZR301", f"delete from {table}")
    company.refuses("ZR301", f"truncate {table}")
    for change in (
        "change_reason = 'Something else altogether'",
        "effective_on = effective_on - 7",
        "scope = '{}'",
        "decided_by = 1",
        "version_id = 1",
    ):
        company.refuses("ZR301", f"update {table} set {change}")
    company.execute(f"update {table} set state = 'cancelled', ended_at = now()")
    company.refuses("ZR301", f"update {table} set state = 'planned', ended_at = null")
