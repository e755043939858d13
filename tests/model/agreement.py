"""Whether a database and the model tell the same: each table, the marts, and the audit chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from psycopg.rows import tuple_row

from tests.company import Database
from tests.model import standing
from tests.model.model import Campaign, Company, Version
from tests.model.recertifying import OUTCOMES

Rows = Iterable[tuple[Any, ...]]

_VERSION = (
    " join core.training_versions as v using (version_id)"
    " join core.trainings as t using (training_id)"
)
_CAMPAIGN = " join core.campaigns as c using (campaign_id)" + _VERSION
_PERSON = " join core.users as u using (user_id)"
_NAMED = "t.name, v.label, c.kind, c.name"


def _v(version: Version) -> tuple[str, str]:
    return (version.training.name, version.label)


def _c(campaign: Campaign) -> tuple[str, str, str, str]:
    return (*_v(campaign.version), campaign.kind, campaign.name)


#: For each part of the record the query, and the same from the model.
PARTS: dict[str, tuple[str, Callable[[Company], Rows]]] = {
    "people": (
        "select employee_number, role, is_active, department, location from core.users",
        lambda c: [
            (p.number, p.role, p.is_active, p.department, p.location) for p in c.people.values()
        ],
    ),
    "trainings": (
        "select name, initial_due_offset_days, overdue_grace_days, requires_signature,"
        " recertification_interval_days from core.trainings",
        lambda c: [
            (t.name, t.offset, t.grace, t.is_signed, t.interval) for t in c.trainings.values()
        ],
    ),
    "versions": (
        "select t.name, v.label, v.state, a.employee_number, v.submitted_at, v.change_reason,"
        " p.employee_number, v.activated_at, v.deactivated_at from core.training_versions as v"
        " join core.trainings as t using (training_id)"
        " join core.users as a on author_id = a.user_id"
        " left join core.users as p on approved_by = p.user_id",
        lambda c: [
            (
                *_v(v),
                v.state,
                v.author,
                v.submitted_at,
                v.reason,
                v.approved_by,
                v.activated_at,
                v.deactivated_at,
            )
            for v in c.versions
        ],
    ),
    "campaigns": (
        f"select {_NAMED}, c.due_at, u.employee_number from core.campaigns as c {_VERSION}"
        " left join core.users as u on c.created_by = u.user_id",
        lambda c: [(*_c(g), g.due_at, g.created_by) for g in c.campaigns],
    ),
    "assignments": (
        f"select u.employee_number, {_NAMED}, a.status, a.due_at, a.assigned_at, a.started_at,"
        f" a.completed_at, a.overdue_since from core.assignments as a {_PERSON} {_CAMPAIGN}",
        lambda c: [
            (
                a.person.number,
                *_c(a.campaign),
                a.status,
                a.due_at,
                a.assigned_at,
                a.started_at,
                a.completed_at,
                a.overdue_since,
            )
            for a in c.assignments
        ],
    ),
    "evidence": (
        "select u.employee_number, t.name, v.label, e.completed_at, e.recorded_at, e.score,"
        " e.is_imported, e.recertification_status, e.superseded_at, c.name,"
        " exists (select from core.signatures as s"
        " where s.user_id = e.user_id and s.evidence_id = e.evidence_id)"
        f" from core.evidence as e {_PERSON} {_VERSION}"
        " left join core.campaigns as c on e.superseded_by_campaign_id = c.campaign_id",
        lambda c: [
            (
                e.person.number,
                *_v(e.version),
                e.completed_at,
                e.recorded_at,
                e.score,
                e.is_imported,
                e.flag,
                e.superseded_at,
                e.superseded_by and e.superseded_by.name,
                e.is_signed,
            )
            for e in c.evidence
        ],
    ),
    "review tasks": (
        "select t.name, v.label, r.task_type, r.addressed_to, r.resolution"
        f" from core.review_tasks as r {_VERSION}",
        lambda c: [(*_v(k.version), k.kind, k.addressed_to, k.resolution) for k in c.tasks],
    ),
    "exemptions": (
        "select u.employee_number, t.name, x.granted_at, x.valid_until from core.exemptions as x"
        f" {_PERSON} join core.trainings as t using (training_id)",
        lambda c: [
            (x.person.number, x.training.name, x.granted_at, x.valid_until) for x in c.exemptions
        ],
    ),
    "runs": (
        f"select {_NAMED}, r.run_at, r.due_at, u.employee_number, r.scope is null, r.population,"
        " r.created, r.already_enrolled, r.already_current, r.inactive, r.exempt,"
        " r.evidence_superseded from core.recertification_runs as r"
        f" {_CAMPAIGN} join core.users as u on r.run_by = u.user_id",
        lambda c: [
            (
                *_c(r.campaign),
                r.at,
                r.due_at,
                r.by,
                r.scope is None,
                len(r.outcomes),
                *(r.count(name) for name in OUTCOMES),
                r.superseded,
            )
            for r in c.runs
        ],
    ),
    "who was left out of runs": (
        "select r.run_at, u.employee_number, x.outcome from core.recertification_exceptions as x"
        f" {_PERSON} join core.recertification_runs as r using (run_id)",
        lambda c: [
            (r.at, number, outcome)
            for r in c.runs
            for number, outcome in r.outcomes.items()
            if outcome != "created"
        ],
    ),
    "who was left out of campaigns": (
        f"select u.employee_number, {_NAMED}, x.outcome, x.recorded_at"
        f" from core.campaign_exceptions as x {_PERSON} {_CAMPAIGN}",
        lambda c: [(x.person.number, *_c(x.campaign), x.outcome, x.at) for x in c.left_out],
    ),
    "stored recertifications": (
        "select t.name, v.label, s.effective_on, s.scope is null, s.state"
        f" from core.scheduled_recertifications as s {_VERSION}",
        lambda c: [(*_v(s.version), s.day, s.scope is None, s.state) for s in c.stored],
    ),
    "the mart of compliance": (
        "select employee_number, training, active_version, compliance_status, evidence_version,"
        " evidence_completed_at, recertification_status, campaign, assignment_status, due_at,"
        " overdue_since from marts_at_once.user_training_status",
        standing.statuses,
    ),
    "the mart of recertifications": (
        "select training, version, campaign, runs, population, created, already_enrolled,"
        " already_current, inactive, exempt, evidence_superseded, due_at, assigned, completed,"
        " open, left_open, cancelled, overdue, percent_completed, approved_by, approval_reason,"
        " first_completed_at, last_completed_at"
        " from marts_at_once.recertification_campaigns",
        standing.campaigns,
    ),
}


def agree(database: Database, company: Company) -> None:
    """Assert that every table and mart tells what the model says."""
    connection = database.connection
    with connection.pipeline():  # all questions in one go
        answers = {
            name: connection.cursor(row_factory=tuple_row).execute(query.encode())
            for name, (query, _) in PARTS.items()
        }
    for name, (_, told) in PARTS.items():
        found = Counter(answers[name].fetchall())
        expected = Counter(told(company))
        assert found == expected, (
            f"{name}: only the model has {list((expected - found).elements())},"
            f" only the database {list((found - expected).elements())}"
        )


class Chain:
    """The audit log as far as it has been looked at."""

    def __init__(self, database: Database) -> None:
        self.database = database
        head = database.row("select seq, hash from audit.head")
        self.seq, self.hash = head["seq"], head["hash"]

    def grew(self, actions: list[str], actor: str | None, reason: str | None) -> None:
        """Assert that just these rows were added, each chained to the one before it."""
        rows = self.database.rows("select * from audit.log where seq > %s order by seq", self.seq)
        found = [(row["action"], row["actor"]) for row in rows]
        assert found == [(action, actor or "system") for action in actions], found
        for row in rows:
            link = (row["seq"], row["prev_hash"], row["hash"])
            digest = sha256(self.hash + row["payload"].encode()).digest()
            assert link == (self.seq + 1, self.hash, digest), link
            self.seq, self.hash = row["seq"], row["hash"]
        if not rows:
            return
        assert rows[-1]["change_reason"] == reason, rows[-1]
        verdict = self.database.row("select * from api.verify_audit_chain()")
        assert verdict["is_intact"], verdict
        assert verdict["head_seq"] == verdict["rows_checked"] == self.seq, verdict
