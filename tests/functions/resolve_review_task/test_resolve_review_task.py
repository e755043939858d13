"""Resolving a review task: what each type may end with, and that it is the decision itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.reasons import TOO_SHORT, VERBATIM

RESOLVE = "select * from api.resolve_review_task(%s, %s, %s)"

ENDS = {
    "version_approval": {"approve": "approved", "reject": "rejected"},
    "recert_decision": {"recertify": "recertified", "decline": "declined"},
    "source_outdated": {
        "no_change_needed": "no_change_needed",
        "revision_planned": "revision_planned",
    },
}
ALL_ENDS = [(kind, ending) for kind, endings in ENDS.items() for ending in endings]


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
        database.submit("3")
        database.execute(
            "insert into core.documents (document, revision, effective_at)"
            " values ('SOP-017', 'C', '2025-01-01'), ('SOP-017', 'D', '2026-01-01')"
        )
        database.execute("select core._queue_outdated_sources(null, clock_timestamp(), null)")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A task of each type is open: version 3 pending, version 2 in force on an old source."""
    with shared.undone():
        shared.act_as("Q-1")
        yield shared


def task(database: Database, kind: str) -> int:
    """The open task of a type."""
    return int(
        database.value(
            "select review_task_id from core.review_tasks where task_type = %s and state = 'open'",
            kind,
        )
    )


def unchanged(company: Database, sqlstate: str, *calls: tuple[int | None, str | None]) -> None:
    """Assert that each of these calls, a task and an ending, is refused and changes nothing."""
    before = company.snapshot()
    for task_id, ending in calls:
        company.refuses(sqlstate, RESOLVE, task_id, ending, REASON)
    assert company.snapshot() == before


def logged_since(database: Database, seq: int) -> list[dict[str, Any]]:
    return database.rows("select * from audit.log where seq > %s order by seq", seq)


@pytest.mark.rule(15, 20, 21)
@pytest.mark.parametrize(("kind", "ending"), ALL_ENDS)
def test_each_type_ends_in_its_ways(company: Database, kind: str, ending: str) -> None:
    task_id = task(company, kind)
    seq = company.value("select max(seq) from audit.log")
    row = company.row(RESOLVE, task_id, ending, REASON)
    version = "3" if kind == "version_approval" else "2"
    entries = logged_since(company, seq)
    assert row == {
        "review_task_id": task_id,
        "task_type": kind,
        "training": "Lockout",
        "version": version,
        "resolution": ENDS[kind][ending],
        "audit_seq": entries[-1]["seq"],
    }
    resolved = company.row("select * from core.review_tasks where review_task_id = %s", task_id)
    assert (resolved["state"], resolved["resolution"], resolved["resolution_reason"]) == (
        *("resolved", ENDS[kind][ending]),
        REASON,
    )
    assert resolved["resolved_by"] == company.user_id("Q-1")
    assert resolved["resolved_at"] >= resolved["opened_at"]

    done = {
        "approve": "approve_version",
        "reject": "reject_version",
        "recertify": "recertify",
        "decline": "decline_recertification",
    }.get(ending)
    assert [entry["action"] for entry in entries] == [*filter(None, [done]), "resolve_review_task"]
    assert {(entry["actor"], entry["change_reason"]) for entry in entries} == {("Q-1", REASON)}
    assert (entries[-1]["entity_type"], entries[-1]["entity_id"]) == ("review_task", str(task_id))
    payload = json.loads(entries[-1]["payload"])
    assert (payload["task_type"], payload["resolution"], payload["version"]) == (
        *(kind, ENDS[kind][ending]),
        version,
    )


@pytest.mark.rule(4, 15)
def test_approving_puts_it_in_force_recertifies_nobody_and_asks_whether_to(
    company: Database,
) -> None:
    superseded = [task(company, kind) for kind in ("recert_decision", "source_outdated")]
    company.execute(RESOLVE, task(company, "version_approval"), "approve", REASON)
    assert [company.state(label) for label in ("2", "3")] == ["inactive", "active"]
    assert company.value("select count(*) from core.campaigns") == 0
    # those of version 2 are no longer to be decided; version 3 asks for itself
    assert company.rows(
        "select distinct state, resolution, resolution_reason from core.review_tasks"
        " where review_task_id = any(%s)",
        superseded,
    ) == [{"state": "resolved", "resolution": "superseded", "resolution_reason": None}]
    for kind in ("recert_decision", "source_outdated"):
        assert company.value(
            "select version_id from core.review_tasks where review_task_id = %s",
            task(company, kind),
        ) == company.version_id("3")


@pytest.mark.rule(6, 15)
def test_recertifying_enrols_everyone(company: Database) -> None:
    company.execute(RESOLVE, task(company, "recert_decision"), "recertify", REASON)
    assert company.assigned("2") == {"employee": "not_started"}
    assert company.statuses() == {"employee": [("1", "superseded")]}
    assert company.value("select change_reason from core.recertification_runs") == REASON


@pytest.mark.rule(15)
@pytest.mark.parametrize("ending", ["no_change_needed", "revision_planned"])
def test_an_outdated_source_is_judged_and_nothing_else_changes(
    company: Database, ending: str
) -> None:
    task_id = task(company, "source_outdated")
    before = company.snapshot()
    company.execute(RESOLVE, task_id, ending, REASON)
    after = company.snapshot()
    assert {table for table, rows in after.items() if rows != before[table]} == {
        *("audit.head", "audit.log"),
        "core.review_tasks",
    }
    assert company.value("select count(*) from core.review_tasks where state = 'open'") == 2


