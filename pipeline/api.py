"""The public SQL functions, one Python function each: they call it and return what it returns.

Every function takes a connection of :mod:`pipeline.database`, whose transaction it joins, and the
arguments of the SQL function without their ``p_``. What they do, return and raise is told in the
SQL function's comment; the block that opened the connection turns what is raised into
:mod:`pipeline.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline.database import many, one

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]


def _query(function: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The call of ``api.<function>`` with what a function here was given, arguments by name."""
    arguments = {name: value for name, value in given.items() if name != "connection"}
    named = ", ".join(f"p_{name} => %({name})s" for name in arguments)
    return f"select * from api.{function}({named})", arguments  # noqa: S608  names of ours


def _row(function: str, given: Mapping[str, Any]) -> Row:
    """The one row that ``api.<function>`` returns."""
    return one(given["connection"], *_query(function, given))


#: What a recertification of everyone, at once, has nothing to tell of.
_IF_GIVEN = ("scope", "effective_on", "scheduled_recertification_id", "run_id", "batches")


def _decision(function: str, given: Mapping[str, Any]) -> Row:
    """A plan or a decision: with scope and day where it has them."""
    row = _row(function, given)
    return {name: row[name] for name in row if name not in _IF_GIVEN or row[name] is not None}


def _value(function: str, given: Mapping[str, Any]) -> Any:
    """The one value that ``api.<function>`` returns."""
    (value,) = _row(function, given).values()
    return value


# --- versions and their recertification -----------------------------------------------------------


def submit_version(
    connection: Connection,
    *,
    training: str,
    label: str,
    content: str,
    sources: list[str],
    change_reason: str,
    objectives: list[str] | None = None,
    addressed_to: str = "quality_admin",
) -> Row:
    """Submit a version for review as the acting user."""
    objectives = objectives or []
    return _row("submit_version", locals())


def approve_version(
    connection: Connection,
    *,
    training: str,
    label: str,
    change_reason: str,
    activate: bool = True,
    recertify_everyone: bool = False,
    plan_digest: str | None = None,
    departments: list[str] | None = None,
    locations: list[str] | None = None,
    from_versions: list[str] | None = None,
    effective_on: date | None = None,
    batch_size: int | None = None,
) -> Row:
    """Approve a pending version, by default activating it, and recertify if asked."""
    return _decision("approve_version", locals())


def activate_version(
    connection: Connection, *, training: str, label: str, change_reason: str
) -> Row:
    """Put a version in force that was approved without activation; recertifies nobody."""
    return _decision("activate_version", locals())


def reject_version(connection: Connection, *, training: str, label: str, change_reason: str) -> Row:
    """Reject a pending version, for good."""
    return _row("reject_version", locals())


def preview_recertification(
    connection: Connection,
    *,
    training: str,
    label: str,
    departments: list[str] | None = None,
    locations: list[str] | None = None,
    from_versions: list[str] | None = None,
    effective_on: date | None = None,
) -> Row:
    """What recertifying for the version would do; changes nothing."""
    return _decision("preview_recertification", locals())


def recertify(
    connection: Connection,
    *,
    training: str,
    label: str,
    change_reason: str,
    plan_digest: str | None = None,
    departments: list[str] | None = None,
    locations: list[str] | None = None,
    from_versions: list[str] | None = None,
    effective_on: date | None = None,
    batch_size: int | None = None,
) -> Row:
    """Re-enrol everyone trained on an earlier version, or some; now, or on a day to come."""
    return _decision("recertify", locals())


def recertification_size(connection: Connection, *, training: str, label: str) -> int:
    """How many rows of evidence recertifying for the version would supersede."""
    return int(_value("recertification_size", locals()))


def claim_recertification(connection: Connection, *, run_id: int) -> int:
    """Claim a recertification in batches for this session; returns its job_run_id."""
    return int(_value("claim_recertification", locals()))


def enrol_recertification_batch(connection: Connection, *, run_id: int, batch_number: int) -> Row:
    """Enrol the people of one batch."""
    return _row("enrol_recertification_batch", locals())


def end_recertification(connection: Connection, *, run_id: int) -> Row:
    """End a recertification whose batches are all enrolled."""
    return _decision("end_recertification", locals())


