"""Guards that a foreign key refuses a row without its parent, and a key a second row."""

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
    THEN,
    violation,
)

NOBODY = 999_999_999

#: For each foreign key what has no parent: a change to a row whose parents are all there.
ORPHANED: dict[str, tuple[str, dict[str, Any]]] = {
    "campaign_launches_actor_fkey": ("core.campaign_launches", {"launched_by": NOBODY}),
    "campaign_launches_campaign_fkey": ("core.campaign_launches", {"campaign_id": NOBODY}),
    "campaigns_creator_fkey": ("core.campaigns", {"created_by": NOBODY}),
    "campaigns_version_fkey": ("core.campaigns", {"version_id": NOBODY}),
    "exemptions_granter_fkey": ("core.exemptions", {"granted_by": NOBODY}),
    "exemptions_training_fkey": ("core.exemptions", {"training_id": NOBODY}),
    "exemptions_user_fkey": ("core.exemptions", {"user_id": NOBODY}),
    "notifications_assignment_fkey": ("core.notifications", {"user_id": 2}),
    "notifications_copied_fkey": ("core.notifications", {"copied_to_id": NOBODY}),
    "outdated_sources_document_fkey": ("core.outdated_sources", {"revision": "B"}),
    "outdated_sources_task_fkey": ("core.outdated_sources", {"review_task_id": NOBODY}),
    "outdated_sources_version_fkey": ("core.outdated_sources", {"version_id": NOBODY}),
    "recertification_batches_run_fkey": ("core.recertification_batches", {"run_id": NOBODY}),
    "recertification_runs_actor_fkey": ("core.recertification_runs", {"run_by": NOBODY}),
    "recertification_runs_campaign_fkey": ("core.recertification_runs", {"campaign_id": NOBODY}),
    "recompute_queue_user_fkey": ("core.recompute_queue", {"user_id": NOBODY}),
    "review_tasks_opener_fkey": ("core.review_tasks", {"opened_by": NOBODY}),
    "review_tasks_resolver_fkey": ("core.review_tasks", {"resolved_by": NOBODY}),
    "review_tasks_version_fkey": ("core.review_tasks", {"version_id": NOBODY}),
    "rule_history_rule_fkey": ("core.rule_history", {"rule_id": NOBODY}),
    "scheduled_recertifications_decider_fkey": (
        "core.scheduled_recertifications",
        {"decided_by": NOBODY},
    ),
    "scheduled_recertifications_ender_fkey": (
        "core.scheduled_recertifications",
        {"state": "cancelled", "ended_at": THEN, "ended_by": NOBODY},
    ),
    "scheduled_recertifications_run_fkey": (
        "core.scheduled_recertifications",
        {"state": "done", "ended_at": THEN, "run_id": NOBODY},
    ),
    "scheduled_recertifications_version_fkey": (
        "core.scheduled_recertifications",
        {"version_id": NOBODY},
    ),
    "signatures_evidence_fkey": ("core.signatures", {"user_id": 2}),
    "signatures_import_fkey": ("core.signatures", {"import_id": NOBODY}),
    "training_history_training_fkey": ("core.training_history", {"training_id": NOBODY}),
    "training_versions_approver_fkey": (
        "core.training_versions",
        {**APPROVAL, "label": "2", "approved_by": NOBODY},
    ),
    "training_versions_author_fkey": (
        "core.training_versions",
        {"label": "2", "author_id": NOBODY},
    ),
    "training_versions_rejecter_fkey": (
        "core.training_versions",
        {**REJECTION, "label": "2", "rejected_by": NOBODY},
    ),
    "training_versions_training_fkey": ("core.training_versions", {"training_id": NOBODY}),
    "user_history_user_fkey": ("core.user_history", {"user_id": NOBODY}),
    "users_manager_fkey": ("core.users", {"manager_id": NOBODY}),
    "version_sources_version_fkey": ("core.version_sources", {"version_id": NOBODY}),
    "catalogue_installation_fkey": ("ops.catalogue", {"installation_id": NOBODY}),
    "imports_starter_fkey": ("ops.imports", {"started_by": NOBODY}),
}

