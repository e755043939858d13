"""A training's life from its first version on, as those who call and read are told of it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.company import REASON, Database
from tests.functions.imports.loading import load

#: What differs from one life to the next: keys, moments, what is made from them, and how many
#: people and rules there are in all.
_OTHER = re.compile(
    r"(_ids?|_at|_until|_on|_since|seq|hash|digest|sha256|manifestation|subject)$"
    # api.campaigns has a column overdue, too, which is told under another key
    r"|^(users|rules|review_tasks_.*|overdue)$"
)

#: What is told of a training, and of its people.
_VIEWS = (
    *("assignments", "campaigns", "campaign_people", "evidence", "exemptions", "notifications"),
    *("review_queue", "scheduled_recertifications", "recertification_outcomes"),
)


class Life:
    """Does things to one training and to people of its own, and keeps what it is told."""

    #: The names of what is not compared.
    differs = _OTHER
    #: Whether moments are.
    has_clock = False

    def __init__(self, company: Database, training: str) -> None:
        self.company, self.training, self.p = company, training, training[0]
        self.told: list[tuple[str, Any]] = []
        self._last = company.value("select coalesce(max(seq), 0) from audit.log")

    def _bare(self, value: Any) -> Any:
        """The value without what differs."""
        match value:
            case dict():
                return {
                    key: self._bare(inner)
                    for key, inner in value.items()
                    if not self.differs.search(key)
                }
            case list():
                return [self._bare(inner) for inner in value]
            case datetime() | date() if not self.has_clock:
                return None
            case _:
                return value

    def _sorted(self, rows: list[dict[str, Any]]) -> list[str]:
        return sorted(json.dumps(self._bare(row), default=str, sort_keys=True) for row in rows)

    def call(self, actor: str | None, query: str, *arguments: Any) -> None:
        self.company.act_as(actor)
        rows = self.company.rows(f"select * from api.{query}", *arguments)
        self.told.append((query, self._sorted(rows)))

    def load(self, kind: str, *rows: str | tuple[Any, ...]) -> None:
        self.company.act_as(None)
        result = load(self.company, kind, *rows)
        counts = (result.read, result.inserted, result.updated, result.skipped)
        self.told.append((f"load {kind}", counts))

    def look(self, when: str) -> None:
        """Everything that can be read of the training, and what the log has told since."""
        self.company.act_as(None)
        for view in _VIEWS:
            condition = "training = %s"
            if view == "campaign_people":
                condition = (
                    f"campaign_id in (select campaign_id from api.campaigns where {condition})"
                )
            columns = ", overdue as late" if view == "campaigns" else ""
            rows = self.company.rows(
                f"select *{columns} from api.{view} where {condition}", self.training
            )
            self.told.append((f"{when}: {view}", self._sorted(rows)))
        self.log(f"{when}: log")

    def log(self, when: str) -> None:
        """What the log has told since."""
        log = self.company.rows(
            "select seq, actor, action, entity_type, change_reason, payload::jsonb as payload"
            " from audit.log where seq > %s order by seq",
            self._last,
        )
        self.told += [(when, self._bare(row)) for row in log]
        self._last = log[-1]["seq"] if log else self._last

    def number(self, place: int) -> str:
        return f"{self.p}-{place}"


def live(company: Database, training: str) -> list[tuple[str, Any]]:
    """Lead the life; returns what was told, in its order."""
    life = Life(company, training)
    t, n, soon = training, life.number, datetime.now(UTC) + timedelta(days=30)
    life.load(
        "users",
        "employee_number,full_name,is_active,department,location,manager",
        *(
            (
                n(at),
                f"Person {at}",
                at != 8,
                t,
                "Linz" if at % 2 else "Graz",
                n(1) if at > 1 else "",
            )
            for at in range(1, 10)
        ),
    )
    life.load(
        "trainings",
        "name,initial_due_offset_days,overdue_grace_days,recertification_interval_days",
        (t, 14, 2, 365),
    )
    submit = "submit_version(%s, %s, %s, %s, %s)"
    life.call("A-1", submit, t, "1", f"# {t}", [f"SOP-{life.p}@A"], REASON)
    life.call("Q-1", "approve_version(%s, '1', %s)", t, REASON)
    life.load("rules", "name,is_active,auto_assign,trainings,department", (t, True, True, t, t))
    life.call(None, "recompute_assignments(p_queued_only => true)")
    life.load(
        "evidence",
        "employee_number,training,version,completed_at,score",
        *(
            (n(at), t, "1", (datetime.now(UTC) - timedelta(days=1)).isoformat(), 80)
            for at in (1, 2, 3)
        ),
    )
    life.call(n(5), "complete_training(%s, 90, 'drawn')", t)
    life.call(n(6), "start_assignment(%s)", t)
    life.call("Q-1", "grant_exemption(%s, %s, %s, %s)", n(7), t, REASON, soon)
    life.call(
        "Q-1", "create_campaign(%s, 'Once more', %s, %s, p_departments => %s)", t, soon, REASON, [t]
    )
    life.look("version 1")

    life.call("A-1", submit, t, "2", f"# {t} 2", [f"SOP-{life.p}@B"], REASON)
    life.call("Q-1", "compare_versions(%s, '2')", t)
    life.call("Q-1", "preview_recertification(%s, '2')", t)
    life.call("Q-1", "approve_version(%s, '2', %s)", t, REASON)
    life.look("version 2")
    life.call("Q-1", "preview_recertification(%s, '2', p_locations => '{Graz}')", t)
    life.call("Q-1", "recertify(%s, '2', %s, p_locations => '{Graz}')", t, REASON)
    life.call("Q-1", "recertify(%s, '2', %s)", t, REASON)
    life.call("Q-1", "recertify(%s, '2', %s)", t, REASON)
    life.look("recertified")
    life.call("Q-1", "reactivate_user(%s, %s)", n(8), REASON)
    life.call("Q-1", "upsert_user(%s, p_department => 'Elsewhere')", n(9))
    life.call(n(1), "complete_training(%s, p_employee_number => %s)", t, n(2))
    life.load("completions", "employee_number,training,score", (n(3), t, 70))
    life.load(
        "assignments",
        "employee_number,campaign,training,version,status,due_at,assigned_at",
        (n(4), "Paper", t, "2", "not_started", "2026-02-01", "2026-01-02"),
    )
    life.call(None, "scan_overdue()")
    life.call(None, "write_reminders()")
    life.call(None, "export_notifications()")
    life.look("done in part")

    life.call("A-1", submit, t, "3", f"# {t} 3", [f"SOP-{life.p}@B"], REASON)
    life.call("Q-1", "approve_version(%s, '3', %s, p_activate => false)", t, REASON)
    life.call("Q-1", "activate_version(%s, '3', %s)", t, REASON)
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
    life.call("Q-1", "recertify(%s, '3', %s, p_effective_on => %s)", t, REASON, tomorrow)
    life.look("to be recertified")
    life.call(
        "Q-1",
        "cancel_recertification((select scheduled_recertification_id from"
        " api.scheduled_recertifications where training = %s and state = 'planned'), %s)",
        t,
        REASON,
    )
    life.call("Q-1", "decline_recertification(%s, '3', %s)", t, REASON)
    life.call("A-1", submit, t, "4", f"# {t} 4", [f"SOP-{life.p}@B"], REASON)
    life.call("Q-1", "reject_version(%s, '4', %s)", t, REASON)
    life.load("documents", "document,revision,effective_at", (f"SOP-{life.p}", "C", "2026-03-01"))
    life.call(
        "Q-1",
        "resolve_review_task((select review_task_id from api.review_queue where training = %s"
        " and state = 'open' and task_type = 'source_outdated'), 'no_change_needed', %s)",
        t,
        REASON,
    )
    life.call(None, "scan_expiry()")
    life.call(None, "recompute_assignments()")
    life.look("in the end")
    return life.told
