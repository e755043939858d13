"""The registers of the site: which tables there are, and which columns each has."""

from __future__ import annotations

from pipeline.reports.site.tables import Column, Table
from pipeline.reports.site.words import REQUIRED


def person(name: str = "employee_number", title: str = "person") -> Column:
    """A column with a person's number, which leads to their page."""
    return Column(name, title=title, link="people", key="user_id")


def training() -> Column:
    """A column with a training, which leads to its page."""
    return Column("training", link="trainings", key="training_id")


def counted(*statuses: str, name: str = "") -> Column:
    """A column with the number of those who have one of these statuses."""
    return Column(name or statuses[0], "number", counts=statuses)


_COUNTS = (
    counted(*REQUIRED, name="required"),
    *(counted(name) for name in (*REQUIRED, "exempt")),
)


def _columns(*given: Column | str) -> tuple[Column, ...]:
    """Columns as they are told below: a name, or a name and a kind behind a colon."""
    columns = []
    for column in given:
        if isinstance(column, str):
            name, _, kind = column.partition(":")
            columns.append(Column(name, kind or "text"))
        else:
            columns.append(column)
    return tuple(columns)


TABLES = (
    Table(
        "status",
        "Status of people",
        "Who is compliant with what, at the moment of the build: a row for each person and "
        "training for which there is an obligation or evidence.",
        "mart_compliance.user_training_status",
        _columns(
            person(), "full_name", "department", "location",
            Column("is_active", title="active"), training(), "compliance_status:status",
            "active_version", "evidence_version", "evidence_completed_at:time",
            Column("recertification_status", "status", "evidence flag"), "campaign",
            "assignment_status:status", "due_at:time", "overdue_since:time",
            Column("bucket", "status", "overdue for"),
        ),
        "employee_number",
        is_per_person=True,
    ),
    Table(
        "people",
        "People",
        "Everybody, also those who have left. The numbers count the trainings of each person.",
        "mart_compliance.dim_user",
        _columns(
            person(), "full_name", "role:status", Column("is_active", title="active"),
            "department", "location", "line", "manager", counted("compliant"),
            counted("due", "in_grace", name="open"), counted("overdue"), counted("expired"),
        ),
        "employee_number",
        is_per_person=True,
        identified_by=("employee_number",),
    ),
    Table(
        "evidence",
        "Evidence register",
        "All evidence, the superseded and expired too: a row for each record. Nothing is ever "
        "deleted from it.",
        "mart_audit.evidence_register",
        _columns(
            "evidence_id:id", person(), "full_name", training(), "version", "completed_at:time",
            "recorded_at:time", "score:number",
            Column("recertification_status", "status", "flag"), "expired_at:time",
            "superseded_at:time", "superseded_by_campaign",
            Column("is_imported", title="imported"),
            Column("is_signed", title="signed"), "content_sha256:hash",
        ),
        "-recorded_at",
        is_per_person=True,
    ),
    Table(
        "assignments",
        "Assignments",
        "Who was assigned what, and what became of it: a row for each assignment of every "
        "campaign.",
        "mart_compliance.fct_assignment",
        _columns(
            person(), "full_name", "department", Column("is_active", title="active"), training(),
            "version",
            Column("campaign", link="recertifications", key="recertification_id"),
            "kind:status", "standing:status", "status:status", "assigned_at:time",
            "started_at:time", "due_at:time", "overdue_since:time", "completed_at:time",
            "days_to_complete:number", Column("is_imported", title="imported"),
        ),
        "-assigned_at",
        is_per_person=True,
    ),
    Table(
        "signatures",
        "Signatures",
        "Every electronic signature with the text that was shown and signed, word for word.",
        "mart_audit.signature_register",
        _columns(
            "signature_id:id", "signed_at:time", person(), "full_name", training(), "version",
            "evidence_id:id", "completed_at:time", "method:status", "manifestation:long",
            "client_addr", Column("is_by_import", title="by import"), "file_name",
        ),
        "-signed_at",
        is_per_person=True,
    ),
    Table(
        "exemptions",
        "Exemptions",
        "Who need not take what, until when, and who said so and why; the ended ones too.",
        "mart_audit.exemption_register",
        _columns(
            "exemption_id:id", person(), "full_name", training(),
            Column("is_in_force", title="in force"), "granted_at:time", "valid_until:time",
            "granted_by", "granted_by_name", "reason:long",
        ),
        "-granted_at",
        is_per_person=True,
    ),
    Table(
        "expiring",
        "Expiring evidence",
        "Evidence that expires within 90 days of the build, or waits for the next scan.",
        "mart_compliance.expiring_evidence",
        _columns(
            person(), "full_name", "department", "location", training(), "version",
            "completed_at:time", "expires_at:time", "within_days:number",
            Column("is_leading", title="status stands on it"),
        ),
        "expires_at",
        is_per_person=True,
    ),
    Table(
        "trainings",
        "Trainings",
        "What must be learnt, and how compliant people are with it. A name leads to versions, "
        "decisions and exposure.",
        "mart_compliance.compliance_by_training",
        _columns(
            training(), "category", "active_version", "active_since:time",
            Column("percent_compliant", "number", "% compliant"), *_COUNTS, "versions:number",
            Column("versions_pending_review", "number", "pending review"),
            Column("requires_signature", title="signature"),
        ),
        "training",
        identified_by=("training",),
    ),
    Table(
        "recertifications",
        "Recertifications",
        "Each recertification: who decided it and why, and how far it is. A name leads to what "
        "was done with each person.",
        "mart_compliance.recertification_campaigns",
        _columns(
            Column("campaign", link="recertifications", key="campaign_id"), training(), "version",
            "run_by", "change_reason:long", "first_run_at:time", "due_at:time", "state:status",
            "runs:number", "population:number", "assigned:number", "completed:number",
            "open:number", "overdue:number",
            Column("percent_completed", "number", "% completed"), "evidence_superseded:number",
        ),
        "-first_run_at",
    ),
    Table(
        "cells",
        "Departments and trainings",
        "The compliance matrix as a table: a row for each department and training that concerns "
        "somebody there. People who have left are not counted.",
        "mart_compliance.compliance_matrix",
        _columns(
            "department", training(), Column("percent_compliant", "number", "% compliant"),
            *_COUNTS, counted("not_required"),
        ),
        "department",
        identified_by=("department", "training"),
    ),
    Table(
        "exposure",
        "Exposure",
        "For how long people were without evidence on a version in force that concerned them, "
        "by version and department.",
        "mart_compliance.untrained_exposure",
        _columns(
            training(), "version", "department", "activated_at:time", "deactivated_at:time",
            "people:number", "person_days:number", "people_still_exposed:number",
            "longest_days:number",
        ),
        "-person_days",
    ),
    Table(
        "approvals",
        "Approvals",
        "Every approval and rejection of a version: who decided, whose it is, and why. Versions "
        "that a history import brought into force are here, too: nobody approved them here.",
        "mart_audit.approval_register",
        _columns(
            training(), "version", "decision:status", "state:status", "author", "author_name",
            "decided_by", "decided_by_name",
            Column("decided_by_role", "status", "their role then"), "reason:long",
            "sources:long", "submitted_at:time", "decided_at:time", "days_waited:number",
            "activated_at:time", "deactivated_at:time", Column("is_imported", title="imported"),
        ),
        "-decided_at",
    ),
    Table(
        "audit",
        "Audit trail",
        "Who did what, when and why: a row for each row of the audit log. Each hash is made of "
        "the one before and the payload; the export of the log has both, for verifying.",
        "mart_audit.audit_trail",
        _columns(
            "seq:id", "occurred_at:time", "actor", "actor_name", "action:status", "entity_type",
            "entity_id", training(), "sentence:long", "change_reason:long", "before:long",
            "after:long", "db_role", "client_addr", "hash:hash",
        ),
        "-seq",
    ),
    Table(
        "controls",
        "Controls",
        "What has to be true of the record, and what came of looking at all of it in this build.",
        "mart_audit.control_checks",
        _columns(
            "result:status", "name", "severity", "shows:long", "checked:number", "failed:number",
            "accepted:number", "accepted_until", "failed_ids:long", "note:long", "owner", "rule",
            "control_id",
        ),
        "result",
    ),
    Table(
        "imports",
        "Imports",
        "Every load of a file: which, by whom, and what came of it.",
        "mart_audit.import_register",
        _columns(
            "import_id:id", "imported_at:time", "kind", "file_name", "imported_by",
            "imported_by_name", "rows_read:number", "inserted:number", "updated:number",
            "skipped:number", "rejected:number", Column("is_partial", title="partial"),
            "audit_seq:id", "file_sha256:hash",
        ),
        "-import_id",
    ),
)  # fmt: skip

#: The people of one recertification: a table on its page, not a page of its own.
OUTCOMES = Table(
    "outcomes",
    "What became of everybody",
    "",
    "mart_audit.recertification_ledger",
    _columns(
        person(), "full_name", "department", "location", Column("is_active", title="active"),
        "outcome:status", "runs:number", "first_run_at:time",
        Column("standing", "status", "assignment"), "assigned_at:time", "due_at:time",
        "completed_at:time",
    ),
    "employee_number",
    is_per_person=True,
)  # fmt: skip
