"""Guards that each column which must have a value refuses null."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.company import Database
from tests.records.constraints.rows import PASSING, THEN, violation

#: The columns that must have a value, for each table; keys that the database gives left out.
REQUIRED = {
    "audit.head": "is_head seq hash",
    "audit.log": "seq occurred_at actor db_role action entity_type entity_id payload prev_hash"
    " hash",
    "core.assignment_rules": "name is_active auto_assign training_ids department location activity"
    " plant line workstation attributes created_at",
    "core.assignments": "user_id campaign_id due_at assigned_at status is_imported",
    "core.campaign_exceptions": "user_id campaign_id outcome recorded_at",
    "core.campaign_launches": "campaign_id launched_at audience population created already_current"
    " inactive exempt audit_seq",
    "core.campaigns": "name kind version_id created_at is_imported",
    "core.documents": "document revision effective_at recorded_at",
    "core.evidence": "user_id version_id completed_at recorded_at is_imported"
    " recertification_status content_sha256",
    "core.exemptions": "user_id training_id reason granted_by granted_at valid_until",
    "core.notifications": "user_id campaign_id kind due_at created_at",
    "core.outdated_sources": "version_id document revision review_task_id",
    "core.recertification_batches": "run_id batch_number",
    "core.recertification_exceptions": "user_id run_id outcome",
    "core.recertification_runs": "campaign_id run_at run_by change_reason due_at population created"
    " already_enrolled already_current inactive exempt evidence_superseded is_enrolling",
    "core.recompute_queue": "user_id queued_at",
    "core.review_tasks": "task_type state version_id addressed_to opened_at",
    "core.rule_history": "rule_id valid_until record",
    "core.scheduled_recertifications": "version_id effective_on change_reason plan_digest"
    " decided_by decided_at state",
    "core.signatures": "user_id evidence_id manifestation method signed_at",
    "core.training_history": "training_id valid_until record",
    # content_sha256 is given by the trigger
    "core.training_versions": "training_id label state content objectives author_id is_imported"
    " created_at",
    "core.trainings": "name initial_due_offset_days overdue_grace_days requires_signature"
    " created_at",
    "core.user_history": "user_id valid_until record",
    "core.users": "employee_number full_name role is_active attributes created_at",
    "core.version_sources": "version_id document",
    "ops.import_rejects": "import_id line_number reason",
    "ops.imports": "kind file_name column_names started_at transaction_id",
    "ops.job_runs": "job step state started_at db_role",
    **{
        f"ops.{stage}_{kind}": "import_id line_number"
        for stage in ("staged", "judged")
        for kind in (
            *("users", "trainings", "versions", "evidence"),
            *("assignments", "completions", "rules", "documents"),
        )
    },
    "ops.catalogue": "installation_id kind object definition",
    "ops.installations": "command_version server_major installed_at installed_by",
    "ops.migrations": "migration_number name checksum command_version applied_at applied_by",
    "ops.objects": "path checksum command_version applied_at",
    "ops.recompute_everyone": "reason queued_at",
}

#: What is no text: a value of each type that a required column has.
SAMPLES: dict[str, Any] = {
    "bigint": 1,
    "integer": 1,
    "boolean": True,
    "bytea": b"",
    "xid8": "1",
    "text[]": ["a"],
    "bigint[]": [1],
    "date": date(2026, 1, 1),
    "timestamp with time zone": THEN,
    "jsonb": Jsonb({}),
}


@pytest.mark.rule(19)
@pytest.mark.parametrize("table", REQUIRED)
def test_a_required_column_refuses_null(company: Database, table: str) -> None:
    types = {
        row["name"]: row["type"]
        for row in company.rows(
            "select attname as name, atttypid::regtype::text as type from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0",
            table,
        )
    }
    columns = REQUIRED[table].split()
    passing = PASSING.get(table, {})
    whole = {name: passing.get(name, SAMPLES.get(types[name], "a")) for name in columns}
    for name in columns:
        error = violation(company, table, {**whole, name: None})
        assert (error.sqlstate, error.diag.column_name) == ("23502", name)