def decline_recertification(
    connection: Connection, *, training: str, label: str, change_reason: str
) -> Row:
    """Record the decision to recertify nobody for an active version."""
    return _row("decline_recertification", locals())


def cancel_recertification(
    connection: Connection, *, scheduled_recertification_id: int, change_reason: str
) -> Row:
    """Take back a recertification that was stored for a day to come."""
    return _row("cancel_recertification", locals())


def run_scheduled_recertification(
    connection: Connection, *, scheduled_recertification_id: int
) -> Row:
    """Do a recertification whose day has come."""
    return _decision("run_scheduled_recertification", locals())


def resolve_review_task(
    connection: Connection, *, review_task_id: int, resolution: str, change_reason: str
) -> Row:
    """End an open review task."""
    return _row("resolve_review_task", locals())


def compare_versions(connection: Connection, *, training: str, label: str) -> Row:
    """A version beside the one it takes the place of."""
    return _row("compare_versions", locals())


# --- assignments and evidence ---------------------------------------------------------------------


def create_campaign(
    connection: Connection,
    *,
    training: str,
    name: str,
    due_at: datetime,
    change_reason: str,
    employee_numbers: list[str] | None = None,
    departments: list[str] | None = None,
    locations: list[str] | None = None,
    activities: list[str] | None = None,
    plants: list[str] | None = None,
    lines: list[str] | None = None,
    workstations: list[str] | None = None,
    attributes: str | None = None,
) -> Row:
    """Assign a training to people by number or by what they are, with a due date of its own."""
    return _row("create_campaign", locals())


def start_assignment(
    connection: Connection, *, training: str, employee_number: str | None = None
) -> Row:
    """Mark a person's open assignments of a training as in progress."""
    return _row("start_assignment", locals())


def complete_training(
    connection: Connection,
    *,
    training: str,
    score: Decimal | None = None,
    signature_method: str | None = None,
    employee_number: str | None = None,
) -> Row:
    """Record that a person completed the active version of a training, and sign it if asked."""
    return _row("complete_training", locals())


def sign_evidence(
    connection: Connection,
    *,
    training: str,
    signature_method: str,
    evidence_id: int | None = None,
) -> Row:
    """Sign evidence of the acting user's own."""
    return _row("sign_evidence", locals())


def grant_exemption(
    connection: Connection,
    *,
    employee_number: str,
    training: str,
    change_reason: str,
    valid_until: datetime,
) -> Row:
    """Exempt a person from a training until a moment."""
    return _row("grant_exemption", locals())


# --- people ---------------------------------------------------------------------------------------


def upsert_user(
    connection: Connection,
    *,
    employee_number: str,
    full_name: str | None = None,
    email: str | None = None,
    role: str | None = None,
    is_active: bool | None = None,
    department: str | None = None,
    location: str | None = None,
    activity: str | None = None,
    plant: str | None = None,
    line: str | None = None,
    workstation: str | None = None,
    manager: str | None = None,
    attributes: Mapping[str, Any] | None = None,
    db_role: str | None = None,
) -> Row:
    """Record a person or change one; what is None stays, what is blank is cleared."""
    from psycopg.types.json import Jsonb

    given = {name: value for name, value in locals().items() if name != "Jsonb"}
    given["attributes"] = None if attributes is None else Jsonb(attributes)
    return _row("upsert_user", given)


def reactivate_user(connection: Connection, *, employee_number: str, change_reason: str) -> Row:
    """Make somebody active again, with the assignments that they missed."""
    return _row("reactivate_user", locals())


# --- what the calendar makes true -----------------------------------------------------------------


def scan_overdue(connection: Connection) -> Row:
    """Mark the open assignments that are overdue, clear those that no longer are."""
    return _row("scan_overdue", locals())


def scan_expiry(connection: Connection) -> Row:
    """Flag evidence that has expired, and enrol its people anew."""
    return _row("scan_expiry", locals())


def preview_expiry(connection: Connection, *, within_days: int = 0) -> list[Row]:
    """For each training the evidence that will have expired by then; changes nothing."""
    return list(many(connection, *_query("preview_expiry", locals())))


def recompute_assignments(
    connection: Connection, *, employee_number: str | None = None, queued_only: bool = False
) -> Row:
    """Apply the assignment rules to everybody, to one person, or to those who changed."""
    return _row("recompute_assignments", locals())


