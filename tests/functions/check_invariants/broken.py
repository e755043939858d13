"""What breaks the invariant of each check, behind the guards."""

from __future__ import annotations

from tests.company import moved

#: A person who decided nothing.
SOMEBODY = "(select user_id from core.users where employee_number = 'E-5')"

#: For each check what breaks its invariant: the tables whose guards are off, and the statements,
#: each on a line of its own, as a cluster takes one at a time.
BROKEN: list[tuple[str, list[str], str]] = [
    (
        "one_active_version",
        ["core.training_versions"],
        "drop index core.training_versions_one_active;\n"
        " update core.training_versions set state = 'active', deactivated_at = null"
        " where label = '1'",
    ),
    (
        "pending_versions_are_queued",
        ["core.review_tasks"],
        "update core.review_tasks set state = 'resolved', resolved_at = now(), resolution = 'x'"
        " where state = 'open' and task_type = 'version_approval'",
    ),
    (
        "pending_versions_are_queued",
        ["core.training_versions"],
        "update core.training_versions set state = 'draft' where state = 'pending_review'",
    ),
    *(
        (
            "recertification_counts",
            ["core.recertification_runs"],
            "alter table core.recertification_runs"
            " drop constraint recertification_runs_nobody_is_dropped;\n"
            f" update core.recertification_runs set {count} = {count} + 1 where run_id = 1",
        )
        for count in (
            *("population", "created", "already_enrolled", "already_current", "inactive"),
            *("exempt", "evidence_superseded"),
        )
    ),
    (
        "recertification_counts",
        ["core.recertification_runs"],
        "update core.recertification_runs set plan_digest = 'x' where run_id = 1",
    ),
    (
        "recertification_counts",
        ["core.assignments"],
        "delete from core.assignments where user_id = (select min(user_id) from core.assignments)",
    ),
    (
        "recertification_counts",
        ["core.recertification_exceptions"],
        "delete from core.recertification_exceptions where outcome = 'exempt'",
    ),
    (
        "superseded_has_campaign",
        ["core.evidence"],
        "update core.evidence set superseded_by_campaign_id = null where user_id ="
        " (select min(user_id) from core.evidence)",
    ),
    (
        "superseded_has_campaign",
        ["core.evidence"],
        "update core.evidence set superseded_by_campaign_id = 999 where user_id ="
        " (select min(user_id) from core.evidence)",
    ),
    (
        "superseded_has_campaign",
        ["core.evidence"],
        f"update core.evidence set {moved('superseded_at', '-1 s')} where user_id ="
        " (select min(user_id) from core.evidence)",
    ),
    (
        "superseded_has_campaign",
        ["core.evidence"],
        "update core.evidence set recertification_status = 'current' where user_id ="
        " (select min(user_id) from core.evidence)",
    ),
    (
        "trained_people_are_done",
        ["core.evidence"],
        "insert into core.evidence (user_id, version_id, completed_at, is_imported, content_sha256)"
        " select a.user_id, v.version_id, now() - interval '1 day', true, v.content_sha256"
        " from core.assignments as a, core.training_versions as v where v.label = '2'",
    ),
    (
        "records_have_their_parents",
        ["core.evidence"],
        "update core.evidence set user_id = -1 where user_id ="
        " (select min(user_id) from core.evidence)",
    ),
    (
        "records_have_their_parents",
        ["core.assignments"],
        "update core.assignments set campaign_id = -1 where user_id ="
        " (select min(user_id) from core.assignments)",
    ),
    (
        "records_have_their_parents",
        ["core.recertification_exceptions"],
        "update core.recertification_exceptions set run_id = -1 where outcome = 'exempt'",
    ),
    (
        "records_have_their_parents",
        ["core.signatures"],
        "alter table core.signatures drop constraint if exists signatures_import_fkey;\n"
        "update core.signatures set import_id = -1",
    ),
    (
        "records_have_their_parents",
        ["ops.imports"],
        "alter table ops.imports drop constraint if exists imports_starter_fkey;\n"
        "update ops.imports set started_by = -1",
    ),
    (
        "records_have_their_parents",
        ["core.campaign_exceptions"],
        "insert into core.campaign_exceptions values (-1, 1, 'exempt', now())",
    ),
    (
        "content_is_as_learnt",
        ["core.training_versions"],
        "update core.training_versions set content = 'Forged' where label = '1'",
    ),
    (
        "content_is_as_learnt",
        ["core.training_versions"],
        "update core.training_versions set content = 'Forged', content_sha256 = sha256('Forged')"
        " where label = '1'",
    ),
    (
        "changes_are_in_the_log",
        ["core.training_versions"],
        "update core.training_versions set change_reason = 'Forged as can be' where label = '1'",
    ),
    (
        "changes_are_in_the_log",
        ["core.training_versions"],
        "drop index core.training_versions_one_active;\n"
        " update core.training_versions set activated_at = now(), state = 'active', approved_by ="
        " (select user_id from core.users where employee_number = 'Q-1'), approved_at = now(),"
        " change_reason = 'Forged as can be' where label = '4'",
    ),
    (
        "changes_are_in_the_log",
        ["core.training_versions"],
        "update core.training_versions set rejection_reason = 'Forged as can be' where label = '3'",
    ),
    (
        "changes_are_in_the_log",
        ["core.training_versions"],
        "insert into core.training_versions (training_id, label, content_sha256, author_id,"
        " submitted_at) select training_id, '9', sha256(''), author_id, now()"
        " from core.training_versions where label = '1'",
    ),
    (
        "changes_are_in_the_log",
        ["core.recertification_runs"],
        "update core.recertification_runs set change_reason = 'Forged as can be' where run_id = 1",
    ),
    (
        "changes_are_in_the_log",
        ["core.exemptions"],
        "update core.exemptions set reason = 'Forged as can be'",
    ),
    (
        "changes_are_in_the_log",
        ["core.exemptions"],
        "insert into core.exemptions (user_id, training_id, reason, granted_by, granted_at,"
        " valid_until) select user_id, training_id, reason, granted_by, granted_at, valid_until"
        " from core.exemptions",
    ),
    (
        "changes_are_in_the_log",
        ["core.evidence"],
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now() - interval '1 day', v.content_sha256"
        " from core.users as u, core.training_versions as v"
        " where u.employee_number = 'E-5' and v.label = '1'",
    ),
    (
        "changes_are_in_the_log",
        ["core.signatures"],
        "insert into core.signatures (user_id, evidence_id, manifestation, method, signed_at)"
        " select user_id, evidence_id, 'Forged', 'drawn', now() from core.evidence"
        " where is_imported order by evidence_id limit 1",
    ),
    (
        "changes_are_in_the_log",
        ["ops.imports"],
        "update ops.imports set audit_seq = 1",
    ),
    (
        "evidence_is_counted",
        ["core.evidence"],
        "delete from core.evidence where is_imported and user_id ="
        " (select user_id from core.users where employee_number = 'E-2')",
    ),
    (
        "evidence_is_counted",
        ["core.evidence", "core.signatures"],
        "delete from core.signatures;\ndelete from core.evidence where not is_imported",
    ),
    (
        "evidence_is_counted",
        ["core.evidence"],
        "update core.evidence set content_sha256 = sha256('x') where not is_imported",
    ),
    *(
        ("records_are_as_logged", [table], f"update {table} set {change}")
        for table, change in (
            # content and hash together: what the log tells is neither
            (
                "core.training_versions",
                "content = 'Forged', content_sha256 = sha256('Forged') where label = '1'",
            ),
            (
                "core.training_versions",
                "content = 'Forged', content_sha256 = sha256('Forged') where label = '3'",
            ),
            ("core.training_versions", f"approved_by = {SOMEBODY} where label = '1'"),
            ("core.training_versions", f"rejected_by = {SOMEBODY} where label = '3'"),
            (
                "core.training_versions",
                f"{moved('approved_at', '-90 days')} where label = '1'",
            ),
            (
                "core.training_versions",
                f"{moved('approved_at', '1 hour')} where label = '1'",
            ),
            (
                "core.training_versions",
                f"{moved('rejected_at', '-90 days')} where label = '3'",
            ),
            (
                "core.training_versions",
                f"{moved('rejected_at', '1 hour')} where label = '3'",
            ),
            (
                "core.training_versions",
                "rejection_reason = 'Forged as can be' where label = '3'",
            ),
            (
                "core.training_versions",
                "change_reason = 'Forged as can be' where label = '1'",
            ),
            (
                "core.training_versions",
                f"author_id = {SOMEBODY} where label = '2'",
            ),
            (
                "core.training_versions",
                f"{moved('activated_at', '-90 days')} where label = '1'",
            ),
            ("core.recertification_runs", f"run_by = {SOMEBODY} where run_id = 1"),
            ("core.campaigns", "name = 'Forged' where kind = 'manual'"),
            ("core.campaigns", "version_id = version_id - 1 where kind = 'manual'"),
            ("core.campaign_launches", "audit_seq = audit_seq - 1"),
            ("core.exemptions", moved("valid_until", "1 us")),
            ("core.exemptions", f"granted_by = {SOMEBODY}"),
            ("core.exemptions", "user_id = user_id + 1"),
            ("core.signatures", "method = 're_authenticated'"),
            ("core.signatures", "manifestation = manifestation || '!'"),
            ("core.signatures", moved("signed_at", "-90 days")),
            ("core.signatures", moved("signed_at", "1 hour")),
            ("core.signatures", "evidence_id = evidence_id + 1"),
        )
    ),
    *(
        ("records_are_as_logged", [table], f"delete from {table}")
        for table in (
            "core.exemptions",
            "core.signatures",
            "core.campaign_launches",
            "core.recertification_runs",
            "ops.imports",
        )
    ),
    *(
        (
            "evidence_is_counted",
            ["core.evidence"],
            f"update core.evidence set {change} where not is_imported",
        )
        for change in (
            "score = 91",
            "score = null",
            moved("completed_at", "-90 days"),
            f"{moved('completed_at', '1 hour')}, {moved('recorded_at', '2 hours')}",
        )
    ),
    (
        "audit_chain",
        ["audit.log"],
        "update audit.log set actor = 'E-5' where seq = 2",
    ),
    (
        "audit_chain",
        ["audit.head"],
        "update audit.head set seq = seq + 1",
    ),
    ("guards_are_in_place", [], "drop trigger evidence_is_immutable on core.evidence"),
    (
        "guards_are_in_place",
        [],
        "alter table core.evidence disable trigger evidence_is_immutable",
    ),
    (
        "guards_are_in_place",
        [],
        "alter table audit.log enable trigger log_is_append_only",
    ),
    (
        "guards_are_in_place",
        [],
        "create trigger forged before insert on core.evidence for each row"
        " execute function core._refuse_change()",
    ),
    (
        "guards_are_in_place",
        [],
        "create rule forged as on insert to core.evidence do also nothing",
    ),
    ("guards_are_in_place", [], "drop event trigger recert_guards_drops"),
    ("guards_are_in_place", [], "alter event trigger recert_guards_changes disable"),
    (
        "schema_is_as_installed",
        [],
        "create or replace function core._refuse_change() returns trigger language plpgsql"
        " as 'begin return new; end'",
    ),
    (
        "schema_is_as_installed",
        [],
        "create or replace function recert_guards._guard_shape() returns event_trigger"
        " language plpgsql as 'begin end'",
    ),
    (
        "schema_is_as_installed",
        [],
        "alter table core.evidence drop constraint evidence_score_in_range",
    ),
    ("schema_is_as_installed", [], "drop index core.training_versions_one_active"),
    ("schema_is_as_installed", [], "alter table core.users alter column full_name drop not null"),
    ("schema_is_as_installed", [], "alter table core.signatures disable trigger all"),
    ("schema_is_as_installed", [], "create table core.forged () inherits (core.evidence)"),
    ("schema_is_as_installed", [], "create view api.forged as select 1 as one"),
    ("schema_is_as_installed", [], "alter table core.evidence disable row level security"),
    ("guards_are_in_place", [], "drop policy evidence_of_people_seen on core.evidence"),
    ("guards_are_in_place", [], "alter policy evidence_as_a_whole on core.evidence to public"),
    *(
        ("rights_are_as_documented", [], change)
        for change in (
            "grant select on core.users to recert_runner",
            "grant update (score) on core.evidence to recert_runner",
            "grant execute on function core._actor() to public",
            "revoke execute on function api.scan_overdue() from recert_runner",
            "grant create on schema core to recert_builder",
            "alter default privileges for role recert_owner grant all on tables to public",
            "grant select on api.audit_log to recert_auditor with grant option",
        )
    ),
    *(
        ("rights_are_as_documented", [], change)
        for change in (
            "alter role recert_runner bypassrls",
            "alter role recert_builder createrole",
            "alter role recert_service createdb",
            "create role forged login bypassrls",
            "create role forged login in role pg_write_all_data",
        )
    ),
    ("owner_is_kept_out", [], "alter role recert_owner login"),
    ("owner_is_kept_out", [], "grant set on parameter session_replication_role to recert_runner"),
    (
        "owner_is_kept_out",
        [],
        "create role forged login in role recert_owner;\ndrop schema recert_guards cascade",
    ),
    ("clock_is_the_servers", [], "create schema test_clock"),
    (
        "clock_is_the_servers",
        [],
        "create or replace function core._is_service() returns boolean"
        " language plpgsql as 'begin return test_clock.now() is null; end'",
    ),
    (
        "clock_is_the_servers",
        [],
        "create schema other;\ncreate function other.tick() returns timestamptz"
        " language sql return now();\nalter table core.users alter column created_at"
        " set default other.tick()",
    ),
    (
        "clock_is_the_servers",
        [],
        "create schema other;\ncreate function other.tick() returns timestamptz"
        " language sql return now();\ncreate view api.later as select other.tick()",
    ),
    *(
        (
            "evidence_digests",
            ["core.evidence"],
            f"update core.evidence set {change} where user_id ="
            " (select user_id from core.users where employee_number = 'E-2')",
        )
        for change in (
            moved("completed_at", "-1 us"),
            moved("recorded_at", "1 us"),
            "is_imported = false",
            "score = 80.01",
            "score = null",
            "content_sha256 = sha256('x')",
            "user_id = (select user_id from core.users where employee_number = 'E-5')",
            "version_id = (select version_id from core.training_versions where label = '2')",
        )
    ),
    (
        "evidence_digests",
        ["core.evidence"],
        "delete from core.evidence where user_id ="
        " (select user_id from core.users where employee_number = 'E-2')",
    ),
]

#: Statements that no cluster takes, and why.
NOT_ON_A_CLUSTER = {
    **dict.fromkeys(
        (
            "update core.evidence set user_id = -1 where user_id ="
            " (select min(user_id) from core.evidence)",
            "update core.exemptions set user_id = user_id + 1",
            "update core.evidence set user_id = (select user_id from core.users where"
            " employee_number = 'E-5') where user_id ="
            " (select user_id from core.users where employee_number = 'E-2')",
        ),
        "nobody's rows become another's there, as they lie by person",
    ),
    "create table core.forged () inherits (core.evidence)": "nothing inherits from what is spread",
    "drop policy evidence_of_people_seen on core.evidence": "there is no such policy there",
}
