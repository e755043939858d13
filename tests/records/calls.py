"""A call of every public function, who may make it, and a company on which each works."""

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
PERSONS = EVERYBODY - {"system"}
DECIDERS = frozenset({"quality_admin", "corporate_admin"})
ADMINS = DECIDERS | {"hr_admin"}
IMPORTERS = ADMINS | {"system"}
#: Who reads the audit log.
READERS = IMPORTERS | {"auditor"}


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
        return self.query.removeprefix("api.").partition("(")[0]


WHY = f"'{REASON}'"
# no login may read the tables behind these, so what a call needs is read in the views
DECISION = (
    "(select min(review_task_id) from api.review_queue"
    " where state = 'open' and task_type = 'recert_decision')"
)
OUTDATED = DECISION.replace("recert_decision", "source_outdated")
STORED = "(select scheduled_recertification_id from api.scheduled_recertifications)"
BEGUN = "(select run_id from api.recertification_batches where training = 'Forklift')"
ENROLLED = BEGUN.replace("Forklift", "Ladders")
STEP = "select set_config('test.step', api.begin_job_step('daily', 'overdue_scan')::text, true)"
BUILDING = "select api.open_report_build('x', 'd')"
IMPORT = "current_setting('test.import')::bigint"
STAGED = (
    "select set_config('test.import', api.begin_import('documents', 'd.csv',"
    " array['document', 'revision', 'effective_at'])::text, true);"
    " insert into ops.staged_documents (import_id, line_number, document, revision, effective_at)"
    f" select {IMPORT}, 2, 'SOP-017', 'D', '2026-01-05'"
)
LOADED = f"{STAGED}; select api.load_import({IMPORT})"

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
    Call(f"api.claim_recertification({BEGUN})", IMPORTERS, waits=False),
    Call(f"api.enrol_recertification_batch({BEGUN}, 1)", IMPORTERS),
    Call(f"api.end_recertification({ENROLLED})", IMPORTERS),
    Call("api.recertification_size('Lockout', '2')", EVERYBODY, waits=False),
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
        "api.end_job_step(current_setting('test.step')::bigint, 'succeeded', '{}')",
        IMPORTERS,
        before=STEP,
        waits=False,
    ),
    Call(
        "api.record_job_waits(current_setting('test.step')::bigint, '{\"CPU\": 1}')",
        IMPORTERS,
        before=STEP,
        waits=False,
    ),
    Call(
        "api.record_audit_export(1, (select hash from api.audit_log where seq = 1))",
        READERS,
        waits=False,
    ),
    Call(
        "api.record_report_export('pack', 'f.zip', '{}', 1,"
        " (select hash from api.audit_log where seq = 1))",
        READERS,
        waits=False,
    ),
    # of the import that the transaction has begun
    Call(f"api.end_import({IMPORT})", EVERYBODY, before=LOADED, waits=False),
    # open to the role of those who build
    Call("api.begin_report_build()", EVERYBODY, waits=False),
    Call("api.open_report_build('x', 'd')", EVERYBODY, waits=False),
    Call(
        "api.record_report_build('x', 1, 1, 0, '{}', now(), 0, repeat('0', 64))",
        EVERYBODY,
        before=BUILDING,
        waits=False,
    ),
    Call("api.fail_report_build('x', 'failed', 'Lost')", EVERYBODY, waits=False),
    Call("api.compliance_as_of('2026-01-01')", READERS, waits=False),
    Call("api.acting_user()", EVERYBODY, waits=False),
    Call("api.check_invariants(true)", EVERYBODY, waits=False),
    Call("api.compare_versions('Lockout', '2')", EVERYBODY, waits=False),
    Call("api.preview_expiry(30)", EVERYBODY, waits=False),
    Call("api.preview_recertification('Lockout', '2')", EVERYBODY, waits=False),
    Call("api.verify_audit_chain(array[1], array[''])", EVERYBODY, waits=False),
]


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
    for training in ("Forklift", "Ladders"):
        database.training(training)
        database.activate("0", training)
        database.evidence("E-1", "0", training)
        database.activate("1", training)
        run = database.recertify("1", training, batch_size=1)
    database.execute("select api.enrol_recertification_batch(%s, 1)", run["run_id"])
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
        database.execute(LOADED)
