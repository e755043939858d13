"""Guards that each check refuses what it is there for, each of its terms included."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.company import Database
from tests.records.constraints.rows import (
    APPROVAL,
    IN_FORCE,
    LATER,
    PASSING,
    REJECTION,
    REPLACED,
    THEN,
    insert,
    violation,
)

#: For each check what it refuses: each of these changes to a row that passes.
REFUSED: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "head_is_one_row": ("audit.head", [{"is_head": False}]),
    "log_action_is_known": ("audit.log", [{"action": "forget"}]),
    "log_hash_is_sha256": ("audit.log", [{"prev_hash": b"1"}, {"hash": b"2"}]),
    "assignment_rules_attributes_are_an_object": (
        "core.assignment_rules",
        [{"attributes": Jsonb([])}],
    ),
    "assignment_rules_days_in_range": (
        "core.assignment_rules",
        [{"days_to_complete": 0}, {"days_to_complete": 3651}],
    ),
    "assignment_rules_name_is_plain": ("core.assignment_rules", [{"name": " Rule"}, {"name": ""}]),
    "assignment_rules_trainings_are_given": (
        "core.assignment_rules",
        [{"training_ids": []}, {"training_ids": [1, None]}],
    ),
    "assignments_completion_fits_status": (
        "core.assignments",
        [{"status": "completed"}, {"completed_at": THEN}],
    ),
    "assignments_only_open_is_overdue": (
        "core.assignments",
        [
            {"status": "completed", "completed_at": THEN, "overdue_since": THEN},
            {"status": "cancelled", "overdue_since": THEN},
        ],
    ),
    "assignments_status_is_known": ("core.assignments", [{"status": "lost"}]),
    "campaign_exceptions_outcome_is_known": ("core.campaign_exceptions", [{"outcome": "created"}]),
    "campaign_launches_audience_is_an_object": (
        "core.campaign_launches",
        [{"audience": Jsonb([])}],
    ),
    "campaign_launches_nobody_is_dropped": ("core.campaign_launches", [{"population": 11}]),
    "campaigns_kind_is_known": ("core.campaigns", [{"kind": "other"}]),
    "campaigns_name_is_plain": ("core.campaigns", [{"name": "Campaign "}, {"name": ""}]),
    "documents_document_is_plain": ("core.documents", [{"document": "SOP "}, {"document": ""}]),
    "documents_revision_is_plain": ("core.documents", [{"revision": " A"}, {"revision": ""}]),
    "evidence_hash_is_sha256": ("core.evidence", [{"content_sha256": b"1"}]),
    "evidence_is_not_from_the_future": (
        "core.evidence",
        [{"completed_at": LATER, "recorded_at": THEN}],
    ),
    "evidence_score_in_range": ("core.evidence", [{"score": -0.01}, {"score": 100.01}]),
    "evidence_status_is_known": ("core.evidence", [{"recertification_status": "lost"}]),
    "exemptions_ends_later": ("core.exemptions", [{"valid_until": THEN}]),
    "exemptions_granted_by_somebody_else": ("core.exemptions", [{"granted_by": 1}]),
    "exemptions_reason_is_long_enough": ("core.exemptions", [{"reason": " too short "}]),
    "notifications_end_once": (
        "core.notifications",
        [{"handed_over_at": THEN, "export_seq": 1, "withdrawn_at": THEN}],
    ),
    "notifications_handover_is_whole": (
        "core.notifications",
        [{"handed_over_at": THEN}, {"export_seq": 1}],
    ),
    "notifications_kind_is_known": ("core.notifications", [{"kind": "due_in_2_days"}]),
    "recertification_batches_enrolled_is_whole": (
        "core.recertification_batches",
        [{"enrolled_at": None}, {"created": None}, {"audit_seq": None}],
    ),
    "recertification_batches_nobody_is_dropped": (
        "core.recertification_batches",
        [{"population": 14}, {"created": 0}],
    ),
    "recertification_batches_number_is_positive": (
        "core.recertification_batches",
        [{"batch_number": 0}],
    ),
    "recertification_batches_range_is_forward": (
        "core.recertification_batches",
        [{"user_id_from": 9, "user_id_to": 8}],
    ),
    "recertification_exceptions_outcome_is_known": (
        "core.recertification_exceptions",
        [{"outcome": "created"}],
    ),
    "recertification_runs_ended_is_on_record": (
        "core.recertification_runs",
        [{"audit_seq": None}, {"plan_digest": None}],
    ),
    "recertification_runs_nobody_is_dropped": (
        "core.recertification_runs",
        [{"population": 14}, {"created": 0}],
    ),
    "recertification_runs_scope_is_an_object": (
        "core.recertification_runs",
        [{"scope": Jsonb([])}],
    ),
    "review_tasks_addressee_is_known": ("core.review_tasks", [{"addressed_to": "employee"}]),
    "review_tasks_reason_is_of_a_resolution": (
        "core.review_tasks",
        [{"resolution_reason": "Done otherwise"}],
    ),
    "review_tasks_resolution_is_whole": (
        "core.review_tasks",
        [
            {"state": "resolved", "resolution": "approved"},
            {"state": "resolved", "resolved_at": THEN},
            {"resolved_at": THEN, "resolution": "approved"},
        ],
    ),
    "review_tasks_state_is_known": ("core.review_tasks", [{"state": "lost"}]),
    "review_tasks_type_is_known": ("core.review_tasks", [{"task_type": "other"}]),
    "scheduled_recertifications_end_fits_state": (
        "core.scheduled_recertifications",
        [
            {"ended_at": THEN},
            {"state": "cancelled"},
            {"state": "done", "ended_at": THEN},
            {"state": "cancelled", "ended_at": THEN, "run_id": 1},
        ],
    ),
    "scheduled_recertifications_scope_is_an_object": (
        "core.scheduled_recertifications",
        [{"scope": Jsonb([])}],
    ),
    "scheduled_recertifications_state_is_known": (
        "core.scheduled_recertifications",
        [{"state": "lost", "ended_at": THEN}],
    ),
    "signatures_manifestation_is_given": ("core.signatures", [{"manifestation": "  "}]),
    "signatures_method_is_known": ("core.signatures", [{"method": "spoken"}]),
    "training_versions_activation_fits_state": (
        "core.training_versions",
        [
            {"activated_at": THEN},
            {"deactivated_at": THEN},
            {**IN_FORCE, "activated_at": None},
            {**IN_FORCE, "deactivated_at": LATER},
            {**REPLACED, "activated_at": None},
            {**REPLACED, "deactivated_at": None},
        ],
    ),
    "training_versions_approval_is_whole": (
        "core.training_versions",
        [{**APPROVAL, name: None} for name in APPROVAL],
    ),
    "training_versions_author_does_not_approve": (
        "core.training_versions",
        [{**APPROVAL, "approved_by": 1}],
    ),
    "training_versions_author_does_not_reject": (
        "core.training_versions",
        [{**REJECTION, "rejected_by": 1}],
    ),
    "training_versions_change_reason_is_long_enough": (
        "core.training_versions",
        [{**APPROVAL, "change_reason": " too short "}],
    ),
    "training_versions_deactivated_later": (
        "core.training_versions",
        [{**REPLACED, "deactivated_at": THEN}],
    ),
    "training_versions_in_force_is_approved": (
        "core.training_versions",
        [
            {"state": "approved"},
            {"state": "active", "activated_at": THEN},
            {"state": "inactive", "activated_at": THEN, "deactivated_at": THEN},
        ],
    ),
    "training_versions_label_is_plain": (
        "core.training_versions",
        [{"label": " 1"}, {"label": ""}],
    ),
    "training_versions_pending_is_submitted": (
        "core.training_versions",
        [{"state": "pending_review"}],
    ),
    "training_versions_rejection_is_whole": (
        "core.training_versions",
        [{**REJECTION, name: None} for name in REJECTION],
    ),
    "training_versions_state_is_known": ("core.training_versions", [{"state": "lost"}]),
    "trainings_due_offset_in_range": (
        "core.trainings",
        [{"initial_due_offset_days": 0}, {"initial_due_offset_days": 3651}],
    ),
    "trainings_grace_in_range": (
        "core.trainings",
        [{"overdue_grace_days": -1}, {"overdue_grace_days": 365}],
    ),
    "trainings_interval_in_range": (
        "core.trainings",
        [{"recertification_interval_days": 0}, {"recertification_interval_days": 36501}],
    ),
    "trainings_name_is_plain": ("core.trainings", [{"name": "Training "}, {"name": ""}]),
    "users_attributes_are_an_object": ("core.users", [{"attributes": Jsonb([])}]),
    "users_employee_number_is_not_reserved": ("core.users", [{"employee_number": "System"}]),
    "users_employee_number_is_plain": (
        "core.users",
        [{"employee_number": "N-1 "}, {"employee_number": ""}],
    ),
    "users_full_name_is_given": ("core.users", [{"full_name": "  "}]),
    "users_manager_is_somebody_else": ("core.users", [{"user_id": 1, "manager_id": 1}]),
    "users_role_is_known": ("core.users", [{"role": "visitor"}]),
    "version_sources_document_is_plain": (
        "core.version_sources",
        [{"document": "SOP-1 "}, {"document": ""}],
    ),
    "version_sources_revision_is_plain": (
        "core.version_sources",
        [{"revision": " A"}, {"revision": ""}],
    ),
    "imports_hash_is_sha256": (
        "ops.imports",
        [{"file_sha256": "a" * 63}, {"file_sha256": "A" * 64}],
    ),
    "imports_kind_is_known": ("ops.imports", [{"kind": "other"}]),
    "imports_nothing_is_dropped": ("ops.imports", [{"read": 11}]),
    "job_runs_end_fits_state": (
        "ops.job_runs",
        [{"finished_at": THEN}, {"state": "failed"}],
    ),
    "job_runs_job_is_plain": ("ops.job_runs", [{"job": "Daily"}, {"job": "d" * 61}]),
    "job_runs_state_is_known": ("ops.job_runs", [{"state": "lost", "finished_at": THEN}]),
    "job_runs_step_is_plain": ("ops.job_runs", [{"step": "1"}, {"step": "s" * 61}]),
    "job_runs_wait_events_are_counted": ("ops.job_runs", [{"wait_events": Jsonb([])}]),
    "job_runs_wal_bytes_is_an_amount": ("ops.job_runs", [{"wal_bytes": -1}]),
    "recompute_everyone_reason_is_known": ("ops.recompute_everyone", [{"reason": "people"}]),
}


@pytest.mark.rule(19)
@pytest.mark.parametrize("name", REFUSED)
def test_a_check_refuses_what_it_is_there_for(company: Database, name: str) -> None:
    table, changes = REFUSED[name]
    for change in changes:
        error = violation(company, table, {**PASSING[table], **change})
        assert (error.sqlstate, error.diag.constraint_name) == ("23514", name)


@pytest.mark.rule(19)
def test_a_version_that_came_by_a_file_needs_no_approval_of_ours(company: Database) -> None:
    table = "core.training_versions"
    paper = {"is_imported": True, "state": "inactive", "label": "0"}
    insert(
        company, table, {**PASSING[table], **paper, "activated_at": THEN, "deactivated_at": LATER}
    )
