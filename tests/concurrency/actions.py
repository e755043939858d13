"""What the people and the jobs of the scene do, each under a name that a table of pairs can say."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.importing import load_stream
from tests.company import REASON, Database

#: Does it in one transaction, or joins the one that is open; returns what the caller is told.
Action = Callable[[Database], Any]

ACTIONS: dict[str, Action] = {}


def _calls(name: str, actor: str | None, query: str, *arguments: Any) -> None:
    def act(session: Database) -> Any:
        session.act_as(actor)
        return session.rows(f"select * from {query}", *arguments)

    ACTIONS[name] = act


def _loads(name: str, kind: str, text: str, actor: str | None = "H-1") -> None:
    def act(session: Database) -> Any:
        session.act_as(actor)
        stream = io.BytesIO(text.encode())
        return [vars(load_stream(session.connection, kind, f"{kind}.csv", stream))]

    ACTIONS[name] = act


_SOON = datetime.now(UTC) + timedelta(days=30)
_APPROVE = "api.approve_version(%s, %s, %s, true, %s)"
_COMPLETE = "api.complete_training(p_training => %s, p_score => 90, p_employee_number => %s)"

# versions
_calls("approve 4", "Q-1", _APPROVE, "Lockout", "4", REASON, False)
_calls("approve 4 and recertify", "Q-2", _APPROVE, "Lockout", "4", REASON, True)
_calls("approve 5 and recertify", "Q-1", _APPROVE, "Lockout", "5", REASON, True)
_calls("approve 5 for later", "Q-1", "api.approve_version('Lockout', '5', %s, false)", REASON)
_calls("approve noise", "Q-2", _APPROVE, "Noise", "3", REASON, False)
_calls("approve ladder", "Q-1", _APPROVE, "Ladder", "1", REASON, False)
_calls("activate 3", "Q-2", "api.activate_version('Lockout', '3', %s)", REASON)
_calls("reject 4", "Q-2", "api.reject_version('Lockout', '4', %s)", REASON)
_calls(
    "submit 6",
    "A-1",
    "api.submit_version('Lockout', '6', '# 6', %s, %s)",
    ["SOP-017@C"],
    REASON,
)
_calls("recertify", "Q-1", "api.recertify('Lockout', '2', %s)", REASON)
_calls("recertify forklift", "Q-1", "api.recertify('Forklift', '2', %s)", REASON)
_calls("recertify fire", "Q-1", "api.recertify('Fire', '2', %s)", REASON)
_calls("begin batches", "Q-2", "api.recertify('Lockout', '2', %s, p_batch_size => 64)", REASON)
_RUN = (
    "(select r.run_id from core.recertification_runs as r join core.campaigns as c"
    " using (campaign_id) join core.training_versions as v using (version_id)"
    " join core.trainings as t using (training_id) where t.name = 'Smoke')"
)
_calls("enrol 1", None, f"api.enrol_recertification_batch({_RUN}, 1)")
_calls("enrol 2", "Q-2", f"api.enrol_recertification_batch({_RUN}, 2)")
_calls("end batches", None, f"api.end_recertification({_RUN})")
_calls("decline", "Q-2", "api.decline_recertification('Lockout', '2', %s)", REASON)
_TASK = (
    "api.resolve_review_task((select r.review_task_id from core.review_tasks as r"
    " join core.training_versions as v using (version_id) join core.trainings as t"
    " using (training_id) where t.name = 'Lockout' and v.label = %s and r.task_type = %s),"
    " %s, %s)"
)
_calls("resolve by approving 4", "Q-1", _TASK, "4", "version_approval", "approve", REASON)
_calls("resolve by recertifying", "Q-1", _TASK, "2", "recert_decision", "recertify", REASON)
_SCHEDULED = "(select max(scheduled_recertification_id) from core.scheduled_recertifications)"
_calls("run scheduled", None, f"api.run_scheduled_recertification({_SCHEDULED})")
_calls("cancel scheduled", "Q-1", f"api.cancel_recertification({_SCHEDULED}, %s)", REASON)

# people and what they do
_calls("complete E-1", "E-1", _COMPLETE, "Lockout", "E-1")
_calls("complete E-2", "M-1", _COMPLETE, "Lockout", "E-2")
_calls("complete forklift E-1", "E-1", _COMPLETE, "Forklift", "E-1")
_calls("complete gowning E-5", "E-5", _COMPLETE, "Gowning", "E-5")
_calls("complete smoke E-2", "E-2", _COMPLETE, "Smoke", "E-2")
_calls("start E-1", "E-1", "api.start_assignment('Lockout')")
_calls("sign E-3", "E-3", "api.sign_evidence('Lockout', 'click_to_confirm')")
_calls("reactivate E-9", "H-1", "api.reactivate_user('E-9', %s)", REASON)
_calls("move E-6", "H-1", "api.upsert_user('E-6', p_department => 'Line 5')")
_calls("deactivate E-2", "H-1", "api.upsert_user('E-2', p_is_active => false)")
_calls("deactivate Q-1", "H-1", "api.upsert_user('Q-1', p_is_active => false)")
_calls("demote H-1", "Q-1", "api.upsert_user('H-1', p_role => 'employee')")
_calls("exempt E-2", "Q-2", "api.grant_exemption('E-2', 'Lockout', %s, %s)", REASON, _SOON)
_calls("exempt E-5", "Q-2", "api.grant_exemption('E-5', 'Gowning', %s, %s)", REASON, _SOON)
_calls("exempt E-1", "Q-2", "api.grant_exemption('E-1', 'Forklift', %s, %s)", REASON, _SOON)
_calls("exempt smoke E-2", "Q-2", "api.grant_exemption('E-2', 'Smoke', %s, %s)", REASON, _SOON)
_calls(
    "campaign",
    "H-1",
    "api.create_campaign('Lockout', 'Again', %s, %s, p_employee_numbers => %s)",
    _SOON,
    REASON,
    ["E-2", "E-3", "E-6"],
)

# scheduled work
_calls("scan overdue", None, "api.scan_overdue()")
_calls("scan expiry", None, "api.scan_expiry()")
_calls("recompute", None, "api.recompute_assignments()")
_calls("recompute queued", None, "api.recompute_assignments(p_queued_only => true)")
_calls("recompute E-5", "H-1", "api.recompute_assignments('E-5')")
_calls("write reminders", None, "api.write_reminders()")
_calls("claim reminders", None, "api.claim_notifications()")
_calls("export reminders", None, "api.export_notifications()")

# files
_loads(
    "load evidence",
    "evidence",
    "employee_number,training,version,completed_at,score\n"
    "E-6,Lockout,1,2026-01-07,80\n"
    "E-2,Lockout,1,2026-01-08,70\n"
    "E-2,Lockout,2,2026-02-08,75\n"
    "E-4,Forklift,2,2020-02-08,75\n"
    "E-5,Gowning,1,2026-02-08,75\n"
    "E-4,Smoke,1,2026-02-08,75\n"
    "E-2,Smoke,2,2026-02-08,75\n",
)
_loads(
    "load completions",
    "completions",
    "employee_number,training,score\nE-2,Lockout,80\nE-1,Forklift,81\nE-5,Gowning,70\n",
)
_loads(
    "load assignments",
    "assignments",
    "employee_number,campaign,training,version,status,due_at,assigned_at\n"
    "E-2,Paper,Lockout,2,not_started,2026-02-01,2026-01-02\n"
    "E-5,Paper,Gowning,1,not_started,2026-02-01,2026-01-02\n",
)
_loads(
    "load users",
    "users",
    "employee_number,full_name,is_active,department\n"
    "E-2,Person E-2,false,\nE-9,Person E-9,true,Line 5\nE-10,Person E-10,true,Line 5\n",
)
_loads(
    "load trainings",
    "trainings",
    "name,initial_due_offset_days,overdue_grace_days,recertification_interval_days\n"
    "Lockout,20,30,\nForklift,20,0,36000\nGowning,15,0,\nFire,10,0,90\n",
)
_loads(
    "load rules",
    "rules",
    "name,is_active,auto_assign,trainings,days_to_complete,department\n"
    "Line 5,true,true,Gowning;Lockout,7,Line 5;Line 6\n"
    "All,true,true,Fire,9,\n",
)
_loads(
    "load versions",
    "versions",
    "training,label,state,author,content,objectives,sources\n"
    "Lockout,7,pending_review,A-1,# 7,,SOP-017@C\n"
    "Ladder,0,active,A-1,# 0,,SOP-017@C\n",
)
_loads(
    "load documents",
    "documents",
    "document,revision,title,effective_at\nSOP-017,D,Lockout,2026-01-01\n",
)


def by_chance(chance: random.Random) -> tuple[str, Action]:
    """Something that can be done again and again, with its name: to keep many workers busy."""
    numbers = [f"E-{number}" for number in range(1, 10)]
    trainings = ["Lockout", "Forklift", "Gowning", "Fire", "Noise", "Smoke"]
    number, training = chance.choice(numbers), chance.choice(trainings)
    pending = "(select label from core.training_versions as v join core.trainings as t"
    pending += " using (training_id) where t.name = %s and v.state = %s order by random() limit 1)"

    def call(actor: str | None, query: str, *arguments: Any) -> Action:
        def act(session: Database) -> Any:
            session.act_as(actor)
            return session.rows(f"select * from {query}", *arguments)

        return act

    def load(kind: str, header: str, rows: list[str]) -> Action:
        def act(session: Database) -> Any:
            session.act_as("H-1")
            stream = io.BytesIO("\n".join([header, *rows]).encode())
            return [vars(load_stream(session.connection, kind, f"{kind}.csv", stream))]

        return act

    def some(texts: list[str]) -> list[str]:
        return chance.sample(texts, chance.randint(1, len(texts)))

    possible: dict[str, Action] = {
        "any submit": call(
            chance.choice(["A-1", "A-2"]),
            "api.submit_version(%s, %s, '#', %s, %s)",
            training,
            f"{chance.random()}",
            ["SOP-017@C"],
            REASON,
        ),
        "any approve": call(
            chance.choice(["Q-1", "Q-2"]),
            f"api.approve_version(%s, {pending}, %s, true, %s)",
            training,
            training,
            "pending_review",
            REASON,
            chance.choice([True, False]),
        ),
        "any recertify": call(
            "Q-2", f"api.recertify(%s, {pending}, %s)", training, training, "active", REASON
        ),
        "any complete": call(number, _COMPLETE, training, number),
        "any start": call(number, "api.start_assignment(%s)", training),
        "any user": call(
            "H-1",
            "api.upsert_user(%s, p_is_active => %s, p_department => %s)",
            number,
            chance.random() < 0.7,
            chance.choice(["Line 5", "Line 6"]),
        ),
        "any exemption": call(
            "Q-1",
            "api.grant_exemption(%s, %s, %s, clock_timestamp() + interval '1 second')",
            number,
            training,
            REASON,
        ),
        "any completions": load(
            "completions",
            "employee_number,training",
            [f"{one},{other}" for other in some(trainings) for one in some(numbers)],
        ),
        "any evidence": load(
            "evidence",
            "employee_number,training,version,completed_at",
            [
                f"{one},{other},1,{chance.choice([2020, 2025])}-01-{chance.randint(10, 28)}"
                for other in some(trainings)
                for one in some(numbers)
            ],
        ),
        "any assignments": load(
            "assignments",
            "employee_number,campaign,training,version,due_at,assigned_at",
            [
                f"{one},C{chance.randint(1, 9)},{other},1,2026-02-01,2026-01-02"
                for other in some(trainings)
                for one in some(numbers)
            ],
        ),
        "any trainings": load(
            "trainings",
            "name,overdue_grace_days,recertification_interval_days",
            [f"{one},{chance.randint(0, 9)},{chance.choice(['', 30])}" for one in some(trainings)],
        ),
    }
    name = chance.choice(sorted(possible))
    return name, possible[name]