def write_reminders(connection: Connection) -> Row:
    """Write the reminders that are due."""
    return _row("write_reminders", locals())


def claim_notifications(connection: Connection) -> list[int]:
    """The reminders that wait, as notification_ids: nobody else's until this transaction ends."""
    return list(_value("claim_notifications", locals()))


def export_notifications(
    connection: Connection, *, notification_ids: list[int] | None = None
) -> list[Row]:
    """Mark reminders that wait as handed over, when this transaction commits; returns them."""
    return list(many(connection, *_query("export_notifications", locals())))


def claim_job(connection: Connection, *, job: str) -> int:
    """Claim a job for this session; returns how many steps a former one left interrupted."""
    return int(_value("claim_job", locals()))


def begin_job_step(connection: Connection, *, job: str, step: str) -> int:
    """Record that a step of a job begins; returns its job_run_id."""
    return int(_value("begin_job_step", locals()))


def end_job_step(
    connection: Connection,
    *,
    job_run_id: int,
    state: str,
    result: Mapping[str, Any] | None = None,
    sqlstate: str | None = None,
    message: str | None = None,
) -> None:
    """Record how a step of a job ended."""
    from psycopg.types.json import Jsonb

    given = {name: value for name, value in locals().items() if name != "Jsonb"}
    given["result"] = None if result is None else Jsonb(result)
    _value("end_job_step", given)


def record_job_waits(
    connection: Connection, *, job_run_id: int, wait_events: Mapping[str, int]
) -> None:
    """Note what the sessions of a running step were at so far."""
    from psycopg.types.json import Jsonb

    given = {name: value for name, value in locals().items() if name != "Jsonb"}
    given["wait_events"] = Jsonb(wait_events)
    _value("record_job_waits", given)


# --- imports, reports and proof -------------------------------------------------------------------


def begin_import(
    connection: Connection, *, kind: str, file_name: str, column_names: list[str]
) -> int:
    """Begin the import of a file with these columns; returns the import_id."""
    return int(_value("begin_import", locals()))


def load_import(connection: Connection, *, import_id: int, partial: bool, file_sha256: str) -> Row:
    """Judge the staged rows of an import and load them; the counts, audit_seq among them."""
    return _row("load_import", locals())


def end_import(connection: Connection, *, import_id: int) -> None:
    """Empty the tables of an import, whose rejected rows have been read by then."""
    _value("end_import", locals())


def begin_report_build(connection: Connection) -> None:
    """Begin a build of the marts: nobody else begins one until this session ends."""
    _value("begin_report_build", locals())


def fail_report_build(
    connection: Connection, *, build_id: str, state: str, message: str, failed: list[str]
) -> bool:
    """Record that a build ended without marts; False when it is recorded already."""
    return bool(_value("fail_report_build", locals()))


def begin_backup(connection: Connection, *, file_name: str) -> int:
    """Record that a backup of the database begins; returns audit_seq."""
    return int(_value("begin_backup", locals()))


def record_audit_export(connection: Connection, *, seq: int, hash: str) -> int:  # noqa: A002  named as in SQL
    """Record that the audit log was exported up to this row; returns audit_seq."""
    return int(_value("record_audit_export", locals()))


def record_report_export(
    connection: Connection,
    *,
    kind: str,
    name: str,
    scope: dict[str, Any],
    head_seq: int,
    head_hash: str,
    sha256: str | None = None,
) -> int:
    """Record that a pack, a site or a mart was handed out; returns audit_seq."""
    from psycopg.types.json import Jsonb

    given = {name: value for name, value in locals().items() if name != "Jsonb"}
    given["scope"] = Jsonb(scope)
    return int(_value("record_report_export", given))


def verify_audit_chain(
    connection: Connection,
    *,
    anchor_seqs: list[int] | None = None,
    anchor_hashes: list[str] | None = None,
) -> Row:
    """Check the whole audit log, its end and anchors of it: see :mod:`pipeline.verdicts`."""
    return _row("verify_audit_chain", locals())


def check_invariants(connection: Connection, *, deep: bool = False) -> list[Row]:
    """Check what must always hold, a row a check: see :mod:`pipeline.verdicts`."""
    return list(many(connection, *_query("check_invariants", locals())))