#: For each key two rows that it tells apart, as changes to a row that passes: no other key does.
ALIKE: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "head_pkey": ("audit.head", {"seq": 1}, {"seq": 2}),
    "log_pkey": ("audit.log", {"seq": 1000}, {"seq": 1000}),
    "assignment_rules_pkey": (
        "core.assignment_rules",
        {"rule_id": 1000, "name": "One"},
        {"rule_id": 1000, "name": "Two"},
    ),
    "assignment_rules_name_key": ("core.assignment_rules", {"name": "One"}, {"name": "One"}),
    "assignments_pkey": ("core.assignments", {"user_id": 3}, {"user_id": 3, "due_at": LATER}),
    "campaign_exceptions_pkey": ("core.campaign_exceptions", {}, {"outcome": "inactive"}),
    "campaign_launches_pkey": ("core.campaign_launches", {}, {"launched_at": LATER}),
    "campaigns_pkey": (
        "core.campaigns",
        {"campaign_id": 1000, "name": "One"},
        {"campaign_id": 1000, "name": "Two"},
    ),
    "campaigns_name_key": ("core.campaigns", {"due_at": THEN}, {"due_at": LATER}),
    "campaigns_one_recertification": (
        "core.campaigns",
        {"kind": "recertification", "version_id": 1000, "name": "One"},
        {"kind": "recertification", "version_id": 1000, "name": "Two"},
    ),
    "documents_pkey": ("core.documents", {"document": "SOP-2"}, {"document": "SOP-2"}),
    "evidence_pkey": (
        "core.evidence",
        {"evidence_id": 1000},
        {"evidence_id": 1000, "score": 81},
    ),
    "exemptions_pkey": (
        "core.exemptions",
        {"exemption_id": 1000},
        {"exemption_id": 1000, "training_id": 2},
    ),
    "notifications_pkey": (
        "core.notifications",
        {"notification_id": 1000},
        {"notification_id": 1000, "kind": "due_in_1_day"},
    ),
    "notifications_kind_key": ("core.notifications", {"due_at": THEN}, {"due_at": LATER}),
    "outdated_sources_pkey": ("core.outdated_sources", {}, {"review_task_id": 2}),
    "recertification_exceptions_pkey": (
        "core.recertification_exceptions",
        {},
        {"outcome": "inactive"},
    ),
    "recertification_batches_pkey": ("core.recertification_batches", {}, {}),
    "recertification_runs_begun_key": (
        "core.recertification_runs",
        {"begun_audit_seq": 7, "run_at": THEN},
        {"begun_audit_seq": 7, "run_at": LATER},
    ),
    "recertification_runs_one_enrolling": (
        "core.recertification_runs",
        {"is_enrolling": True, "run_at": THEN},
        {"is_enrolling": True, "run_at": LATER},
    ),
    "recertification_runs_pkey": (
        "core.recertification_runs",
        {"run_id": 1000},
        {"run_id": 1000, "run_at": LATER},
    ),
    "recertification_runs_moment_key": ("core.recertification_runs", {}, {"plan_digest": "2"}),
    "recompute_queue_pkey": (
        "core.recompute_queue",
        {"user_id": 1000},
        {"user_id": 1000, "queued_at": LATER},
    ),
    "review_tasks_pkey": (
        "core.review_tasks",
        {"review_task_id": 1000},
        {"review_task_id": 1000, "task_type": "recert_decision"},
    ),
    "review_tasks_one_open": (
        "core.review_tasks",
        {"version_id": 1000},
        {"version_id": 1000, "opened_at": LATER},
    ),
    "rule_history_pkey": ("core.rule_history", {}, {"record": Jsonb([])}),
    "scheduled_recertifications_pkey": (
        "core.scheduled_recertifications",
        {"scheduled_recertification_id": 1000},
        {"scheduled_recertification_id": 1000, "version_id": 2},
    ),
    "scheduled_recertifications_one_planned": (
        "core.scheduled_recertifications",
        {"plan_digest": "1"},
        {"plan_digest": "2"},
    ),
    "signatures_pkey": (
        "core.signatures",
        {"signature_id": 1000},
        {"signature_id": 1000, "evidence_id": 2},
    ),
    "signatures_evidence_key": ("core.signatures", {}, {"method": "click_to_confirm"}),
    "training_history_pkey": ("core.training_history", {}, {"record": Jsonb([])}),
    "training_versions_pkey": (
        "core.training_versions",
        {"version_id": 1000, "label": "2"},
        {"version_id": 1000, "label": "3"},
    ),
    "training_versions_label_key": (
        "core.training_versions",
        {"label": "2"},
        {"label": "2", "content": "# Other"},
    ),
    "training_versions_one_active": (
        "core.training_versions",
        {**IN_FORCE, "training_id": 1000, "label": "2"},
        {**IN_FORCE, "training_id": 1000, "label": "3"},
    ),
    "trainings_pkey": (
        "core.trainings",
        {"training_id": 1000, "name": "One"},
        {"training_id": 1000, "name": "Two"},
    ),
    "trainings_name_key": ("core.trainings", {}, {"category": "Safety"}),
    "trainings_name_is_told_apart": ("core.trainings", {"name": "One A"}, {"name": "ONEa"}),
    "user_history_pkey": ("core.user_history", {}, {"record": Jsonb([])}),
    "users_pkey": (
        "core.users",
        {"user_id": 1000, "employee_number": "N-1"},
        {"user_id": 1000, "employee_number": "N-2"},
    ),
    "users_employee_number_key": ("core.users", {}, {"full_name": "Other"}),
    "users_db_role_key": (
        "core.users",
        {"employee_number": "N-1", "db_role": "one"},
        {"employee_number": "N-2", "db_role": "one"},
    ),
    "version_sources_key": (
        "core.version_sources",
        {"version_id": 1000, "revision": None},
        {"version_id": 1000, "revision": None},
    ),
    "imports_pkey": (
        "ops.imports",
        {"import_id": 1000},
        {"import_id": 1000, "file_name": "b.csv"},
    ),
    "job_runs_pkey": ("ops.job_runs", {"job_run_id": 1000}, {"job_run_id": 1000, "step": "b"}),
    "catalogue_pkey": ("ops.catalogue", {}, {"definition": "b"}),
    "installations_pkey": (
        "ops.installations",
        {"installation_id": 1000},
        {"installation_id": 1000, "command_version": "2"},
    ),
    "migrations_pkey": ("ops.migrations", {"name": "a"}, {"name": "b"}),
    "migrations_name_key": (
        "ops.migrations",
        {"migration_number": 1000},
        {"migration_number": 1001},
    ),
    "objects_pkey": ("ops.objects", {}, {"checksum": "b"}),
    "recompute_everyone_pkey": ("ops.recompute_everyone", {}, {"queued_at": THEN}),
}


@pytest.mark.rule(19)
@pytest.mark.parametrize("name", ORPHANED)
def test_a_foreign_key_refuses_a_row_without_its_parent(company: Database, name: str) -> None:
    table, change = ORPHANED[name]
    error = violation(company, table, {**PASSING[table], **change})
    assert (error.sqlstate, error.diag.constraint_name) == ("23503", name)


@pytest.mark.rule(19)
@pytest.mark.parametrize("name", ALIKE)
def test_a_key_refuses_a_second_row(company: Database, name: str) -> None:
    table, one, other = ALIKE[name]
    whole = {**PASSING[table], **one, **other}
    error = violation(company, table, {**whole, **one}, whole)
    assert (error.sqlstate, error.diag.constraint_name) == ("23505", name)
