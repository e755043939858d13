"""Every public function that not everybody may call, and a company on which each call works."""

from __future__ import annotations

from dataclasses import dataclass

from tests.company import REASON, Database
from tests.functions.scoping import come, store

#: Who tries: the person of each role, and a service login that names nobody.
PEOPLE = {
    "employee": "E-1",
    "team_lead": "L-1",
    "hr_admin": "H-1",
    "quality_admin": "Q-1",
    "corporate_admin": "C-1",
    "auditor": "D-1",
    "system": None,
}

EVERYBODY = frozenset(PEOPLE)
DECIDERS = frozenset({"quality_admin", "corporate_admin"})
ADMINS = DECIDERS | {"hr_admin"}
IMPORTERS = ADMINS | {"system"}
PERSONS = EVERYBODY - {"system"}


@dataclass(frozen=True)
class Call:
    """A call that works for these roles, and is refused to all others.

    ``before`` is done first by scheduled work, which may. ``waits`` tells that the call waits for
    changes of people that are under way: its caller may lose the right by them.
    """

    query: str
    may: frozenset[str]
    before: str = ""
    waits: bool = True

    def __str__(self) -> str:
        return self.query.removeprefix("api.")[:50]

    @property
    def function(self) -> str:
        return self.query.partition("api.")[2].partition("(")[0]


WHY = f"'{REASON}'"
DECISION = (
    "(select min(review_task_id) from core.review_tasks"
    " where state = 'open' and task_type = 'recert_decision')"
)
OUTDATED = DECISION.replace("recert_decision", "source_outdated")
STORED = "(select scheduled_recertification_id from core.scheduled_recertifications)"
IMPORT = "(select max(import_id) from ops.imports)"
STAGED = (
    "select api.begin_import('documents', 'd.csv', array['document', 'revision', 'effective_at']);"
    " insert into ops.staged_documents (import_id, line_number, document, revision, effective_at)"
    f" select {IMPORT}, 2, 'SOP-017', 'D', '2026-01-05'"
)

CALLS = [
    Call(f"api.approve_version('Lockout', '3', {WHY})", DECIDERS),
    Call(f"api.activate_version('Lockout', '2', {WHY})", DECIDERS),
    Call(f"api.reject_version('Lockout', '3', {WHY})", DECIDERS),
    Call(f"api.recertify('Lockout', '1', {WHY})", DECIDERS),
    Call(f"api.decline_recertification('Lockout', '1', {WHY})", DECIDERS),
    Call(f"api.cancel_recertification({STORED}, {WHY})", DECIDERS),
    Call(f"api.resolve_review_task({DECISION}, 'decline', {WHY})", DECIDERS),
    Call(f"api.resolve_review_task({OUTDATED}, 'no_change_needed', {WHY})", DECIDERS),
    Call(f"api.grant_exemption('E-1', 'Lockout', {WHY}, now() + interval '9 days')", DECIDERS),
    Call(
        f"api.create_campaign('Lockout', 'May', now() + interval '9 days', {WHY}, array['E-1'])",
        ADMINS,
    ),
    Call(f"api.submit_version('Lockout', '9', '#', array['SOP-1'], {WHY})", PERSONS),
    Call("api.start_assignment('Lockout', 'E-1')", ADMINS | {"employee", "team_lead"}),
    Call("api.complete_training('Lockout', 90, null, 'E-1')", ADMINS | {"employee", "team_lead"}),
    Call("api.complete_training('Lockout', 90, 'drawn', 'E-1')", frozenset({"employee"})),
    Call("api.complete_training('Lockout', 90, 'drawn')", PERSONS),
    Call("api.sign_evidence('Lockout', 'drawn')", PERSONS),
    Call(f"api.run_scheduled_recertification({STORED})", IMPORTERS),
    Call("api.upsert_user('E-1', p_department => 'Stores')", IMPORTERS),
    Call(f"api.reactivate_user('X-1', {WHY})", IMPORTERS),
    Call("api.scan_overdue()", IMPORTERS, waits=False),
    Call("api.scan_expiry()", IMPORTERS),
    Call("api.recompute_assignments()", IMPORTERS),
    Call("api.write_reminders()", IMPORTERS),
    Call("api.claim_notifications()", IMPORTERS, waits=False),
    Call("api.export_notifications()", IMPORTERS, waits=False),
    Call(
        "api.begin_import('users', 'f.csv', array['employee_number', 'full_name'])",
        IMPORTERS,
        waits=False,
    ),
    Call(f"api.load_import({IMPORT})", IMPORTERS, before=STAGED),
    Call("api.begin_backup('f.dump')", IMPORTERS, waits=False),
    Call("api.claim_job('daily')", IMPORTERS, waits=False),
    Call("api.begin_job_step('daily', 'overdue_scan')", IMPORTERS, waits=False),
    Call(
        "api.end_job_step((select max(job_run_id) from ops.job_runs), 'succeeded')",
        IMPORTERS,
        before="select api.begin_job_step('daily', 'overdue_scan')",
        waits=False,
    ),
]

#: What reads, or records that something was read or built: whoever may call it at all.
OF_EVERYBODY = {
    *("acting_user", "check_invariants", "compare_versions", "preview_expiry"),
    *("preview_recertification", "verify_audit_chain", "record_audit_export"),
    *("begin_report_build", "record_report_build"),
    "end_import",  # of the import that this transaction has begun
}


def fill(database: Database) -> None:
    """Of Lockout, version 1 is in force and not decided about, 2 is approved, and 3 pending."""
    database.deciders()
    for role, number in PEOPLE.items():
        if number is not None and number != "Q-1":
            database.user(number, role)
    lead = database.user_id("L-1")
    database.execute("update core.users set manager_id = %s where employee_number = 'E-1'", lead)
    database.user("X-1", is_active=False)
    for training in ("Lockout", "Gowning"):
        database.training(training)
        database.activate("0", training)
        database.evidence("E-1", "0", training)
        database.activate("1", training)
    for number in PEOPLE.values():
        if number is not None and number != "E-1":
            database.evidence(number, "1")
    come(database, store(database, "1", training="Gowning"))
    database.submit("2")
    database.approve("2", activate=False)
    database.submit("3")
    database.act_as("Q-1")
    database.execute(
        "select api.create_campaign('Lockout', 'April', now() + interval '9 days', %s,"
        " array['E-1'])",
        REASON,
    )
    database.act_as(None)
    with database.connection.transaction():
        database.execute(f"{STAGED}; select api.load_import({IMPORT})")