@pytest.mark.rule(1)
@pytest.mark.parametrize("kind", ENDS)
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
def test_who_may_not_resolve(
    company: Database, kind: str, actor: str | None, sqlstate: str
) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, *((task(company, kind), ending) for ending in ENDS[kind]))


@pytest.mark.rule(1)
@pytest.mark.parametrize(("kind", "ending"), ALL_ENDS)
def test_a_corporate_admin_resolves_what_is_addressed_to_quality(
    company: Database, kind: str, ending: str
) -> None:
    company.act_as("corporate_admin")
    assert company.row(RESOLVE, task(company, kind), ending, REASON)["audit_seq"]


@pytest.mark.rule(1)
@pytest.mark.parametrize("ending", ["approve", "reject"])
def test_what_is_addressed_to_corporate_is_not_for_quality(company: Database, ending: str) -> None:
    company.training("Gowning")
    company.act_as("A-1")
    task_id = company.value(
        "select review_task_id from api.submit_version('Gowning', '1', 'text', %s, %s,"
        " p_addressed_to => 'corporate_admin')",
        ["SOP-1@A"],
        REASON,
    )
    company.act_as("Q-1")
    unchanged(company, "ZR304", (task_id, ending))
    company.act_as("corporate_admin")
    assert company.row(RESOLVE, task_id, ending, REASON)["resolution"]


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    before = company.snapshot()
    for kind, ending in ALL_ENDS:
        company.refuses("ZR101", RESOLVE, task(company, kind), ending, reason)
    assert company.snapshot() == before


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
@pytest.mark.parametrize(
    ("kind", "ending"), [("version_approval", "reject"), ("source_outdated", "no_change_needed")]
)
def test_the_reason_is_kept_word_for_word(
    company: Database, kind: str, ending: str, reason: str
) -> None:
    task_id = task(company, kind)
    row = company.row(RESOLVE, task_id, ending, reason)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert logged["change_reason"] == json.loads(logged["payload"])["change_reason"] == reason
    assert (
        company.value(
            "select resolution_reason from core.review_tasks where review_task_id = %s", task_id
        )
        == reason
    )


@pytest.mark.parametrize("kind", ENDS)
def test_other_endings_are_refused(company: Database, kind: str) -> None:
    others = [ending for of, ending in ALL_ENDS if of != kind]
    no_endings = (*others, "approved", "superseded", "Approve", "", None)
    unchanged(company, "ZR102", *((task(company, kind), ending) for ending in no_endings))


def test_a_task_that_does_not_exist(company: Database) -> None:
    for task_id in (0, -1, 999_999, 2**63 - 1, None):
        unchanged(company, "ZR210", (task_id, "approve"))


@pytest.mark.parametrize(("kind", "ending"), ALL_ENDS)
def test_it_is_resolved_once(company: Database, kind: str, ending: str) -> None:
    task_id = task(company, kind)
    company.execute(RESOLVE, task_id, ending, REASON)
    unchanged(company, "ZR209", *((task_id, again) for again in ENDS[kind]))


@pytest.mark.rule(5)
def test_what_a_newer_submission_superseded_is_resolved_already(company: Database) -> None:
    task_id = task(company, "version_approval")
    company.submit("4")
    company.act_as("Q-1")
    unchanged(company, "ZR209", (task_id, "approve"))


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        ("approve_version", "version_approval"),
        ("reject_version", "version_approval"),
        ("recertify", "recert_decision"),
        ("decline_recertification", "recert_decision"),
    ],
)
def test_what_was_decided_beside_the_queue_is_resolved_already(
    company: Database, function: str, kind: str
) -> None:
    task_id = task(company, kind)
    label = "3" if kind == "version_approval" else "2"
    company.execute(f"select api.{function}('Lockout', %s, %s)", label, REASON)
    unchanged(company, "ZR209", (task_id, next(iter(ENDS[kind]))))


@pytest.mark.rule(3)
def test_a_version_without_a_source_is_not_approved_here_either(company: Database) -> None:
    company.execute(
        "insert into core.training_versions (training_id, label, content_sha256, author_id, state,"
        " submitted_at, is_imported) select training_id, '9', sha256(''), %s, 'pending_review',"
        " now(), true from core.trainings",
        company.user_id("corporate_admin"),
    )
    task_id = company.value(
        "select core._open_review_task(%s, 'version_approval', 'quality_admin', now(), null)",
        company.version_id("9"),
    )
    unchanged(company, "ZR205", (task_id, "approve"))


@pytest.mark.rule(2, 20)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_a_resolved_task_is_never_edited_and_none_is_deleted(
    company: Database, role: str | None
) -> None:
    task_id = task(company, "source_outdated")
    company.execute(RESOLVE, task_id, "no_change_needed", REASON)
    if role:
        company.execute(f"set local role {role}")
    for change in (
        "resolution_reason = 'Something else entirely'",
        "resolution = 'revision_planned'",
        "state = 'open', resolution = null, resolved_at = null, resolution_reason = null",
        "resolved_by = null",
    ):
        company.refuses(
            "ZR301", f"update core.review_tasks set {change} where review_task_id = %s", task_id
        )
    company.refuses("ZR301", "delete from core.review_tasks")
    company.refuses("ZR301", "truncate core.review_tasks cascade")


@pytest.mark.rule(20)
@pytest.mark.parametrize(("kind", "ending"), ALL_ENDS)
def test_without_its_audit_row_nothing_is_decided(
    company: Database, kind: str, ending: str
) -> None:
    company.execute(
        "alter table audit.log add constraint refuses"
        " check (action <> 'resolve_review_task') not valid"
    )
    unchanged(company, "23514", (task(company, kind), ending))
