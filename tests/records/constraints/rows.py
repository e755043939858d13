"""A row for each table that has constraints, and what is raised when such rows are inserted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.company import Database

THEN = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 2, tzinfo=UTC)

#: For each table a row that passes its checks, and whose parents the company has.
# fmt: off
PASSING: dict[str, dict[str, Any]] = {
    "audit.head": {"is_head": True, "seq": 1, "hash": b""},
    "audit.log": {
        "seq": 1, "occurred_at": THEN, "actor": "A-1", "db_role": "a", "entity_type": "user",
        "action": "assign", "entity_id": "1", "payload": "{}",
        "prev_hash": b"1" * 32, "hash": b"2" * 32,
    },
    "core.assignment_rules": {"name": "Rule", "training_ids": [1]},
    "core.assignments": {
        "user_id": 1, "campaign_id": 1, "due_at": THEN, "assigned_at": THEN,
        "status": "in_progress", "completed_at": None, "overdue_since": None,
    },
    "core.campaign_exceptions": {
        "user_id": 1, "campaign_id": 1, "outcome": "exempt", "recorded_at": THEN,
    },
    "core.campaign_launches": {
        "campaign_id": 1, "launched_at": THEN, "audience": Jsonb({}), "audit_seq": 1,
        "population": 10, "created": 1, "already_current": 2, "inactive": 3, "exempt": 4,
    },
    "core.campaigns": {"name": "Campaign", "kind": "rule", "version_id": 1},
    "core.documents": {"document": "SOP-1", "revision": "A", "effective_at": THEN},
    "core.evidence": {
        "user_id": 1, "version_id": 1, "completed_at": THEN, "recorded_at": LATER,
        "content_sha256": b"1" * 32, "score": 80, "recertification_status": "current",
    },
    "core.exemptions": {
        "user_id": 1, "training_id": 1, "reason": "On parental leave", "granted_by": 2,
        "granted_at": THEN, "valid_until": LATER,
    },
    "core.expirations": {"user_id": 1, "evidence_id": 1, "expired_at": LATER},
    "core.notifications": {
        "user_id": 1, "campaign_id": 1, "kind": "overdue", "due_at": THEN, "created_at": THEN,
        "handed_over_at": None, "withdrawn_at": None, "export_seq": None,
    },
    "core.recertification_batches": {
        "run_id": 1, "batch_number": 1, "enrolled_at": THEN, "population": 15, "created": 1,
        "already_enrolled": 2, "already_current": 3, "inactive": 4, "exempt": 5,
        "evidence_superseded": 15, "plan_blocks": b"", "evidence_digest": b"", "audit_seq": 1,
    },
    "core.recertification_exceptions": {"user_id": 1, "run_id": 1, "outcome": "exempt"},
    "core.recertification_runs": {
        "campaign_id": 1, "run_at": THEN, "run_by": 1, "change_reason": "New lock type",
        "due_at": THEN, "population": 15, "created": 1, "already_enrolled": 2,
        "already_current": 3, "inactive": 4, "exempt": 5, "evidence_superseded": 15,
        "plan_digest": "", "audit_seq": 1, "scope": None, "is_enrolling": False,
    },
    "core.review_tasks": {
        "task_type": "version_approval", "state": "open", "version_id": 1,
        "addressed_to": "quality_admin", "opened_at": THEN,
    },
    "core.scheduled_recertifications": {
        "version_id": 1, "effective_on": date(2026, 1, 1), "change_reason": "New lock type",
        "plan_digest": "", "decided_by": 1, "decided_at": THEN, "state": "planned",
    },
    "core.signatures": {
        "user_id": 1, "evidence_id": 1, "manifestation": "I have read it",
        "method": "drawn", "signed_at": THEN,
    },
    "core.training_versions": {"training_id": 1, "label": "1", "state": "draft", "author_id": 1},
    "core.trainings": {"name": "Training"},
    "core.users": {"employee_number": "N-1", "full_name": "Person"},
    "core.version_sources": {"version_id": 1000, "document": "SOP-1", "revision": "A"},
    "ops.imports": {
        "kind": "users", "file_name": "a.csv", "column_names": [], "file_sha256": "a" * 64,
        "transaction_id": "1", "read": 10, "inserted": 1, "updated": 2, "skipped": 3,
        "rejected": 4,
    },
    "ops.job_runs": {"job": "daily", "step": "scan", "state": "running", "db_role": "a"},
    "ops.report_builds": {
        "build_id": "b", "actor": "system", "db_role": "a", "definition": "d",
        "snapshot_xmin": "1", "system_identifier": 1, "database_oid": 1, "job_run_id": 1,
        "state": "running", "finished_at": None, "audit_seq": None,
    },
    "ops.recompute_everyone": {"reason": "rules"},
    "core.recompute_queue": {"user_id": 1, "queued_at": THEN},
    "core.outdated_sources": {
        "version_id": 1, "document": "SOP-1", "revision": "A", "review_task_id": 1,
    },
    "core.user_history": {"user_id": 1, "valid_until": THEN, "record": Jsonb({})},
    "core.training_history": {"training_id": 1, "valid_until": THEN, "record": Jsonb({})},
    "core.rule_history": {"rule_id": 1, "valid_until": THEN, "record": Jsonb({})},
    "ops.catalogue": {"installation_id": 1, "kind": "a", "object": "a", "definition": "a"},
    "ops.installations": {"command_version": "1"},
    "ops.migrations": {
        "migration_number": 1000, "name": "a", "checksum": "a", "command_version": "1",
    },
    "ops.objects": {"path": "a", "checksum": "a", "command_version": "1"},
}
# fmt: on

APPROVAL = {"approved_by": 2, "approved_at": THEN, "change_reason": "New lock type on line 4"}
REJECTION = {"rejected_by": 2, "rejected_at": THEN, "rejection_reason": "The lock is another"}
IN_FORCE = {**APPROVAL, "state": "active", "activated_at": LATER}
REPLACED = {**IN_FORCE, "state": "inactive", "deactivated_at": LATER}


def insert(company: Database, table: str, *rows: dict[str, Any]) -> None:
    """Insert rows with the same columns by one statement."""
    row = sql.SQL("({})").format(sql.SQL(", ").join(sql.Placeholder() * len(rows[0])))
    company.connection.execute(
        sql.SQL("insert into {} ({}) overriding system value values {}").format(
            sql.Identifier(*table.split(".")),
            sql.SQL(", ").join(map(sql.Identifier, rows[0])),
            sql.SQL(", ").join([row] * len(rows)),
        ),
        [value for each in rows for value in each.values()],
    )


def violation(company: Database, table: str, *rows: dict[str, Any]) -> psycopg.Error:
    """The error that inserting such rows raises."""
    with pytest.raises(psycopg.Error) as caught, company.connection.transaction():
        insert(company, table, *rows)
    return caught.value
