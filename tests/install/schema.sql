-- The schema as installed; test_schema.py compares a fresh install with it. Renewed by
--     python -m tests.install.dump_schema > tests/install/schema.sql
-- It reads like SQL, but is not meant to be run: sql/ is.


-- Roles

role recert_auditor nologin inherit;
-- Reads marts, the audit log and evidence; nothing else.

role recert_builder nologin inherit;
-- Builds the marts: reads core and audit, owns the mart schemas.

role recert_owner nologin inherit;
-- Owns every object of Recert; cannot log in.

role recert_runner nologin inherit;
-- Executes the functions of schema api; has no direct DML.

role recert_service nologin inherit;
-- Logins that may act for somebody else through recert.actor.



-- Schemas

schema api owner recert_owner;
-- What people call and read: functions that write, views that read.

schema audit owner recert_owner;
-- The append-only, hash-chained record of who did what, when and why.

schema core owner recert_owner;
-- The record: people, trainings, versions, campaigns, assignments, evidence.

schema intermediate owner recert_builder;
-- dbt: where each rule of the marts is derived once.

schema mart_audit owner recert_builder;
-- dbt: what an auditor reads.

schema mart_compliance owner recert_builder;
-- dbt: who is compliant with what, and how recertifications go.

schema ops owner recert_owner;
-- The install ledger and the staging of imports.

schema staging owner recert_builder;
-- dbt: one model a source table, renamed and typed, no logic.



-- Types

type audit.entry (
    action text,
    entity_type text,
    entity_id text,
    change_reason text,
    details jsonb
);
-- What a function asks audit._append to record.

type core.overdue_marks (
    overdue bigint,
    user_ids bigint[],
    campaign_ids bigint[],
    formers timestamp with time zone[],
    moments timestamp with time zone[]
);
-- How many open assignments are overdue, and those whose mark is wrong: person, campaign, the mark
-- that they have and the one that they should have, null for none. Arrays of one length, null for
-- none.

type core.recertification_frame (
    version_id bigint,
    training_id bigint,
    campaign_id bigint,
    earlier bigint[],
    departments text[],
    locations text[],
    from_versions bigint[],
    left_out bigint[],
    moment timestamp with time zone,
    evidence_id_to bigint
);
-- Within which a population is looked for: the version, its training and recertification campaign
-- (null where nobody can be enrolled in it yet), the versions before it, the scope (nulls for
-- everyone), whom earlier runs left out, the moment at which exemptions count, and the last evidence that
-- counts (null for all).

type core.recertification_result (
    training text,
    version text,
    campaign text,
    activated boolean,
    population bigint,
    created bigint,
    already_enrolled bigint,
    already_current bigint,
    inactive bigint,
    exempt bigint,
    evidence_superseded bigint,
    due_at timestamp with time zone,
    plan_digest text,
    audit_seq bigint,
    dry_run boolean,
    scope jsonb,
    effective_on date,
    scheduled_recertification_id bigint,
    run_id bigint,
    batches integer
);
-- What a decision on a version came to: the counts of the recertification, zeros where there was
-- none.

type ops.fault (
    column_name text,
    reason text,
    value text
);
-- What is wrong with a column of a staged row.

type ops.finding (
    "check" text,
    status text,
    rows bigint,
    remedy text
);
-- What a check of the record found: status pass, fail or not applicable, how many rows do not hold,
-- and what to do about them, the first of them named.

type ops.import_outcome (
    inserted bigint,
    updated bigint,
    details jsonb,
    entries audit.entry[]
);
-- What loading the judged rows of an import came to: the counts, what its audit row adds to them,
-- and the audit entries that go before that row.



-- Tables

table audit.head (
    is_head boolean not null default true,
    seq bigint not null,
    hash bytea not null,
    constraint head_pkey PRIMARY KEY (is_head),
    constraint head_is_one_row CHECK (is_head)
);

table audit.log (
    seq bigint not null,
    occurred_at timestamp with time zone not null,
    actor text not null,
    db_role text not null,
    client_addr inet,
    action text not null,
    entity_type text not null,
    entity_id text not null,
    change_reason text,
    payload text not null,
    prev_hash bytea not null,
    hash bytea not null,
    constraint log_pkey PRIMARY KEY (seq),
    constraint log_action_is_known CHECK ((action = ANY (ARRAY['submit_version'::text, 'approve_version'::text, 'activate_version'::text, 'reject_version'::text, 'recertify'::text, 'decline_recertification'::text, 'create_campaign'::text, 'assign'::text, 'complete_training'::text, 'sign_evidence'::text, 'scan_overdue'::text, 'scan_expiry'::text, 'recompute_assignments'::text, 'resolve_review_task'::text, 'grant_exemption'::text, 'import'::text, 'update_user'::text, 'reactivate_user'::text, 'report_build'::text, 'export'::text]))),
    constraint log_hash_is_sha256 CHECK (((octet_length(prev_hash) = 32) AND (octet_length(hash) = 32)))
);

table core.assignment_rules (
    rule_id bigint not null generated always as identity,
    name text not null,
    is_active boolean not null default true,
    auto_assign boolean not null default true,
    training_ids bigint[] not null,
    days_to_complete integer,
    department text[] not null default '{}'::text[],
    location text[] not null default '{}'::text[],
    activity text[] not null default '{}'::text[],
    plant text[] not null default '{}'::text[],
    line text[] not null default '{}'::text[],
    workstation text[] not null default '{}'::text[],
    attributes jsonb not null default '{}'::jsonb,
    created_at timestamp with time zone not null default clock_timestamp(),
    constraint assignment_rules_name_key UNIQUE (name),
    constraint assignment_rules_pkey PRIMARY KEY (rule_id),
    constraint assignment_rules_attributes_are_an_object CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    constraint assignment_rules_days_in_range CHECK (((days_to_complete >= 1) AND (days_to_complete <= 3650))),
    constraint assignment_rules_name_is_plain CHECK (((name = btrim(name)) AND (name <> ''::text))),
    constraint assignment_rules_trainings_are_given CHECK (((cardinality(training_ids) > 0) AND (array_position(training_ids, NULL::bigint) IS NULL)))
);

table core.assignments (
    user_id bigint not null,
    campaign_id bigint not null,
    due_at timestamp with time zone not null,
    assigned_at timestamp with time zone not null,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    overdue_since timestamp with time zone,
    status text not null default 'not_started'::text,
    is_imported boolean not null default false,
    closed_at timestamp with time zone,
    imported_at timestamp with time zone,
    constraint assignments_pkey PRIMARY KEY (user_id, campaign_id),
    constraint assignments_completion_fits_status CHECK (((status = 'completed'::text) = (completed_at IS NOT NULL))),
    constraint assignments_only_completed_is_closed CHECK (((closed_at IS NULL) OR (status = 'completed'::text))),
    constraint assignments_only_imported_has_import CHECK (((imported_at IS NULL) OR is_imported)),
    constraint assignments_only_open_is_overdue CHECK (((overdue_since IS NULL) OR (status = ANY (ARRAY['not_started'::text, 'in_progress'::text])))),
    constraint assignments_status_is_known CHECK ((status = ANY (ARRAY['not_started'::text, 'in_progress'::text, 'completed'::text, 'cancelled'::text])))
) with (fillfactor=90);

table core.campaign_exceptions (
    user_id bigint not null,
    campaign_id bigint not null,
    outcome text not null,
    recorded_at timestamp with time zone not null,
    constraint campaign_exceptions_pkey PRIMARY KEY (user_id, campaign_id),
    constraint campaign_exceptions_outcome_is_known CHECK ((outcome = ANY (ARRAY['already_current'::text, 'inactive'::text, 'exempt'::text])))
);

table core.campaign_launches (
    campaign_id bigint not null,
    launched_at timestamp with time zone not null,
    launched_by bigint,
    change_reason text,
    audience jsonb not null,
    population bigint not null,
    created bigint not null,
    already_current bigint not null,
    inactive bigint not null,
    exempt bigint not null,
    audit_seq bigint not null,
    constraint campaign_launches_pkey PRIMARY KEY (campaign_id),
    constraint campaign_launches_actor_fkey FOREIGN KEY (launched_by) REFERENCES core.users(user_id),
    constraint campaign_launches_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES core.campaigns(campaign_id),
    constraint campaign_launches_audience_is_an_object CHECK ((jsonb_typeof(audience) = 'object'::text)),
    constraint campaign_launches_nobody_is_dropped CHECK (((((created + already_current) + inactive) + exempt) = population))
);

table core.campaigns (
    campaign_id bigint not null generated always as identity,
    name text not null,
    kind text not null,
    version_id bigint not null,
    due_at timestamp with time zone,
    created_at timestamp with time zone not null default clock_timestamp(),
    created_by bigint,
    is_imported boolean not null default false,
    constraint campaigns_name_key UNIQUE (version_id, kind, name),
    constraint campaigns_pkey PRIMARY KEY (campaign_id),
    constraint campaigns_creator_fkey FOREIGN KEY (created_by) REFERENCES core.users(user_id),
    constraint campaigns_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id),
    constraint campaigns_kind_is_known CHECK ((kind = ANY (ARRAY['manual'::text, 'rule'::text, 'recertification'::text, 'periodic'::text]))),
    constraint campaigns_name_is_plain CHECK (((name = btrim(name)) AND (name <> ''::text)))
);

table core.documents (
    document text not null,
    revision text not null,
    title text,
    effective_at timestamp with time zone not null,
    recorded_at timestamp with time zone not null default clock_timestamp(),
    constraint documents_pkey PRIMARY KEY (document, revision),
    constraint documents_document_is_plain CHECK (((document = btrim(document)) AND (document <> ''::text))),
    constraint documents_revision_is_plain CHECK (((revision = btrim(revision)) AND (revision <> ''::text)))
);

table core.evidence (
    user_id bigint not null,
    evidence_id bigint not null generated always as identity,
    version_id bigint not null,
    completed_at timestamp with time zone not null,
    recorded_at timestamp with time zone not null default clock_timestamp(),
    superseded_at timestamp with time zone,
    superseded_by_campaign_id bigint,
    is_imported boolean not null default false,
    recertification_status text not null default 'current'::text,
    score numeric(5,2),
    content_sha256 bytea not null,
    constraint evidence_pkey PRIMARY KEY (user_id, evidence_id),
    constraint evidence_hash_is_sha256 CHECK ((octet_length(content_sha256) = 32)),
    constraint evidence_is_not_from_the_future CHECK ((completed_at <= recorded_at)),
    constraint evidence_score_in_range CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric))),
    constraint evidence_status_is_known CHECK ((recertification_status = ANY (ARRAY['current'::text, 'superseded'::text, 'expired'::text])))
) with (fillfactor=45);

table core.exemptions (
    user_id bigint not null,
    exemption_id bigint not null generated always as identity,
    training_id bigint not null,
    reason text not null,
    granted_by bigint not null,
    granted_at timestamp with time zone not null,
    valid_until timestamp with time zone not null,
    constraint exemptions_pkey PRIMARY KEY (user_id, exemption_id),
    constraint exemptions_granter_fkey FOREIGN KEY (granted_by) REFERENCES core.users(user_id),
    constraint exemptions_training_fkey FOREIGN KEY (training_id) REFERENCES core.trainings(training_id),
    constraint exemptions_user_fkey FOREIGN KEY (user_id) REFERENCES core.users(user_id),
    constraint exemptions_ends_later CHECK ((valid_until > granted_at)),
    constraint exemptions_granted_by_somebody_else CHECK ((granted_by <> user_id)),
    constraint exemptions_reason_is_long_enough CHECK ((length(btrim(reason)) >= 10))
);

table core.expirations (
    user_id bigint not null,
    evidence_id bigint not null,
    expired_at timestamp with time zone not null,
    constraint expirations_pkey PRIMARY KEY (user_id, evidence_id),
    constraint expirations_evidence_fkey FOREIGN KEY (user_id, evidence_id) REFERENCES core.evidence(user_id, evidence_id)
);

table core.notifications (
    user_id bigint not null,
    notification_id bigint not null generated always as identity,
    campaign_id bigint not null,
    kind text not null,
    due_at timestamp with time zone not null,
    copied_to_id bigint,
    created_at timestamp with time zone not null,
    handed_over_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    export_seq bigint,
    constraint notifications_kind_key UNIQUE (user_id, campaign_id, kind),
    constraint notifications_pkey PRIMARY KEY (user_id, notification_id),
    constraint notifications_assignment_fkey FOREIGN KEY (user_id, campaign_id) REFERENCES core.assignments(user_id, campaign_id),
    constraint notifications_copied_fkey FOREIGN KEY (copied_to_id) REFERENCES core.users(user_id),
    constraint notifications_end_once CHECK ((num_nonnulls(handed_over_at, withdrawn_at) <= 1)),
    constraint notifications_handover_is_whole CHECK (((handed_over_at IS NULL) = (export_seq IS NULL))),
    constraint notifications_kind_is_known CHECK ((kind = ANY (ARRAY['due_in_30_days'::text, 'due_in_14_days'::text, 'due_in_7_days'::text, 'due_in_1_day'::text, 'overdue'::text])))
);

table core.outdated_sources (
    version_id bigint not null,
    document text not null,
    revision text not null,
    review_task_id bigint not null,
    constraint outdated_sources_pkey PRIMARY KEY (version_id, document, revision),
    constraint outdated_sources_document_fkey FOREIGN KEY (document, revision) REFERENCES core.documents(document, revision),
    constraint outdated_sources_task_fkey FOREIGN KEY (review_task_id) REFERENCES core.review_tasks(review_task_id),
    constraint outdated_sources_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id)
);

table core.recertification_batches (
    run_id bigint not null,
    batch_number integer not null,
    user_id_from bigint,
    user_id_to bigint,
    enrolled_at timestamp with time zone,
    population bigint,
    created bigint,
    already_enrolled bigint,
    already_current bigint,
    inactive bigint,
    exempt bigint,
    evidence_superseded bigint,
    plan_blocks bytea,
    evidence_digest bytea,
    audit_seq bigint,
    constraint recertification_batches_pkey PRIMARY KEY (run_id, batch_number),
    constraint recertification_batches_run_fkey FOREIGN KEY (run_id) REFERENCES core.recertification_runs(run_id),
    constraint recertification_batches_enrolled_is_whole CHECK ((num_nulls(enrolled_at, population, created, already_enrolled, already_current, inactive, exempt, evidence_superseded, plan_blocks, evidence_digest, audit_seq) = ANY (ARRAY[0, 11]))),
    constraint recertification_batches_nobody_is_dropped CHECK ((((((created + already_enrolled) + already_current) + inactive) + exempt) = population)),
    constraint recertification_batches_number_is_positive CHECK ((batch_number > 0)),
    constraint recertification_batches_range_is_forward CHECK ((user_id_from <= user_id_to))
);

table core.recertification_exceptions (
    user_id bigint not null,
    run_id bigint not null,
    outcome text not null,
    constraint recertification_exceptions_pkey PRIMARY KEY (user_id, run_id),
    constraint recertification_exceptions_outcome_is_known CHECK ((outcome = ANY (ARRAY['already_enrolled'::text, 'already_current'::text, 'inactive'::text, 'exempt'::text])))
);

table core.recertification_runs (
    run_id bigint not null generated always as identity,
    campaign_id bigint not null,
    run_at timestamp with time zone not null,
    run_by bigint not null,
    change_reason text not null,
    due_at timestamp with time zone not null,
    population bigint not null,
    created bigint not null,
    already_enrolled bigint not null,
    already_current bigint not null,
    inactive bigint not null,
    exempt bigint not null,
    evidence_superseded bigint not null,
    plan_digest text,
    audit_seq bigint,
    scope jsonb,
    is_enrolling boolean not null default false,
    begun_audit_seq bigint,
    evidence_id_to bigint,
    evidence_to_supersede bigint,
    constraint recertification_runs_begun_key UNIQUE (begun_audit_seq),
    constraint recertification_runs_moment_key UNIQUE (campaign_id, run_at),
    constraint recertification_runs_pkey PRIMARY KEY (run_id),
    constraint recertification_runs_actor_fkey FOREIGN KEY (run_by) REFERENCES core.users(user_id),
    constraint recertification_runs_campaign_fkey FOREIGN KEY (campaign_id) REFERENCES core.campaigns(campaign_id),
    constraint recertification_runs_ended_is_on_record CHECK ((is_enrolling OR ((audit_seq IS NOT NULL) AND (plan_digest IS NOT NULL)))),
    constraint recertification_runs_evidence_is_a_number CHECK ((evidence_to_supersede >= 0)),
    constraint recertification_runs_nobody_is_dropped CHECK ((((((created + already_enrolled) + already_current) + inactive) + exempt) = population)),
    constraint recertification_runs_scope_is_an_object CHECK ((jsonb_typeof(scope) = 'object'::text))
);

table core.recompute_queue (
    user_id bigint not null,
    queued_at timestamp with time zone not null default clock_timestamp(),
    constraint recompute_queue_pkey PRIMARY KEY (user_id),
    constraint recompute_queue_user_fkey FOREIGN KEY (user_id) REFERENCES core.users(user_id)
);

table core.review_tasks (
    review_task_id bigint not null generated always as identity,
    task_type text not null,
    state text not null default 'open'::text,
    version_id bigint not null,
    addressed_to text not null default 'quality_admin'::text,
    opened_at timestamp with time zone not null,
    opened_by bigint,
    resolved_at timestamp with time zone,
    resolved_by bigint,
    resolution text,
    resolution_reason text,
    constraint review_tasks_pkey PRIMARY KEY (review_task_id),
    constraint review_tasks_opener_fkey FOREIGN KEY (opened_by) REFERENCES core.users(user_id),
    constraint review_tasks_resolver_fkey FOREIGN KEY (resolved_by) REFERENCES core.users(user_id),
    constraint review_tasks_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id),
    constraint review_tasks_addressee_is_known CHECK ((addressed_to = ANY (ARRAY['quality_admin'::text, 'corporate_admin'::text]))),
    constraint review_tasks_reason_is_of_a_resolution CHECK (((resolution_reason IS NULL) OR (state = 'resolved'::text))),
    constraint review_tasks_resolution_is_whole CHECK (((state = 'resolved'::text) = ((resolved_at IS NOT NULL) AND (resolution IS NOT NULL)))),
    constraint review_tasks_state_is_known CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text]))),
    constraint review_tasks_type_is_known CHECK ((task_type = ANY (ARRAY['version_approval'::text, 'source_outdated'::text, 'recert_decision'::text])))
);

table core.rule_history (
    rule_id bigint not null,
    valid_until timestamp with time zone not null,
    record jsonb not null,
    constraint rule_history_pkey PRIMARY KEY (rule_id, valid_until),
    constraint rule_history_rule_fkey FOREIGN KEY (rule_id) REFERENCES core.assignment_rules(rule_id)
);

table core.scheduled_recertifications (
    scheduled_recertification_id bigint not null generated always as identity,
    version_id bigint not null,
    effective_on date not null,
    scope jsonb,
    change_reason text not null,
    plan_digest text not null,
    decided_by bigint not null,
    decided_at timestamp with time zone not null,
    state text not null default 'planned'::text,
    run_id bigint,
    ended_at timestamp with time zone,
    ended_by bigint,
    end_reason text,
    constraint scheduled_recertifications_pkey PRIMARY KEY (scheduled_recertification_id),
    constraint scheduled_recertifications_decider_fkey FOREIGN KEY (decided_by) REFERENCES core.users(user_id),
    constraint scheduled_recertifications_ender_fkey FOREIGN KEY (ended_by) REFERENCES core.users(user_id),
    constraint scheduled_recertifications_run_fkey FOREIGN KEY (run_id) REFERENCES core.recertification_runs(run_id),
    constraint scheduled_recertifications_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id),
    constraint scheduled_recertifications_end_fits_state CHECK ((((state = 'planned'::text) = (ended_at IS NULL)) AND ((state = 'done'::text) = (run_id IS NOT NULL)))),
    constraint scheduled_recertifications_scope_is_an_object CHECK ((jsonb_typeof(scope) = 'object'::text)),
    constraint scheduled_recertifications_state_is_known CHECK ((state = ANY (ARRAY['planned'::text, 'done'::text, 'cancelled'::text, 'superseded'::text])))
);

table core.signatures (
    user_id bigint not null,
    signature_id bigint not null generated always as identity,
    evidence_id bigint not null,
    manifestation text not null,
    method text not null,
    client_addr inet,
    signed_at timestamp with time zone not null,
    import_id bigint,
    constraint signatures_evidence_key UNIQUE (user_id, evidence_id),
    constraint signatures_pkey PRIMARY KEY (user_id, signature_id),
    constraint signatures_evidence_fkey FOREIGN KEY (user_id, evidence_id) REFERENCES core.evidence(user_id, evidence_id),
    constraint signatures_import_fkey FOREIGN KEY (import_id) REFERENCES ops.imports(import_id),
    constraint signatures_manifestation_is_given CHECK ((btrim(manifestation) <> ''::text)),
    constraint signatures_method_is_known CHECK ((method = ANY (ARRAY['click_to_confirm'::text, 'drawn'::text, 're_authenticated'::text])))
);

table core.training_history (
    training_id bigint not null,
    valid_until timestamp with time zone not null,
    record jsonb not null,
    constraint training_history_pkey PRIMARY KEY (training_id, valid_until),
    constraint training_history_training_fkey FOREIGN KEY (training_id) REFERENCES core.trainings(training_id)
);

table core.training_versions (
    version_id bigint not null generated always as identity,
    training_id bigint not null,
    label text not null,
    state text not null default 'draft'::text,
    content text not null default ''::text,
    objectives text[] not null default '{}'::text[],
    content_sha256 bytea not null,
    author_id bigint not null,
    submitted_at timestamp with time zone,
    submission_reason text,
    approved_by bigint,
    approved_at timestamp with time zone,
    change_reason text,
    rejected_by bigint,
    rejected_at timestamp with time zone,
    rejection_reason text,
    activated_at timestamp with time zone,
    deactivated_at timestamp with time zone,
    frozen_at timestamp with time zone,
    is_imported boolean not null default false,
    created_at timestamp with time zone not null default clock_timestamp(),
    constraint training_versions_label_key UNIQUE (training_id, label),
    constraint training_versions_pkey PRIMARY KEY (version_id),
    constraint training_versions_approver_fkey FOREIGN KEY (approved_by) REFERENCES core.users(user_id),
    constraint training_versions_author_fkey FOREIGN KEY (author_id) REFERENCES core.users(user_id),
    constraint training_versions_rejecter_fkey FOREIGN KEY (rejected_by) REFERENCES core.users(user_id),
    constraint training_versions_training_fkey FOREIGN KEY (training_id) REFERENCES core.trainings(training_id),
    constraint training_versions_activation_fits_state CHECK (
CASE state
    WHEN 'active'::text THEN ((activated_at IS NOT NULL) AND (deactivated_at IS NULL))
    WHEN 'inactive'::text THEN ((activated_at IS NOT NULL) AND (deactivated_at IS NOT NULL))
    ELSE ((activated_at IS NULL) AND (deactivated_at IS NULL))
END),
    constraint training_versions_approval_is_whole CHECK ((num_nonnulls(approved_by, approved_at, change_reason) = ANY (ARRAY[0, 3]))),
    constraint training_versions_author_does_not_approve CHECK ((approved_by <> author_id)),
    constraint training_versions_author_does_not_reject CHECK ((rejected_by <> author_id)),
    constraint training_versions_change_reason_is_long_enough CHECK ((length(btrim(change_reason)) >= 10)),
    constraint training_versions_deactivated_later CHECK ((deactivated_at >= activated_at)),
    constraint training_versions_hash_is_sha256 CHECK ((octet_length(content_sha256) = 32)),
    constraint training_versions_in_force_is_approved CHECK (((state <> ALL (ARRAY['approved'::text, 'active'::text, 'inactive'::text])) OR (approved_by IS NOT NULL) OR is_imported)),
    constraint training_versions_label_is_plain CHECK (((label = btrim(label)) AND (label <> ''::text))),
    constraint training_versions_pending_is_submitted CHECK (((state <> 'pending_review'::text) OR (submitted_at IS NOT NULL))),
    constraint training_versions_rejection_is_whole CHECK ((num_nonnulls(rejected_by, rejected_at, rejection_reason) = ANY (ARRAY[0, 3]))),
    constraint training_versions_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'pending_review'::text, 'approved'::text, 'active'::text, 'inactive'::text, 'rejected'::text])))
);

table core.trainings (
    training_id bigint not null generated always as identity,
    name text not null,
    category text,
    initial_due_offset_days integer not null default 30,
    overdue_grace_days integer not null default 0,
    requires_signature boolean not null default false,
    recertification_interval_days integer,
    created_at timestamp with time zone not null default clock_timestamp(),
    constraint trainings_name_key UNIQUE (name),
    constraint trainings_pkey PRIMARY KEY (training_id),
    constraint trainings_due_offset_in_range CHECK (((initial_due_offset_days >= 1) AND (initial_due_offset_days <= 3650))),
    constraint trainings_grace_in_range CHECK (((overdue_grace_days >= 0) AND (overdue_grace_days <= 364))),
    constraint trainings_interval_in_range CHECK (((recertification_interval_days >= 1) AND (recertification_interval_days <= 36500))),
    constraint trainings_name_is_plain CHECK (((name = btrim(name)) AND (name <> ''::text)))
);

table core.user_history (
    user_id bigint not null,
    valid_until timestamp with time zone not null,
    record jsonb not null,
    constraint user_history_pkey PRIMARY KEY (user_id, valid_until),
    constraint user_history_user_fkey FOREIGN KEY (user_id) REFERENCES core.users(user_id)
);

table core.users (
    user_id bigint not null generated always as identity,
    employee_number text not null,
    full_name text not null,
    email text,
    role text not null default 'employee'::text,
    is_active boolean not null default true,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    attributes jsonb not null default '{}'::jsonb,
    manager_id bigint,
    db_role text,
    created_at timestamp with time zone not null default clock_timestamp(),
    constraint users_db_role_key UNIQUE (db_role),
    constraint users_employee_number_key UNIQUE (employee_number),
    constraint users_pkey PRIMARY KEY (user_id),
    constraint users_manager_fkey FOREIGN KEY (manager_id) REFERENCES core.users(user_id),
    constraint users_attributes_are_an_object CHECK ((jsonb_typeof(attributes) = 'object'::text)),
    constraint users_employee_number_is_not_reserved CHECK ((lower(employee_number) <> 'system'::text)),
    constraint users_employee_number_is_plain CHECK (((employee_number = btrim(employee_number)) AND (employee_number <> ''::text))),
    constraint users_full_name_is_given CHECK ((btrim(full_name) <> ''::text)),
    constraint users_manager_is_somebody_else CHECK ((manager_id <> user_id)),
    constraint users_role_is_known CHECK ((role = ANY (ARRAY['employee'::text, 'team_lead'::text, 'hr_admin'::text, 'quality_admin'::text, 'corporate_admin'::text, 'auditor'::text])))
);

table core.version_sources (
    version_id bigint not null,
    document text not null,
    revision text,
    constraint version_sources_key UNIQUE NULLS NOT DISTINCT (version_id, document, revision),
    constraint version_sources_version_fkey FOREIGN KEY (version_id) REFERENCES core.training_versions(version_id),
    constraint version_sources_document_is_plain CHECK (((document = btrim(document)) AND (document <> ''::text))),
    constraint version_sources_revision_is_plain CHECK (((revision = btrim(revision)) AND (revision <> ''::text)))
);

table ops.catalogue (
    installation_id bigint not null,
    kind text not null,
    object text not null,
    definition text not null,
    constraint catalogue_pkey PRIMARY KEY (installation_id, kind, object),
    constraint catalogue_installation_fkey FOREIGN KEY (installation_id) REFERENCES ops.installations(installation_id)
);

unlogged table ops.import_rejects (
    import_id bigint not null,
    line_number bigint not null,
    column_name text,
    reason text not null,
    value text
);

table ops.imports (
    import_id bigint not null generated always as identity,
    kind text not null,
    file_name text not null,
    column_names text[] not null,
    started_at timestamp with time zone not null default clock_timestamp(),
    started_by bigint,
    transaction_id xid8 not null default pg_current_xact_id(),
    is_partial boolean,
    file_sha256 text,
    read bigint,
    inserted bigint,
    updated bigint,
    skipped bigint,
    rejected bigint,
    audit_seq bigint,
    constraint imports_pkey PRIMARY KEY (import_id),
    constraint imports_starter_fkey FOREIGN KEY (started_by) REFERENCES core.users(user_id),
    constraint imports_hash_is_sha256 CHECK ((file_sha256 ~ '^[0-9a-f]{64}$'::text)),
    constraint imports_kind_is_known CHECK ((kind = ANY (ARRAY['users'::text, 'trainings'::text, 'versions'::text, 'evidence'::text, 'assignments'::text, 'completions'::text, 'rules'::text, 'documents'::text]))),
    constraint imports_nothing_is_dropped CHECK (((((inserted + updated) + skipped) + rejected) = read))
);

table ops.installations (
    installation_id bigint not null generated always as identity,
    command_version text not null,
    server_major integer not null default ((current_setting('server_version_num'::text))::integer / 10000),
    installed_at timestamp with time zone not null default clock_timestamp(),
    installed_by text not null default SESSION_USER,
    constraint installations_pkey PRIMARY KEY (installation_id)
);

table ops.job_runs (
    job_run_id bigint not null generated always as identity,
    job text not null,
    step text not null,
    state text not null default 'running'::text,
    started_at timestamp with time zone not null default clock_timestamp(),
    finished_at timestamp with time zone,
    db_role text not null default SESSION_USER,
    result jsonb,
    sqlstate text,
    message text,
    application_name text default NULLIF(current_setting('application_name'::text), ''::text),
    wal_lsn_from pg_lsn default pg_current_wal_insert_lsn(),
    wal_bytes bigint,
    wait_events jsonb,
    constraint job_runs_pkey PRIMARY KEY (job_run_id),
    constraint job_runs_end_fits_state CHECK (((state = 'running'::text) = (finished_at IS NULL))),
    constraint job_runs_job_is_plain CHECK ((job ~ '^[a-z][a-z0-9_]{0,59}$'::text)),
    constraint job_runs_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'skipped'::text, 'interrupted'::text]))),
    constraint job_runs_step_is_plain CHECK ((step ~ '^[a-z][a-z0-9_]{0,59}$'::text)),
    constraint job_runs_wait_events_are_counted CHECK ((jsonb_typeof(wait_events) = 'object'::text)),
    constraint job_runs_wal_bytes_is_an_amount CHECK ((wal_bytes >= 0))
);

unlogged table ops.judged_assignments (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    version_id bigint,
    campaign text,
    status text,
    due_at timestamp with time zone,
    assigned_at timestamp with time zone,
    completed_at timestamp with time zone
);

unlogged table ops.judged_completions (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    training_id bigint,
    version_id bigint,
    score numeric(5,2),
    signature_method text,
    is_new boolean
);

unlogged table ops.judged_documents (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    document text,
    revision text,
    title text,
    effective_at timestamp with time zone,
    is_known boolean
);

unlogged table ops.judged_evidence (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    version_id bigint,
    completed_at timestamp with time zone,
    score numeric(5,2)
);

unlogged table ops.judged_rules (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    rule_id bigint,
    name text,
    is_active boolean,
    auto_assign boolean,
    training_ids bigint[],
    days_to_complete integer,
    department text[],
    location text[],
    activity text[],
    plant text[],
    line text[],
    workstation text[],
    attributes jsonb
);

unlogged table ops.judged_trainings (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    training_id bigint,
    name text,
    category text,
    initial_due_offset_days integer,
    overdue_grace_days integer,
    requires_signature boolean,
    recertification_interval_days integer
);

unlogged table ops.judged_users (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    employee_number text,
    full_name text,
    email text,
    role text,
    is_active boolean,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    manager text,
    attributes jsonb,
    db_role text
);

unlogged table ops.judged_versions (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    version_id bigint,
    training_id bigint,
    label text,
    state text,
    author_id bigint,
    content text,
    objectives text[],
    sources text[],
    submitted_at timestamp with time zone,
    activated_at timestamp with time zone
);

table ops.migrations (
    migration_number integer not null,
    name text not null,
    checksum text not null,
    command_version text not null,
    applied_at timestamp with time zone not null default clock_timestamp(),
    applied_by text not null default SESSION_USER,
    constraint migrations_name_key UNIQUE (name),
    constraint migrations_pkey PRIMARY KEY (migration_number)
);

table ops.objects (
    path text not null,
    checksum text not null,
    command_version text not null,
    applied_at timestamp with time zone not null default clock_timestamp(),
    constraint objects_pkey PRIMARY KEY (path)
);

table ops.recompute_everyone (
    reason text not null,
    queued_at timestamp with time zone not null default clock_timestamp(),
    constraint recompute_everyone_pkey PRIMARY KEY (reason),
    constraint recompute_everyone_reason_is_known CHECK ((reason = ANY (ARRAY['rules'::text, 'versions'::text])))
);

table ops.report_builds (
    build_number bigint not null generated always as identity,
    build_id text not null,
    state text not null default 'running'::text,
    started_at timestamp with time zone not null default clock_timestamp(),
    finished_at timestamp with time zone,
    actor text not null,
    db_role text not null default SESSION_USER,
    selection text[],
    definition text not null,
    baseline_build_number bigint,
    is_whole boolean not null default false,
    snapshot_xmin xid8 not null,
    system_identifier bigint not null,
    database_oid oid not null,
    as_of timestamp with time zone,
    head_seq bigint,
    head_hash text,
    models bigint,
    tests_passed bigint,
    tests_warned bigint,
    failed text[] not null default '{}'::text[],
    message text,
    job_run_id bigint not null,
    audit_seq bigint,
    constraint report_builds_build_id_key UNIQUE (build_id),
    constraint report_builds_pkey PRIMARY KEY (build_number),
    constraint report_builds_baseline_fkey FOREIGN KEY (baseline_build_number) REFERENCES ops.report_builds(build_number),
    constraint report_builds_job_run_fkey FOREIGN KEY (job_run_id) REFERENCES ops.job_runs(job_run_id),
    constraint report_builds_build_id_is_given CHECK ((btrim(build_id) <> ''::text)),
    constraint report_builds_end_fits_state CHECK ((((state = 'running'::text) = (finished_at IS NULL)) AND ((state = 'succeeded'::text) = (audit_seq IS NOT NULL)) AND ((state <> 'succeeded'::text) OR (num_nulls(as_of, head_seq, head_hash, models, tests_passed, tests_warned) = 0)))),
    constraint report_builds_state_is_known CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'interrupted'::text])))
);

unlogged table ops.staged_assignments (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    campaign text,
    training text,
    version text,
    status text,
    due_at text,
    assigned_at text,
    completed_at text
);

unlogged table ops.staged_completions (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    training text,
    score text,
    signature_method text
);

unlogged table ops.staged_documents (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    document text,
    revision text,
    title text,
    effective_at text
);

unlogged table ops.staged_evidence (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    training text,
    version text,
    completed_at text,
    score text
);

unlogged table ops.staged_rules (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    name text,
    is_active text,
    auto_assign text,
    trainings text,
    days_to_complete text,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    attributes text
);

unlogged table ops.staged_trainings (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    name text,
    category text,
    initial_due_offset_days text,
    overdue_grace_days text,
    requires_signature text,
    recertification_interval_days text
);

unlogged table ops.staged_users (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    full_name text,
    email text,
    role text,
    is_active text,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    manager text,
    attributes text,
    db_role text
);

unlogged table ops.staged_versions (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    training text,
    label text,
    state text,
    author text,
    content text,
    objectives text,
    sources text,
    submitted_at text,
    activated_at text
);



-- Indexes that are not of constraints

CREATE INDEX log_entity ON audit.log USING btree (entity_type, entity_id);
CREATE UNIQUE INDEX campaigns_one_recertification ON core.campaigns USING btree (version_id) WHERE (kind = 'recertification'::text);
CREATE INDEX evidence_version ON core.evidence USING btree (version_id, user_id);
CREATE INDEX notifications_waiting ON core.notifications USING btree (notification_id) WHERE ((handed_over_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX recertification_runs_one_enrolling ON core.recertification_runs USING btree (campaign_id) WHERE is_enrolling;
CREATE UNIQUE INDEX review_tasks_one_open ON core.review_tasks USING btree (version_id, task_type) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX scheduled_recertifications_one_planned ON core.scheduled_recertifications USING btree (version_id, effective_on, scope) NULLS NOT DISTINCT WHERE (state = 'planned'::text);
CREATE UNIQUE INDEX training_versions_one_active ON core.training_versions USING btree (training_id) WHERE (state = 'active'::text);
CREATE UNIQUE INDEX trainings_name_is_told_apart ON core.trainings USING btree (lower(regexp_replace(name, '\s'::text, ''::text, 'g'::text)));
CREATE INDEX users_inactive ON core.users USING btree (user_id) WHERE (NOT is_active);
CREATE INDEX users_manager ON core.users USING btree (manager_id) WHERE (manager_id IS NOT NULL);
CREATE INDEX job_runs_running ON ops.job_runs USING btree (job) WHERE (state = 'running'::text);
CREATE UNIQUE INDEX report_builds_one_running ON ops.report_builds USING btree (state) WHERE (state = 'running'::text);


-- Views

view api.assignments (
    employee_number text,
    full_name text,
    training text,
    version text,
    active_version text,
    campaign_id bigint,
    campaign text,
    kind text,
    status text,
    assigned_at timestamp with time zone,
    due_at timestamp with time zone,
    started_at timestamp with time zone,
    completed_at timestamp with time zone,
    overdue_since timestamp with time zone,
    is_active boolean
) with (security_barrier=true);

view api.audit_export (
    seq bigint,
    occurred_at text,
    actor text,
    db_role text,
    client_addr text,
    action text,
    entity_type text,
    entity_id text,
    change_reason text,
    payload text,
    prev_hash text,
    hash text
) with (security_barrier=true);

view api.audit_head (
    seq bigint,
    hash text,
    occurred_at timestamp with time zone,
    anchored_at timestamp with time zone,
    database text
);

view api.audit_log (
    seq bigint,
    occurred_at timestamp with time zone,
    actor text,
    db_role text,
    client_addr inet,
    action text,
    entity_type text,
    entity_id text,
    change_reason text,
    payload text,
    prev_hash text,
    hash text
) with (security_barrier=true);

view api.campaign_people (
    campaign_id bigint,
    campaign text,
    user_id bigint,
    employee_number text,
    full_name text,
    outcome text,
    status text,
    assigned_at timestamp with time zone,
    due_at timestamp with time zone,
    completed_at timestamp with time zone,
    overdue_since timestamp with time zone
) with (security_barrier=true);

view api.campaigns (
    campaign_id bigint,
    campaign text,
    kind text,
    training text,
    version text,
    due_at timestamp with time zone,
    created_at timestamp with time zone,
    created_by text,
    assigned bigint,
    completed bigint,
    open bigint,
    overdue bigint,
    audience jsonb,
    change_reason text,
    is_imported boolean,
    state text
);

view api.evidence (
    evidence_id bigint,
    employee_number text,
    full_name text,
    training text,
    version text,
    completed_at timestamp with time zone,
    score numeric(5,2),
    recertification_status text,
    superseded_at timestamp with time zone,
    superseded_by_campaign text,
    recorded_at timestamp with time zone,
    is_imported boolean,
    signed_at timestamp with time zone,
    signature_method text,
    content_sha256 text
) with (security_barrier=true);

view api.exemptions (
    exemption_id bigint,
    employee_number text,
    full_name text,
    training text,
    reason text,
    granted_by text,
    granted_at timestamp with time zone,
    valid_until timestamp with time zone,
    is_in_force boolean
) with (security_barrier=true);

view api.import_columns (
    kind text,
    place integer,
    column_name text,
    is_required boolean,
    meaning text
);

view api.import_rejects (
    import_id bigint,
    line_number bigint,
    column_name text,
    reason text,
    value text
);

view api.job_runs (
    job_run_id bigint,
    job text,
    step text,
    state text,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    seconds numeric,
    result jsonb,
    sqlstate text,
    message text,
    db_role text,
    application_name text,
    rows numeric,
    rows_per_second numeric,
    wal_bytes bigint,
    wait_events jsonb
);

view api.marts_standing (
    build_number bigint,
    build_id text,
    as_of timestamp with time zone,
    finished_at timestamp with time zone,
    head_seq bigint,
    head_hash text,
    audit_seq bigint,
    audit_hash text,
    rows_behind bigint,
    behind_since timestamp with time zone,
    is_mixed boolean
);

view api.notifications (
    notification_id bigint,
    kind text,
    employee_number text,
    full_name text,
    email text,
    copy_to text,
    copy_email text,
    training text,
    version text,
    campaign text,
    due_at timestamp with time zone,
    created_at timestamp with time zone,
    handed_over_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    subject text
) with (security_barrier=true);

view api.recertification_batches (
    run_id bigint,
    batch_number integer,
    training text,
    version text,
    campaign text,
    run_at timestamp with time zone,
    is_enrolling boolean,
    enrolled_at timestamp with time zone,
    population bigint,
    created bigint,
    already_enrolled bigint,
    already_current bigint,
    inactive bigint,
    exempt bigint,
    evidence_superseded bigint,
    audit_seq bigint
);

view api.recertification_outcomes (
    run_id bigint,
    run_at timestamp with time zone,
    campaign text,
    training text,
    version text,
    user_id bigint,
    employee_number text,
    full_name text,
    outcome text,
    reason text,
    audit_seq bigint
) with (security_barrier=true);

view api.review_queue (
    review_task_id bigint,
    task_type text,
    state text,
    training text,
    version text,
    version_state text,
    author text,
    submission_reason text,
    sources text[],
    newer_sources text[],
    addressed_to text,
    opened_at timestamp with time zone,
    resolved_at timestamp with time zone,
    resolved_by text,
    resolution text,
    resolution_reason text
) with (security_barrier=true);

view api.scheduled_recertifications (
    scheduled_recertification_id bigint,
    training text,
    version text,
    effective_on date,
    scope jsonb,
    state text,
    is_due boolean,
    decided_by text,
    decided_at timestamp with time zone,
    change_reason text,
    plan_digest text,
    run_id bigint,
    ended_at timestamp with time zone,
    ended_by text,
    end_reason text
);



-- Functions

function api.acting_user()
    returns TABLE(user_id bigint, employee_number text, full_name text, role text, is_system boolean) language plpgsql stable security definer set search_path="";
-- Who acts in this session: one row. A service login that names nobody is system, without user_id,
-- name and role. Raises what core._actor() raises.

function api.activate_version(p_training text, p_label text, p_change_reason text)
    returns core.recertification_result language plpgsql volatile security definer set search_path="";
-- Puts a version in force that was approved without activation; the former active one goes out of
-- force in the same transaction (rules 1, 2 and 4). Recertifies nobody: api.recertify does, and a
-- recert_decision asks for it when there were versions before. Returns
-- one row as api.approve_version does, its counts zero. Audit action activate_version. Raises ZR101,
-- ZR201, ZR202, ZR204, ZR304, ZR305, ZR306 and what core._actor() raises.

function api.approve_version(p_training text, p_label text, p_change_reason text, p_activate boolean DEFAULT true, p_recertify_everyone boolean DEFAULT false, p_plan_digest text DEFAULT NULL::text, p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_from_versions text[] DEFAULT NULL::text[], p_effective_on date DEFAULT NULL::date, p_batch_size integer DEFAULT NULL::integer)
    returns core.recertification_result language plpgsql volatile security definer set search_path="";
-- Approves a version that is pending review, by default activating it, and with p_recertify_everyone
-- re-enrols everyone trained on an earlier one, or those that api.recertify would with the same scope
-- and day, all in one transaction (rules 1 to 4 and 6 to 12); with p_batch_size as api.recertify does. Activated without deciding for
-- everyone, a version with others before it opens a recert_decision (rule 15). p_plan_digest refuses
-- when the population is not the planned one. Returns one row with the counts. Audit actions
-- approve_version and recertify. Raises ZR101, ZR102, ZR201, ZR202, ZR204, ZR205, ZR206, ZR209,
-- ZR214, ZR304, ZR305, ZR306 and what core._actor() raises.

function api.begin_backup(p_file_name text)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Records that a backup of the whole database begins, and returns audit_seq: a snapshot taken after
-- this has committed holds the row. The login must be able to read everything, and the acting user, if
-- one is named, be an hr_admin, quality_admin or corporate_admin. Audit action export. Raises ZR102,
-- ZR304, ZR305, 42501 and what core._actor() raises.

function api.begin_import(p_kind text, p_file_name text, p_column_names text[])
    returns bigint language plpgsql volatile security definer set search_path="";
-- Begins the import of a file of this kind with these columns and returns its import_id. Then, all
-- in one transaction: copy the rows into ops.staged_<kind> with the import_id and line_number, call
-- api.load_import, read api.import_rejects, call api.end_import. A blank value is null. A row that
-- cannot be read has its faults instead of values: a JSON array of objects with column, reason and
-- value. Raises ZR102 (kind, isolation level), ZR103 (columns), ZR304, ZR305 and what core._actor()
-- raises.

function api.begin_job_step(p_job text, p_step text)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Records that a step of a job begins, in a transaction of its own before the step's. Returns its
-- job_run_id. Rows of the same step that are called running, have the run id of a command as their
-- application_name, and no session of that run left in the database, are marked interrupted. Raises
-- ZR102, ZR304, ZR305 and what core._actor() raises.

function api.begin_report_build()
    returns void language plpgsql volatile security definer set search_path="";
-- Begins a build of the marts: nobody else begins one until this session ends. Raises 55P03 when
-- another build is running, ZR008 (a schema of the marts is missing) and what core._actor() raises.

function api.cancel_recertification(p_scheduled_recertification_id bigint, p_change_reason text)
    returns TABLE(scheduled_recertification_id bigint, training text, version text, effective_on date, state text, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Takes back a recertification that was stored for a day to come; the queue asks again whether to
-- recertify, if that was for everyone and nothing else decides it. Rights are those of recertifying.
-- Audit action decline_recertification, entity scheduled_recertification. Raises ZR101, ZR209 (done,
-- cancelled or superseded), ZR210 (no such one), ZR304, ZR305, ZR306 and what core._actor() raises.

function api.check_invariants(p_deep boolean DEFAULT false)
    returns SETOF ops.finding language sql stable security definer set search_path="";
-- Checks what must always hold of the record and of what guards it, one row a check: check (its
-- name), status (pass, fail, not applicable), rows (how many do not hold) and remedy (what to do, the first
-- of them named). Changes nothing. p_deep also proves superseded evidence by its digests. What each
-- check means is in docs/checks.md.

function api.claim_job(p_job text)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Claims a job for this session, until the session ends: nobody else runs it meanwhile. Steps that a
-- former session left running are marked interrupted; returns how many. Raises 55P03 (it is running),
-- ZR102, ZR304, ZR305 and what core._actor() raises.

function api.claim_notifications()
    returns bigint[] language plpgsql volatile security definer set search_path="";
-- The reminders that wait, as notification_ids in the order in which they were written; nobody else
-- claims or exports any until the transaction ends. Withdraws those that have nothing to remind of any
-- more, and marks none as handed over: read them from api.notifications, hand them over, then call
-- api.export_notifications. So the audit log is not held while a slow reader reads. Raises ZR304,
-- ZR305 and what core._actor() raises.

function api.claim_recertification(p_run_id bigint)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Claims a run in batches for this session, until the session ends: nobody else goes on with it
-- meanwhile. What a former session left running is marked interrupted. Returns the number of the new
-- job run, whose result is the position, with the rows that were written before it (rows_before) and who
-- goes on with it (actor).
-- Raises 55P03 (somebody is at it), ZR209 (it is whole), ZR210 (no such run), ZR304, ZR305, ZR306 (the
-- author) and what core._actor() raises.

function api.compare_versions(p_training text, p_label text)
    returns TABLE(training text, version text, state text, base_version text, content text, base_content text, objectives text[], base_objectives text[], sources text[], base_sources text[]) language plpgsql stable security definer set search_path="";
-- A version beside the one it takes the place of: the active version of its training, or, for one
-- that is or was active, the one before it. Content, objectives and sources of both; what is of the
-- base is null when there was none. Raises ZR201, ZR202 and what core._actor() raises.

function api.complete_training(p_training text, p_score numeric DEFAULT NULL::numeric, p_signature_method text DEFAULT NULL::text, p_employee_number text DEFAULT NULL::text)
    returns TABLE(employee_number text, training text, version text, evidence_id bigint, completed_at timestamp with time zone, score numeric, signature_id bigint, manifestation text, assignments_closed bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Records that a person completed a training, on the version that is active at that moment and by the
-- server's clock: the acting user, or somebody whom the acting user may act for. Closes all open
-- assignments of the training (rule 13). p_score is 0 to 100 or null; p_signature_method signs at
-- once (see api.sign_evidence), which a training may require and only the person can. Audit actions
-- complete_training and sign_evidence. Raises ZR102, ZR105 (signature missing), ZR201, ZR203, ZR204
-- (no active version), ZR304, ZR305 and what core._actor() raises.

function api.compliance_as_of(p_at timestamp with time zone)
    returns TABLE(user_id bigint, employee_number text, full_name text, department text, location text, is_active boolean, training_id bigint, training text, active_version text, compliance_status text, evidence_id bigint, evidence_version text, evidence_completed_at timestamp with time zone, recertification_status text, campaign_id bigint, campaign text, assignment_status text, due_at timestamp with time zone, overdue_at timestamp with time zone, overdue_since timestamp with time zone) language plpgsql stable security definer set search_path="";
-- Who was compliant with what at a moment that has passed: the columns and rows of
-- mart_compliance.user_training_status as they were then, from the record alone, with the names,
-- departments, grace, versions and exemptions of that moment. What was recorded later is not in it.
-- Records have the moment at which their transaction wrote them, so one that was under way then may be
-- told as done; an assignment imported as in progress is told as not started before it was completed.
-- Open to who sees everybody. Raises ZR102 (a moment to come), ZR304 and what core._actor() raises.

function api.create_campaign(p_training text, p_name text, p_due_at timestamp with time zone, p_change_reason text, p_employee_numbers text[] DEFAULT NULL::text[], p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_activities text[] DEFAULT NULL::text[], p_plants text[] DEFAULT NULL::text[], p_lines text[] DEFAULT NULL::text[], p_workstations text[] DEFAULT NULL::text[], p_attributes text DEFAULT NULL::text)
    returns TABLE(campaign_id bigint, campaign text, training text, version text, due_at timestamp with time zone, population bigint, created bigint, already_current bigint, inactive bigint, exempt bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan;
-- Assigns the active version of a training in a campaign with a due date of its own: to people by
-- employee number, or to the active people who match by attributes, AND across dimensions and OR
-- within one (p_attributes: NAME=VALUE parts separated by semicolons, or a JSON object). The audience
-- is looked up now and recorded; who holds current evidence, is inactive or exempt is listed and not
-- assigned. By an hr_admin, quality_admin or corporate_admin. Returns one row with the counts. Audit
-- action create_campaign. Raises ZR101, ZR102, ZR201, ZR203, ZR204 (no active version), ZR209 (name),
-- ZR304, ZR305 and what core._actor() raises.

function api.decline_recertification(p_training text, p_label text, p_change_reason text)
    returns TABLE(training text, version text, review_task_id bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Rule 15: records the decision to recertify nobody, or nobody beside those of a scope, for an active
-- version, with actor and reason, and
-- resolves its recert_decision. Nothing else changes; api.recertify may still decide otherwise later.
-- Audit action decline_recertification. Raises ZR101, ZR201, ZR202, ZR204, ZR209 (decided already),
-- ZR304, ZR305, ZR306 and what core._actor() raises.

function api.end_import(p_import_id bigint)
    returns void language plpgsql volatile security definer set search_path="";
-- Empties the tables of an import; its rejected rows have been read by then. Raises ZR208 unless
-- this transaction has begun the import.

function api.end_job_step(p_job_run_id bigint, p_state text, p_result jsonb DEFAULT NULL::jsonb, p_sqlstate text DEFAULT NULL::text, p_message text DEFAULT NULL::text)
    returns void language plpgsql volatile security definer set search_path="";
-- Records how a step of a job ended: succeeded, failed, skipped or interrupted, with its counts or
-- its error. Raises ZR102, ZR210 (not running), ZR304, ZR305 and what core._actor() raises.

function api.end_recertification(p_run_id bigint)
    returns core.recertification_result language plpgsql volatile security definer set search_path="";
-- Ends a recertification whose batches are all enrolled: from here on it is whole, and its audit row
-- recertify has all counts, the sums of its batches. Returns what api.recertify returns. One that is
-- whole stays as it is. Raises ZR210 (no such run), ZR214 (batches are left), ZR304, ZR305, ZR306 (the
-- author), ZR402 and what core._actor() raises.

function api.enrol_recertification_batch(p_run_id bigint, p_batch_number integer)
    returns TABLE(run_id bigint, batch_number integer, population bigint, created bigint, evidence_superseded bigint, is_new boolean, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Enrols the people of one batch of a run that is not whole: their assignments, the flag of their
-- evidence, who is left out by name and reason, the counts, and the position of the job, all in this
-- transaction. Several sessions may each do another batch at once. A batch that is done stays as it is
-- (is_new is false). The decision stands, whoever goes on with it. Audit action assign. Raises ZR210
-- (no such run or batch), ZR304, ZR305, ZR306 (the author), 40001 and what core._actor() raises.

function api.export_notifications(p_notification_ids bigint[] DEFAULT NULL::bigint[])
    returns TABLE(notification_id bigint, kind text, employee_number text, full_name text, email text, copy_to text, copy_email text, training text, version text, campaign text, due_at timestamp with time zone, created_at timestamp with time zone, subject text) language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan;
-- Hands over the reminders that wait (or those of p_notification_ids), in the order in which they
-- were written: marks them and returns them, in one transaction, which the caller commits when they
-- are where they belong and rolls back otherwise. Without p_notification_ids those that have nothing
-- to remind of any more are withdrawn first, as api.claim_notifications() does. Audit action export,
-- unless there are none. Raises ZR304, ZR305 and what core._actor() raises.

function api.fail_report_build(p_build_id text, p_state text, p_message text, p_failed text[] DEFAULT '{}'::text[])
    returns boolean language plpgsql volatile security definer set search_path="";
-- Records that a build of the marts failed or was interrupted, with a sentence and the names of the
-- models and tests that failed; the marts are those of the build before. Returns false when it is not
-- running. Raises ZR102 and what core._actor() raises.

function api.grant_exemption(p_employee_number text, p_training text, p_change_reason text, p_valid_until timestamp with time zone)
    returns TABLE(exemption_id bigint, employee_number text, training text, valid_until timestamp with time zone, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Exempts a person from a training until a moment; granted by somebody else than the person, who
-- may decide (rule 1). Audit action grant_exemption. Raises ZR101, ZR102, ZR201, ZR203, ZR304,
-- ZR305, ZR306 and what core._actor() raises.

function api.load_import(p_import_id bigint, p_partial boolean DEFAULT false, p_file_sha256 text DEFAULT NULL::text)
    returns TABLE(read bigint, inserted bigint, updated bigint, skipped bigint, rejected bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="" set work_mem=256MB set plan_cache_mode=force_custom_plan;
-- Judges the staged rows of an import and loads them; rows already there are skipped. Nothing is
-- loaded when a row is rejected, unless p_partial; the reasons are in api.import_rejects. Audit
-- action import, and those of what it does: update_user, reactivate_user, submit_version,
-- resolve_review_task, create_campaign, complete_training,
-- sign_evidence. Raises ZR103 (no rows), ZR208 (not begun in this
-- transaction, or done), ZR304, ZR305 and what core._actor() raises.

function api.open_report_build(p_build_id text, p_definition text, p_selection text[] DEFAULT NULL::text[], p_is_full boolean DEFAULT false, p_snapshot_xmin xid8 DEFAULT NULL::xid8)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Records that a build of the marts begins, and returns its build_number. p_build_id is dbt's
-- invocation_id, p_definition a digest of the models, p_selection what was asked for (null for
-- everything), p_is_full whether everything is to be built anew, p_snapshot_xmin the oldest
-- transaction that the build's snapshot may not see whole (null for that of the present one). A build
-- that is still called running is marked interrupted: it will not replace a mart any more. Raises
-- ZR102, 23505 (an id that is recorded), 55P03 (recert report build is running, and this is not it)
-- and what core._actor() raises.

function api.preview_expiry(p_within_days integer DEFAULT 0)
    returns TABLE(training text, version text, interval_days integer, people bigint, evidence bigint, first_expires_at timestamp with time zone, last_expires_at timestamp with time zone) language plpgsql stable security definer set search_path="";
-- Rule 17, looked ahead: for each training the evidence that is current now and will have expired
-- p_within_days from now (0 to 3650), and whose it is; changes nothing. version is the active one,
-- null without one. Raises ZR102 and what core._actor() raises.

function api.preview_recertification(p_training text, p_label text, p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_from_versions text[] DEFAULT NULL::text[], p_effective_on date DEFAULT NULL::date)
    returns TABLE(training text, version text, campaign text, activated boolean, population bigint, created bigint, already_enrolled bigint, already_current bigint, inactive bigint, exempt bigint, evidence_superseded bigint, due_at timestamp with time zone, plan_digest text, audit_seq bigint, dry_run boolean, scope jsonb, effective_on date, breakdown jsonb) language plpgsql stable security definer set search_path="" set work_mem=256MB;
-- What approving with recertify everyone, or recertifying, would do at this moment; changes nothing.
-- One row with the counts, the plan_digest over the exact population, and the counts by department
-- and location in breakdown. Scope and day are those of api.recertify. The version is pending review,
-- approved or active. Raises ZR102, ZR201, ZR202, ZR204, ZR205 and what core._actor() raises.

function api.reactivate_user(p_employee_number text, p_change_reason text)
    returns TABLE(user_id bigint, employee_number text, assigned bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Rule 14: makes somebody active again, and gives them the assignments that they missed, due from
-- now. By scheduled work, an hr_admin, quality_admin or corporate_admin. Returns how many were
-- assigned. Audit action reactivate_user. Raises ZR101, ZR203, ZR209 (active), ZR304, ZR305 and what
-- core._actor() raises.

function api.recertification_size(p_training text, p_label text)
    returns bigint language plpgsql stable security definer set search_path="" set plan_cache_mode=force_custom_plan;
-- How many rows of evidence on earlier versions still count: about how much a recertification for the
-- version has to write, found faster than a preview. Raises ZR201, ZR202 and what core._actor()
-- raises.

function api.recertify(p_training text, p_label text, p_change_reason text, p_plan_digest text DEFAULT NULL::text, p_departments text[] DEFAULT NULL::text[], p_locations text[] DEFAULT NULL::text[], p_from_versions text[] DEFAULT NULL::text[], p_effective_on date DEFAULT NULL::date, p_batch_size integer DEFAULT NULL::integer)
    returns core.recertification_result language plpgsql volatile security definer set search_path="";
-- Re-enrols everyone trained on a version earlier than this active one (rules 6 to 12), or those of
-- these departments and locations, or with current or expired evidence on one of p_from_versions. Safe
-- to run again: late evidence joins the same campaign, and so do people whom an earlier run left out
-- when nothing keeps them out any more. With p_effective_on, a UTC day to come, it is stored and done
-- by the daily job. With p_batch_size it only begins (run_id and batches are in what it returns, and the
-- counts are zero): api.enrol_recertification_batch does one batch of about so many people after the
-- other, api.end_recertification ends it. Returns one row with the counts of this run; activated is false, since this
-- activates nothing. Audit action recertify. Raises ZR101, ZR102, ZR201, ZR202, ZR204, ZR206, ZR209,
-- ZR214, ZR304, ZR305, ZR306 and what core._actor() raises.

function api.recompute_assignments(p_employee_number text DEFAULT NULL::text, p_queued_only boolean DEFAULT false)
    returns TABLE(users bigint, rules bigint, created bigint, missed bigint, recomputed_at timestamp with time zone, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Rule 18: applies all assignment rules to everybody, to one person, or with p_queued_only to those
-- who are new or changed since the last time, or whose exemption has ended (everybody, if rules
-- changed or a training got an active version). Also gives people what they missed while they were
-- inactive or exempt (rule 14). Never deletes, never duplicates. users are the active people looked
-- at, created the assignments by rules, missed those that were missed. Audit action
-- recompute_assignments. Raises ZR203, ZR304, ZR305 and what core._actor() raises.

function api.record_audit_export(p_seq bigint, p_hash text)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Records that the audit log was exported up to the row p_seq with the hash p_hash, and returns
-- audit_seq, which is that of a later row. Call it when the file is written, so that the log is not
-- held meanwhile. Audit action export. Raises ZR102 and what core._actor() raises.

function api.record_job_waits(p_job_run_id bigint, p_wait_events jsonb)
    returns void language plpgsql volatile security definer set search_path="";
-- Notes what the sessions of a running step were at so far: an object of Type/Event, or CPU, and how
-- often each was seen; it takes the place of what was noted before. Raises ZR102, ZR210 (not running),
-- ZR304, ZR305 and what core._actor() raises.

function api.record_report_build(p_build_id text, p_models bigint, p_tests_passed bigint, p_tests_warned bigint, p_marts jsonb, p_as_of timestamp with time zone, p_head_seq bigint, p_head_hash text, p_is_whole boolean DEFAULT false)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Records that a build of the marts succeeded, in the transaction that publishes them, and returns
-- audit_seq. p_marts is an object of the marts built and their rows, and of the controls that were
-- asked (under controls: result, failed, accepted of each), p_as_of the moment that they tell
-- of, p_head_seq and p_head_hash the last row of the audit log that they cover, p_is_whole whether
-- every model was built and every test asked. Audit action report_build. Raises ZR401 (no such row),
-- ZR208 (not running: another build has begun since) and what core._actor()
-- raises.

function api.record_report_export(p_kind text, p_name text, p_scope jsonb, p_head_seq bigint, p_head_hash text, p_sha256 text DEFAULT NULL::text)
    returns bigint language plpgsql volatile security definer set search_path="";
-- Records that something made of the marts was handed out, and returns audit_seq. p_kind is pack (the
-- inspector's pack), site or mart; p_name the name of its file or folder, of a mart that of the mart;
-- p_scope what was asked for, as an object; p_head_seq and p_head_hash the row of the audit log that
-- it goes up to: of a pack the last one in its log, else the last one that the marts cover (0 and 64
-- zeros where there was none); p_sha256, in lower-case hexadecimal, that of the file, or of what
-- sha256sum prints of all files of a site. Call it when all is written. Audit action export. Open to
-- who sees everybody. Raises ZR102, ZR304 and what core._actor() raises.

function api.reject_version(p_training text, p_label text, p_change_reason text)
    returns TABLE(training text, version text, state text, review_task_id bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Rejects a version that is pending review, for good: a corrected one comes under a new label (rules
-- 1 and 2). Returns the version and the review task that this resolved. Audit action reject_version.
-- Raises ZR101, ZR201, ZR202, ZR204, ZR304, ZR305, ZR306 and what core._actor() raises.

function api.resolve_review_task(p_review_task_id bigint, p_resolution text, p_change_reason text)
    returns TABLE(review_task_id bigint, task_type text, training text, version text, resolution text, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Ends an open review task. A version_approval ends with approve (which activates it and recertifies
-- nobody) or reject, a recert_decision with recertify (everyone) or decline, a source_outdated with
-- no_change_needed or revision_planned. Audit action resolve_review_task, after the row of what it
-- does. Raises ZR102 (resolution), ZR209 (resolved already), ZR210 (no such task), ZR304 (role, or
-- addressed to another one) and what the functions that it calls raise.

function api.run_scheduled_recertification(p_scheduled_recertification_id bigint)
    returns core.recertification_result language plpgsql volatile security definer set search_path="";
-- Does a recertification that was decided for a UTC day that has come; the daily job calls it.
-- Returns what api.recertify returns. Audit action recertify, by whoever runs it, with decided_by.
-- Raises ZR102 (nobody is in a department or location of its scope any more), ZR209 (not due yet,
-- done, cancelled or superseded), ZR210 (no such one), ZR304, ZR305, 40001 and what core._actor()
-- raises.

function api.scan_expiry()
    returns TABLE(expired bigint, people bigint, created bigint, still_current bigint, already_enrolled bigint, inactive bigint, exempt bigint, without_active_version bigint, campaigns text[], scanned_at timestamp with time zone, audit_seq bigint) language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;
-- Rule 17: flags current evidence as expired when the training's recertification_interval_days have
-- passed since its completion, and enrols those people in the campaign Periodic recertification:
-- <training> <UTC date> of the active version, due after the training's offset. people are those
-- whose evidence expired, once a training: created were enrolled; still_current hold other current
-- evidence on a version that has been in force; already_enrolled have an open periodic assignment of it; inactive and
-- exempt are listed in core.campaign_exceptions and get it later (rule 14). A second run changes
-- nothing. A training whose recertification is not whole is left to the next scan, and named in the row of
-- the log (being_recertified). Audit action scan_expiry. Raises ZR304, ZR305
-- and what core._actor() raises.

function api.scan_overdue()
    returns TABLE(marked bigint, cleared bigint, moved bigint, overdue bigint, scanned_at timestamp with time zone, audit_seq bigint) language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan;
-- Rule 16: sets overdue_since of every open assignment that is overdue at the start of this
-- transaction, and clears it where that is no longer true. marked and cleared count those who became
-- overdue and those who no longer are, moved those whose moment another grace moved, overdue all who
-- are at that moment. A second run changes nothing. Audit action scan_overdue. Raises ZR304,
-- ZR305 and what core._actor() raises.

function api.sign_evidence(p_training text, p_signature_method text, p_evidence_id bigint DEFAULT NULL::bigint)
    returns TABLE(employee_number text, training text, version text, evidence_id bigint, signature_id bigint, manifestation text, signature_method text, client_addr inet, signed_at timestamp with time zone, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Signs the acting user's own evidence of a training, the latest, or the one
-- named: the text with name, employee number, training, version and times is stored word for word
-- with the method (click_to_confirm, drawn or re_authenticated), the client's address as the server
-- sees it and the server's time. Audit action sign_evidence, in the same transaction. Raises ZR102,
-- ZR201, ZR209 (signed already), ZR211 (no such evidence), ZR304, ZR305 and what core._actor()
-- raises.

function api.start_assignment(p_training text, p_employee_number text DEFAULT NULL::text)
    returns TABLE(employee_number text, training text, started bigint, in_progress bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Marks the person's open assignments of a training as in progress: the acting user's, or those of
-- somebody whom the acting user may act for. What is in progress stays as it is. Returns how many were
-- started and how many are in progress now. Audit action assign with status in_progress, unless
-- nothing changed. Raises ZR201, ZR203, ZR211 (nothing open), ZR304, ZR305 and what core._actor()
-- raises.

function api.submit_version(p_training text, p_label text, p_content text, p_sources text[], p_change_reason text, p_objectives text[] DEFAULT '{}'::text[], p_addressed_to text DEFAULT 'quality_admin'::text)
    returns TABLE(training text, version text, state text, review_task_id bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Submits a version for review: the acting user is its author. p_content is Markdown; p_sources are
-- DOCUMENT or DOCUMENT@REVISION, at least one. A draft of the author's with this label is submitted
-- again, an earlier pending version of the author's goes back to draft (rule 5). p_addressed_to
-- is the role that is asked to decide, quality_admin or corporate_admin. Returns the
-- version and its review task. Audit action submit_version. Raises ZR101, ZR102, ZR201, ZR204,
-- ZR205, ZR304, ZR305, ZR307 (evidence on it, and something else than was learnt) and what
-- core._actor() raises.

function api.upsert_user(p_employee_number text, p_full_name text DEFAULT NULL::text, p_email text DEFAULT NULL::text, p_role text DEFAULT NULL::text, p_is_active boolean DEFAULT NULL::boolean, p_department text DEFAULT NULL::text, p_location text DEFAULT NULL::text, p_activity text DEFAULT NULL::text, p_plant text DEFAULT NULL::text, p_line text DEFAULT NULL::text, p_workstation text DEFAULT NULL::text, p_manager text DEFAULT NULL::text, p_attributes jsonb DEFAULT NULL::jsonb, p_db_role text DEFAULT NULL::text)
    returns TABLE(user_id bigint, employee_number text, outcome text, assigned bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";
-- Records a person or changes one, as a row of a users file would, with the same rules: what is null
-- stays as it is (or is the default of a new person), what is blank is cleared; history is kept.
-- Somebody who comes back gets what they missed (rule 14); leaving cancels nothing. By scheduled work,
-- an hr_admin, quality_admin or corporate_admin. outcome is inserted, updated or unchanged, assigned
-- what a return brought. Audit action update_user or reactivate_user, unless unchanged. Raises ZR102
-- (a value), ZR304, ZR305 and what core._actor() raises.

function api.verify_audit_chain(p_anchor_seqs bigint[] DEFAULT NULL::bigint[], p_anchor_hashes text[] DEFAULT NULL::text[])
    returns TABLE(is_intact boolean, rows_checked bigint, first_bad_seq bigint, problem text, head_seq bigint, head_hash text) language sql stable security definer set search_path="";
-- Checks the whole audit log: no gap, every hash, every column against its payload, the end of the
-- chain, and anchors: heads that were kept elsewhere, the seq of each in p_anchor_seqs and its hash in
-- hexadecimal at the same place of p_anchor_hashes. One row; first_bad_seq is the first row that does
-- not fit, null when all do.

function api.write_reminders()
    returns TABLE(due_in_30_days bigint, due_in_14_days bigint, due_in_7_days bigint, due_in_1_day bigint, overdue bigint, written_at timestamp with time zone) language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;
-- Writes the reminders that are due into core.notifications: of open assignments of active people who
-- are not exempt, 30, 14, 7 and 1 days before they are due (the nearest of these), and when the scan
-- has found them overdue, the latter with a copy to an active manager. Each at most once, so a second
-- run writes nothing; of several open assignments of a training the one due first reminds. Returns
-- how many of each. Reminders are no part of the record and have no audit row; handing them over has.
-- Raises ZR304, ZR305 and what core._actor() raises.

function audit._append(VARIADIC p_entries audit.entry[])
    returns bigint language plpgsql volatile security definer set search_path="";

function audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea)
    returns bytea language sql immutable security invoker parallel safe;

aggregate audit._chained_hash(p_payload text, p_start bytea)
    returns bytea language internal immutable security invoker;

function audit._check_head()
    returns trigger language plpgsql volatile security definer set search_path="";

function audit._check_written()
    returns trigger language plpgsql volatile security definer set search_path="";

function audit._moment(p_moment timestamp with time zone)
    returns text language sql stable security invoker parallel safe;

function audit._parsed(p_payload text)
    returns jsonb language plpgsql immutable security invoker set search_path="";

function audit._payload(p_seq bigint, p_occurred_at timestamp with time zone, p_actor text, p_db_role text, p_client_addr inet, p_action text, p_entity_type text, p_entity_id text, p_change_reason text)
    returns jsonb language sql stable security invoker;

function audit._require_row(p_seq bigint, p_hash text)
    returns void language plpgsql stable security invoker set search_path="";

function core._activate(p_version_id bigint, p_at timestamp with time zone, p_actor_id bigint, p_is_decided boolean)
    returns jsonb language plpgsql volatile security definer set search_path="";

function core._active_user(p_user_id bigint)
    returns core.users language plpgsql stable security definer set search_path="";

function core._active_version(p_training core.trainings)
    returns core.training_versions language plpgsql stable security definer set search_path="";

function core._actor()
    returns bigint language plpgsql stable security definer set search_path="";

function core._as_attributes(p_value text)
    returns jsonb language plpgsql immutable security invoker parallel safe set search_path="";

function core._as_boolean(p_value text)
    returns boolean language sql immutable security invoker parallel safe;

function core._as_integer(p_value text)
    returns integer language sql immutable security invoker parallel safe;

function core._as_score(p_value text)
    returns numeric language sql immutable security invoker parallel safe;

function core._as_timestamp(p_value text)
    returns timestamp with time zone language sql stable security invoker parallel safe;

function core._as_wanted_attributes(p_value text)
    returns jsonb language plpgsql immutable security invoker parallel safe set search_path="";

function core._assign_created(p_run core.recertification_runs, p_frame core.recertification_frame, p_batch core.recertification_batches, p_due_at timestamp with time zone, p_user_ids bigint[], p_outcomes core.recertification_outcome[])
    returns bigint language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;

function core._assign_missed(p_user_ids bigint[], p_at timestamp with time zone)
    returns bigint language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan;

function core._assignment_status_at(p_status text, p_started_at timestamp with time zone, p_closed_at timestamp with time zone, p_at timestamp with time zone)
    returns text language sql immutable security invoker parallel safe;

function core._begin_batches(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_batch_size integer, p_details jsonb, p_preceding audit.entry[])
    returns core.recertification_runs language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;

function core._begin_run(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_scope jsonb)
    returns core.recertification_runs language plpgsql volatile security definer set search_path="";

function core._changed_columns(p_before jsonb, p_after jsonb)
    returns jsonb language sql immutable security invoker parallel safe set search_path="";

function core._check_assignment_parents()
    returns trigger language plpgsql volatile security definer set search_path="" set work_mem=256MB set enable_hashjoin=off set plan_cache_mode=force_custom_plan;

function core._check_campaign_exception_parents()
    returns trigger language plpgsql volatile security definer set search_path="" set work_mem=256MB;

function core._check_evidence_parents()
    returns trigger language plpgsql volatile security definer set search_path="" set work_mem=256MB;

function core._check_exception_parents()
    returns trigger language plpgsql volatile security definer set search_path="" set work_mem=256MB;

function core._check_rule_trainings()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._check_superseding_campaign()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._close_assignments(p_training_ids bigint[], p_at timestamp with time zone, p_user_ids bigint[] DEFAULT NULL::bigint[])
    returns bigint language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan;

function core._collect_rejects(p_import ops.imports)
    returns bigint language plpgsql volatile security definer set search_path="";

function core._completion_entry(p_evidence_id bigint, p_employee_number text, p_training text, p_version text, p_score numeric, p_content_sha256 bytea)
    returns audit.entry language sql immutable security invoker parallel safe;

function core._compliance_as_of(p_at timestamp with time zone)
    returns TABLE(user_id bigint, employee_number text, full_name text, department text, location text, is_active boolean, training_id bigint, training text, active_version text, compliance_status text, evidence_id bigint, evidence_version text, evidence_completed_at timestamp with time zone, recertification_status text, campaign_id bigint, campaign text, assignment_status text, due_at timestamp with time zone, overdue_at timestamp with time zone, overdue_since timestamp with time zone) language plpgsql stable security definer set search_path="" set work_mem=256MB;

function core._compliance_status(p_evidence_rank integer, p_is_active boolean, p_is_exempt boolean, p_standing text)
    returns text language sql immutable security invoker parallel safe;

function core._days_later(p_moment timestamp with time zone, p_days integer)
    returns timestamp with time zone language sql stable security invoker parallel safe;

function core._decide_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_batch_size integer, p_activated boolean, p_preceding audit.entry[])
    returns core.recertification_result language plpgsql volatile security definer set search_path="";

function core._earlier_versions(p_version_id bigint)
    returns bigint[] language sql stable security definer set search_path="";

function core._effective_day(p_effective_on date)
    returns date language plpgsql stable security invoker set search_path="";

function core._end_batches(p_run core.recertification_runs, p_version_id bigint)
    returns core.recertification_runs language plpgsql volatile security definer set search_path="";

function core._end_run(p_run core.recertification_runs, p_version_id bigint, p_plan_blocks bytea, p_evidence_digest bytea, p_details jsonb, p_preceding audit.entry[])
    returns core.recertification_runs language plpgsql volatile security definer set search_path="";

function core._enrol(p_run core.recertification_runs, p_frame core.recertification_frame, p_batch core.recertification_batches, p_plan_digest text)
    returns core.recertification_batches language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;

function core._enrolment_blocks(p_version_ids bigint[], p_from_version_ids bigint[])
    returns TABLE(blocks bigint[], holders bigint[], evidence_id_to bigint, evidence_rows bigint) language sql stable security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB set parallel_tuple_cost=0;

function core._enrolment_position(p_run_id bigint)
    returns jsonb language sql stable security definer set search_path="";

function core._evidence_bytes(p_evidence_id bigint, p_user_id bigint, p_version_id bigint, p_completed_at timestamp with time zone, p_recorded_at timestamp with time zone, p_is_imported boolean, p_score numeric, p_content_sha256 bytea)
    returns bytea language sql immutable security invoker parallel safe;

function core._evidence_digest(p_version_ids bigint[], p_campaign_id bigint, p_superseded_at timestamp with time zone, p_first_user_id bigint, p_last_user_id bigint)
    returns bytea language plpgsql stable security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;

function core._evidence_digests()
    returns TABLE(campaign_id bigint, superseded_at timestamp with time zone, digest bytea) language sql stable security definer set search_path="" set work_mem=256MB;

function core._evidence_rank(p_status text, p_is_on_active boolean, p_is_valid boolean)
    returns integer language sql immutable security invoker parallel safe;

function core._exempts_at(p_granted_at timestamp with time zone, p_valid_until timestamp with time zone, p_at timestamp with time zone)
    returns boolean language sql immutable security invoker parallel safe;

function core._expiring(p_at timestamp with time zone)
    returns TABLE(user_id bigint, evidence_id bigint, training_id bigint, expires_at timestamp with time zone) language sql stable security definer set search_path="";

function core._fault(p_column_name text, p_reason text, p_value text)
    returns ops.fault language sql immutable security invoker parallel safe;

function core._faults(VARIADIC p_faults ops.fault[])
    returns ops.fault[] language sql immutable security invoker parallel safe;

function core._finish_import(p_import ops.imports, p_details jsonb, p_preceding audit.entry[])
    returns bigint language plpgsql volatile security definer set search_path="";

function core._flag_at(p_superseded_at timestamp with time zone, p_expired_at timestamp with time zone, p_at timestamp with time zone)
    returns text language sql immutable security invoker parallel safe;

function core._freeze_versions(p_version_ids bigint[])
    returns void language plpgsql volatile security definer set search_path="";

function core._guard_evidence_flag()
    returns trigger language plpgsql volatile security invoker set search_path="";

function core._guard_version()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._guard_version_source()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._has_attributes(p_wanted jsonb, p_attributes jsonb)
    returns boolean language sql immutable security invoker parallel safe;

function core._import(p_import_id bigint)
    returns ops.imports language plpgsql stable security definer set search_path="";

function core._in_dimension(p_wanted text[], p_value text)
    returns boolean language sql immutable security invoker parallel safe;

function core._is_distributed()
    returns boolean language plpgsql stable security definer set search_path="";

function core._is_member(p_role text)
    returns boolean language sql stable security definer parallel safe set search_path="";

function core._is_service()
    returns boolean language sql stable security definer parallel safe set search_path="";

function core._is_worker()
    returns boolean language plpgsql stable security definer set search_path="";

function core._judge_assignments(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_completions(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_documents(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_evidence(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_managers(p_import_id bigint)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_rules(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_trainings(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_users(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._judge_versions(p_import ops.imports)
    returns void language plpgsql volatile security definer set search_path="";

function core._keep_rule_history()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._keep_training_history()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._keep_user_history()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._left_out(p_version_id bigint, p_first_user_id bigint, p_last_user_id bigint)
    returns bigint[] language plpgsql stable security definer set search_path="" set plan_cache_mode=force_custom_plan;

function core._load_assignments(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_completions(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_documents(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_evidence(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_rules(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_trainings(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_users(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._load_versions(p_import ops.imports)
    returns ops.import_outcome language plpgsql volatile security definer set search_path="";

function core._lock_enrolments(p_training_ids bigint[])
    returns void language plpgsql volatile security definer set search_path="";

function core._lock_for_assigning()
    returns void language plpgsql volatile security definer set search_path="";

function core._lock_people(p_for_change boolean)
    returns void language plpgsql volatile security definer set search_path="";

function core._lock_scheduled(p_scheduled_recertification_id bigint)
    returns core.scheduled_recertifications language plpgsql volatile security definer set search_path="";

function core._lock_training(p_name text)
    returns core.trainings language plpgsql volatile security definer set search_path="";

function core._lock_trainings(p_training_ids bigint[], p_for_change boolean)
    returns void language plpgsql volatile security definer set search_path="";

function core._lock_version(p_training text, p_label text)
    returns core.training_versions language plpgsql volatile security definer set search_path="";

function core._manifestation(p_full_name text, p_employee_number text, p_training text, p_version text, p_completed_at timestamp with time zone, p_signed_at timestamp with time zone)
    returns text language sql stable security invoker parallel safe;

function core._open_import(p_import_id bigint, p_partial boolean, p_file_sha256 text)
    returns ops.imports language plpgsql volatile security definer set search_path="";

function core._open_review_task(p_version_id bigint, p_task_type text, p_addressed_to text, p_at timestamp with time zone, p_actor_id bigint)
    returns bigint language plpgsql volatile security definer set search_path="";

function core._overdue_marks(p_now timestamp with time zone)
    returns SETOF core.overdue_marks language sql stable security definer set search_path="" set plan_cache_mode=force_custom_plan;

function core._overdue_since(p_due_at timestamp with time zone, p_grace_days integer, p_now timestamp with time zone)
    returns timestamp with time zone language sql stable security invoker parallel safe;

function core._parsed_sources(p_sources text[])
    returns TABLE(document text, revision text) language sql immutable security invoker parallel safe set search_path="";

function core._people_seen()
    returns TABLE(user_id bigint) language plpgsql stable security definer parallel safe set search_path="";

function core._periodic_campaigns(p_at timestamp with time zone)
    returns SETOF core.campaigns language sql stable security definer set search_path="";

function core._person_concerned(p_actor_id bigint, p_employee_number text)
    returns core.users language plpgsql volatile security definer set search_path="";

function core._plan_blocks(p_user_ids bigint[], p_evidence_rows bigint[], p_outcomes core.recertification_outcome[])
    returns bytea language sql stable security definer set search_path="" set work_mem=256MB;

function core._plan_digest(p_version_id bigint, p_scope jsonb, p_effective_on date, p_blocks bytea)
    returns text language sql stable security definer set search_path="";

function core._queue_changed_users()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._queue_for_approval(p_version_ids bigint[], p_actor_id bigint, p_at timestamp with time zone, p_addressed_to text)
    returns audit.entry[] language plpgsql volatile security definer set search_path="";

function core._queue_new_users()
    returns trigger language plpgsql volatile security definer set search_path="";

function core._queue_outdated_sources(p_training_ids bigint[], p_at timestamp with time zone, p_actor_id bigint)
    returns bigint[] language plpgsql volatile security definer set search_path="";

function core._queues_seen()
    returns text[] language plpgsql stable security definer parallel safe set search_path="";

function core._recertification_decision(p_version_id bigint)
    returns text language sql stable security definer set search_path="";

function core._recertification_frame(p_version_id bigint, p_scope jsonb, p_campaign_id bigint, p_moment timestamp with time zone, p_evidence_id_to bigint, p_first_user_id bigint, p_last_user_id bigint)
    returns core.recertification_frame language plpgsql stable security definer set search_path="";

function core._recertification_people(p_frame core.recertification_frame, p_first_user_id bigint, p_last_user_id bigint)
    returns TABLE(user_id bigint, department text, location text, evidence_rows bigint, outcome core.recertification_outcome) language sql stable security invoker;

function core._recertification_population(p_version_id bigint, p_scope jsonb)
    returns TABLE(user_id bigint, department text, location text, evidence_rows bigint, outcome core.recertification_outcome) language plpgsql stable security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;

function core._recertification_result(p_version_id bigint, p_run_id bigint, p_scheduled_recertification_id bigint, p_activated boolean, p_audit_seq bigint)
    returns core.recertification_result language sql stable security definer set search_path="";

function core._recertification_scope(p_version core.training_versions, p_departments text[], p_locations text[], p_from_versions text[])
    returns jsonb language plpgsql stable security definer set search_path="";

function core._recertify(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_details jsonb, p_preceding audit.entry[])
    returns core.recertification_runs language plpgsql volatile security definer set search_path="";

function core._recompute(p_user_ids bigint[], p_at timestamp with time zone, p_actor_id bigint)
    returns bigint language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan set work_mem=256MB;

function core._recompute_everyone(p_reason text)
    returns void language plpgsql volatile security definer set search_path="";

function core._refresh_statistics(p_table regclass, p_written bigint)
    returns void language plpgsql volatile security definer set search_path="";

function core._refuse_change()
    returns trigger language plpgsql volatile security invoker set search_path="";

function core._require_addressee(p_user_id bigint, p_version_id bigint)
    returns void language plpgsql stable security definer set search_path="";

function core._require_decider(p_user_id bigint)
    returns void language plpgsql volatile security definer set search_path="";

function core._require_importer(p_user_id bigint)
    returns void language plpgsql stable security definer set search_path="";

function core._require_log_reader()
    returns boolean language plpgsql stable security definer parallel safe set search_path="";

function core._require_not_author(p_user_id bigint, p_version_id bigint)
    returns void language plpgsql stable security definer set search_path="";

function core._require_plan(p_plan_digest text, p_digest_now text, p_population bigint)
    returns void language plpgsql immutable security invoker set search_path="";

function core._require_reason(p_reason text)
    returns void language plpgsql immutable security invoker set search_path="";

function core._require_signature_method(p_method text)
    returns void language plpgsql immutable security invoker set search_path="";

function core._require_source(p_version core.training_versions)
    returns void language plpgsql stable security definer set search_path="";

function core._require_state(p_version core.training_versions, p_states text[], p_to_do text)
    returns void language plpgsql stable security definer set search_path="";

function core._require_whole(p_training_id bigint)
    returns void language plpgsql stable security definer set search_path="";

function core._resolve_review_tasks(p_version_ids bigint[], p_task_types text[], p_resolution text, p_reason text, p_at timestamp with time zone, p_actor_id bigint)
    returns bigint[] language plpgsql volatile security definer set search_path="";

function core._schedule_recertification(p_version_id bigint, p_actor_id bigint, p_change_reason text, p_plan_digest text, p_scope jsonb, p_effective_on date, p_details jsonb, p_preceding audit.entry[])
    returns TABLE(scheduled_recertification_id bigint, audit_seq bigint) language plpgsql volatile security definer set search_path="";

function core._sees_everybody()
    returns boolean language plpgsql stable security definer parallel safe set search_path="";

function core._share_enrolment(p_training_id bigint)
    returns void language plpgsql volatile security definer set search_path="";

function core._share_training(p_name text)
    returns core.trainings language plpgsql volatile security definer set search_path="";

function core._sign(p_user_ids bigint[], p_evidence_ids bigint[], p_methods text[], p_at timestamp with time zone, p_import_id bigint DEFAULT NULL::bigint)
    returns SETOF core.signatures language plpgsql volatile security definer set search_path="";

function core._signature_entry(p_signature core.signatures, p_employee_number text, p_training text, p_version text)
    returns audit.entry language sql immutable security invoker parallel safe;

function core._sources_of(p_version_id bigint)
    returns jsonb language sql stable security definer set search_path="";

function core._standing(p_status text, p_due_at timestamp with time zone, p_grace_days integer, p_at timestamp with time zone)
    returns text language sql stable security invoker parallel safe;

function core._standing_rank(p_standing text)
    returns integer language sql immutable security invoker parallel safe;

function core._training(p_name text)
    returns core.trainings language plpgsql stable security definer set search_path="";

function core._training_fault(p_name text, p_training_id bigint)
    returns ops.fault language sql immutable security invoker parallel safe;

function core._trimmed(p_value text)
    returns text language sql immutable security invoker parallel safe;

function core._trimmed_list(p_value text)
    returns text[] language sql immutable security invoker parallel safe set search_path="";

function core._user_before(p_user_id bigint)
    returns jsonb language sql stable security definer set search_path="";

function core._user_entry(p_user core.users, p_before jsonb, p_assigned_at timestamp with time zone, p_details jsonb)
    returns audit.entry language sql stable security definer set search_path="";

function core._user_fault(p_column_name text, p_number text, p_user_id bigint)
    returns ops.fault language sql immutable security invoker parallel safe;

function core._user_id(p_employee_number text)
    returns bigint language plpgsql stable security definer set search_path="";

function core._version(p_training core.trainings, p_label text)
    returns core.training_versions language plpgsql stable security definer set search_path="";

function core._version_of_run(p_run_id bigint)
    returns core.training_versions language plpgsql stable security definer set search_path="";

function core._welcome_back(p_user_ids bigint[], p_actor_id bigint)
    returns timestamp with time zone language plpgsql volatile security definer set search_path="";

function core._withdraw_reminders(p_at timestamp with time zone)
    returns bigint language plpgsql volatile security definer set search_path="" set plan_cache_mode=force_custom_plan;

function ops._altered()
    returns TABLE(kind text, object text, how text) language sql stable security definer set search_path="";

function ops._catalogue()
    returns TABLE(kind text, object text, definition text) language sql stable security definer set search_path="";

function ops._check_audit_chain()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_changes_are_in_the_log()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_clock_is_the_servers()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_content_is_as_learnt()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_evidence_digests()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_evidence_is_counted()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_guards_are_in_place()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_one_active_version()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_owner_is_kept_out()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_pending_versions_are_queued()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_recertification_counts()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_records_are_as_logged()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_records_have_their_parents()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_rights_are_as_documented()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_schema_is_as_installed()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_superseded_has_campaign()
    returns ops.finding language sql stable security definer set search_path="";

function ops._check_trained_people_are_done()
    returns ops.finding language sql stable security definer set search_path="";

function ops._compared(p_finding ops.finding)
    returns ops.finding language sql stable security definer set search_path="";

function ops._decisions_not_in_the_log()
    returns SETOF text language sql stable security definer set search_path="";

function ops._false_batches(p_run_id bigint)
    returns SETOF text language plpgsql stable security definer set search_path="";

function ops._finding(p_check text, p_names text[], p_remedy text)
    returns ops.finding language sql immutable security invoker set search_path="";

function ops._grants()
    returns TABLE(kind text, object text, role text, privilege text) language sql stable security definer set search_path="";

function ops._made(p_check text)
    returns ops.finding language plpgsql stable security definer set search_path="";

function ops._measure_wal()
    returns trigger language plpgsql volatile security invoker set search_path="";

function ops._miscounted_recertifications()
    returns SETOF text language sql stable security definer set search_path="";

function ops._not_applicable(p_check text, p_remedy text)
    returns ops.finding language sql immutable security invoker set search_path="";

function ops._record_installation(p_command_version text, p_foreign_objects text[])
    returns bigint language plpgsql volatile security definer set search_path="";

function ops._records_not_as_logged()
    returns SETOF text language sql stable security definer set search_path="";

function ops._rows_done(p_result jsonb)
    returns numeric language sql immutable security invoker parallel safe set search_path="";

function ops._run_of(p_application_name text)
    returns text language sql immutable security invoker parallel safe;

function ops._waits_now()
    returns TABLE(run text, wait_events jsonb) language sql volatile security invoker set search_path="";



-- Triggers

CREATE TRIGGER head_goes_forward AFTER UPDATE ON audit.head FOR EACH ROW EXECUTE FUNCTION audit._check_head(); -- enabled: A
CREATE TRIGGER head_is_never_deleted BEFORE DELETE OR TRUNCATE ON audit.head FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER log_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER log_is_written_now AFTER INSERT ON audit.log REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit._check_written(); -- enabled: A
CREATE TRIGGER assignment_rules_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.assignment_rules FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER assignment_rules_have_trainings AFTER INSERT ON core.assignment_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_rule_trainings(); -- enabled: A
CREATE TRIGGER assignment_rules_keep_history AFTER UPDATE ON core.assignment_rules REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_rule_history(); -- enabled: A
CREATE TRIGGER assignment_rules_keep_their_key BEFORE UPDATE OF rule_id, created_at ON core.assignment_rules FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER assignment_rules_keep_trainings AFTER UPDATE ON core.assignment_rules REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_rule_trainings(); -- enabled: A
CREATE TRIGGER assignments_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.assignments FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER assignments_have_parents AFTER INSERT ON core.assignments REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_assignment_parents(); -- enabled: A
CREATE TRIGGER assignments_keep_their_key BEFORE UPDATE OF user_id, campaign_id, assigned_at, is_imported, imported_at ON core.assignments FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER campaign_exceptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.campaign_exceptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER campaign_exceptions_have_parents AFTER INSERT ON core.campaign_exceptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_campaign_exception_parents(); -- enabled: A
CREATE TRIGGER campaign_launches_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.campaign_launches FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER campaigns_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.campaigns FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER campaigns_keep_what_they_are BEFORE UPDATE ON core.campaigns FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER documents_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.documents FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER documents_keep_their_key BEFORE UPDATE OF document, revision, recorded_at ON core.documents FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER evidence_flag_goes_forward AFTER UPDATE ON core.evidence FOR EACH ROW WHEN (((new.recertification_status = 'current'::text) OR (old.recertification_status = 'superseded'::text) OR ((old.recertification_status = 'expired'::text) AND (new.recertification_status = 'expired'::text)) OR ((new.recertification_status = 'superseded'::text) <> (new.superseded_at IS NOT NULL)) OR ((new.superseded_at IS NULL) <> (new.superseded_by_campaign_id IS NULL)))) EXECUTE FUNCTION core._guard_evidence_flag(); -- enabled: A
CREATE TRIGGER evidence_has_parents AFTER INSERT ON core.evidence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_evidence_parents(); -- enabled: A
CREATE TRIGGER evidence_is_append_only BEFORE DELETE OR TRUNCATE ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER evidence_is_immutable BEFORE UPDATE OF user_id, evidence_id, version_id, completed_at, recorded_at, is_imported, score, content_sha256 ON core.evidence FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER evidence_is_superseded_by_a_campaign AFTER UPDATE ON core.evidence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_superseding_campaign(); -- enabled: A
CREATE TRIGGER exemptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.exemptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER expirations_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.expirations FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER notifications_are_handed_over_once BEFORE UPDATE ON core.notifications FOR EACH ROW WHEN (((old.handed_over_at IS NOT NULL) OR (old.withdrawn_at IS NOT NULL))) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER notifications_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.notifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER notifications_stay_as_written BEFORE UPDATE OF user_id, notification_id, campaign_id, kind, due_at, copied_to_id, created_at ON core.notifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER outdated_sources_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.outdated_sources FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_batches_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.recertification_batches FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_batches_end_once BEFORE UPDATE ON core.recertification_batches FOR EACH ROW WHEN ((old.enrolled_at IS NOT NULL)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_batches_keep_their_range BEFORE UPDATE OF run_id, batch_number, user_id_from, user_id_to ON core.recertification_batches FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_exceptions_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.recertification_exceptions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_exceptions_have_parents AFTER INSERT ON core.recertification_exceptions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._check_exception_parents(); -- enabled: A
CREATE TRIGGER recertification_runs_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.recertification_runs FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_runs_end_once BEFORE UPDATE ON core.recertification_runs FOR EACH ROW WHEN ((NOT old.is_enrolling)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_runs_keep_their_beginning BEFORE UPDATE ON core.recertification_runs FOR EACH ROW WHEN (((old.begun_audit_seq IS NOT NULL) AND ((old.begun_audit_seq IS DISTINCT FROM new.begun_audit_seq) OR (old.evidence_id_to IS DISTINCT FROM new.evidence_id_to) OR (old.evidence_to_supersede IS DISTINCT FROM new.evidence_to_supersede)))) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER recertification_runs_stay_as_decided BEFORE UPDATE OF run_id, campaign_id, run_at, run_by, change_reason, due_at, scope ON core.recertification_runs FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER review_tasks_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.review_tasks FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER review_tasks_are_resolved_once BEFORE UPDATE ON core.review_tasks FOR EACH ROW WHEN ((old.state = 'resolved'::text)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER review_tasks_stay_as_asked BEFORE UPDATE OF review_task_id, task_type, version_id, addressed_to, opened_at, opened_by ON core.review_tasks FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER rule_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.rule_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER scheduled_recertifications_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.scheduled_recertifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER scheduled_recertifications_end_once BEFORE UPDATE ON core.scheduled_recertifications FOR EACH ROW WHEN ((old.state <> 'planned'::text)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER scheduled_recertifications_stay_as_decided BEFORE UPDATE OF scheduled_recertification_id, version_id, effective_on, scope, change_reason, plan_digest, decided_by, decided_at ON core.scheduled_recertifications FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER signatures_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.signatures FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER training_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.training_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER training_versions_are_guarded BEFORE INSERT OR UPDATE ON core.training_versions FOR EACH ROW EXECUTE FUNCTION core._guard_version(); -- enabled: A
CREATE TRIGGER training_versions_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.training_versions FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER trainings_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.trainings FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER trainings_keep_history AFTER UPDATE ON core.trainings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_training_history(); -- enabled: A
CREATE TRIGGER trainings_keep_their_key BEFORE UPDATE OF training_id, created_at ON core.trainings FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER user_history_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON core.user_history FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER users_are_never_deleted BEFORE DELETE OR TRUNCATE ON core.users FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER users_are_queued_when_changed AFTER UPDATE ON core.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._queue_changed_users(); -- enabled: A
CREATE TRIGGER users_are_queued_when_new AFTER INSERT ON core.users REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._queue_new_users(); -- enabled: A
CREATE TRIGGER users_keep_history AFTER UPDATE ON core.users REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core._keep_user_history(); -- enabled: A
CREATE TRIGGER users_keep_their_key BEFORE UPDATE OF user_id, employee_number, created_at ON core.users FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER version_sources_are_guarded BEFORE INSERT OR DELETE OR UPDATE ON core.version_sources FOR EACH ROW EXECUTE FUNCTION core._guard_version_source(); -- enabled: A
CREATE TRIGGER version_sources_are_never_truncated BEFORE TRUNCATE ON core.version_sources FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER catalogue_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ops.catalogue FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER imports_are_never_deleted BEFORE DELETE OR TRUNCATE ON ops.imports FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER imports_are_written_once BEFORE UPDATE ON ops.imports FOR EACH ROW WHEN ((old.audit_seq IS NOT NULL)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER installations_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ops.installations FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER job_runs_are_never_deleted BEFORE DELETE OR TRUNCATE ON ops.job_runs FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER job_runs_end_once BEFORE UPDATE ON ops.job_runs FOR EACH ROW WHEN ((old.state <> 'running'::text)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER job_runs_measure_wal BEFORE UPDATE ON ops.job_runs FOR EACH ROW WHEN (((old.state = 'running'::text) AND (new.state <> ALL (ARRAY['running'::text, 'interrupted'::text])))) EXECUTE FUNCTION ops._measure_wal(); -- enabled: A
CREATE TRIGGER migrations_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ops.migrations FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER report_builds_are_never_deleted BEFORE DELETE OR TRUNCATE ON ops.report_builds FOR EACH STATEMENT EXECUTE FUNCTION core._refuse_change(); -- enabled: A
CREATE TRIGGER report_builds_end_once BEFORE UPDATE ON ops.report_builds FOR EACH ROW WHEN ((old.state <> 'running'::text)) EXECUTE FUNCTION core._refuse_change(); -- enabled: A


-- Event triggers

event trigger recert_guards_changes on ddl_command_end execute function recert_guards._guard_shape(); -- enabled: A
event trigger recert_guards_drops on sql_drop execute function recert_guards._guard_shape(); -- enabled: A


-- Row security

table core.evidence row security;
    policy evidence_as_a_whole for select to recert_auditor, recert_builder;
    policy evidence_of_people_seen for select to recert_runner;

table core.notifications row security;
    policy notifications_as_a_whole for select to recert_builder;
    policy notifications_of_people_seen for select to recert_runner;

table core.review_tasks row security;
    policy review_tasks_as_a_whole for select to recert_builder;
    policy review_tasks_of_queues_seen for select to recert_runner;



-- Rights, the owners' own left out

grant execute on function api.acting_user() to recert_runner;
grant execute on function api.activate_version(text,text,text) to recert_runner;
grant execute on function api.approve_version(text,text,text,boolean,boolean,text,text[],text[],text[],date,integer) to recert_runner;
grant execute on function api.begin_backup(text) to recert_runner;
grant execute on function api.begin_import(text,text,text[]) to recert_runner;
grant execute on function api.begin_job_step(text,text) to recert_runner;
grant execute on function api.begin_report_build() to recert_builder;
grant execute on function api.cancel_recertification(bigint,text) to recert_runner;
grant execute on function api.check_invariants(boolean) to recert_runner;
grant execute on function api.check_invariants(boolean) to recert_auditor;
grant execute on function api.claim_job(text) to recert_runner;
grant execute on function api.claim_notifications() to recert_runner;
grant execute on function api.claim_recertification(bigint) to recert_runner;
grant execute on function api.compare_versions(text,text) to recert_runner;
grant execute on function api.complete_training(text,numeric,text,text) to recert_runner;
grant execute on function api.compliance_as_of(timestamp with time zone) to recert_runner;
grant execute on function api.compliance_as_of(timestamp with time zone) to recert_auditor;
grant execute on function api.compliance_as_of(timestamp with time zone) to recert_builder;
grant execute on function api.create_campaign(text,text,timestamp with time zone,text,text[],text[],text[],text[],text[],text[],text[],text) to recert_runner;
grant execute on function api.decline_recertification(text,text,text) to recert_runner;
grant execute on function api.end_import(bigint) to recert_runner;
grant execute on function api.end_job_step(bigint,text,jsonb,text,text) to recert_runner;
grant execute on function api.end_recertification(bigint) to recert_runner;
grant execute on function api.enrol_recertification_batch(bigint,integer) to recert_runner;
grant execute on function api.export_notifications(bigint[]) to recert_runner;
grant execute on function api.fail_report_build(text,text,text,text[]) to recert_builder;
grant execute on function api.grant_exemption(text,text,text,timestamp with time zone) to recert_runner;
grant execute on function api.load_import(bigint,boolean,text) to recert_runner;
grant execute on function api.open_report_build(text,text,text[],boolean,xid8) to recert_builder;
grant execute on function api.preview_expiry(integer) to recert_runner;
grant execute on function api.preview_recertification(text,text,text[],text[],text[],date) to recert_runner;
grant execute on function api.reactivate_user(text,text) to recert_runner;
grant execute on function api.recertification_size(text,text) to recert_runner;
grant execute on function api.recertify(text,text,text,text,text[],text[],text[],date,integer) to recert_runner;
grant execute on function api.recompute_assignments(text,boolean) to recert_runner;
grant execute on function api.record_audit_export(bigint,text) to recert_runner;
grant execute on function api.record_job_waits(bigint,jsonb) to recert_runner;
grant execute on function api.record_report_build(text,bigint,bigint,bigint,jsonb,timestamp with time zone,bigint,text,boolean) to recert_builder;
grant execute on function api.record_report_export(text,text,jsonb,bigint,text,text) to recert_runner;
grant execute on function api.reject_version(text,text,text) to recert_runner;
grant execute on function api.resolve_review_task(bigint,text,text) to recert_runner;
grant execute on function api.run_scheduled_recertification(bigint) to recert_runner;
grant execute on function api.scan_expiry() to recert_runner;
grant execute on function api.scan_overdue() to recert_runner;
grant execute on function api.sign_evidence(text,text,bigint) to recert_runner;
grant execute on function api.start_assignment(text,text) to recert_runner;
grant execute on function api.submit_version(text,text,text,text[],text,text[],text) to recert_runner;
grant execute on function api.upsert_user(text,text,text,text,boolean,text,text,text,text,text,text,text,jsonb,text) to recert_runner;
grant execute on function api.verify_audit_chain(bigint[],text[]) to recert_runner;
grant execute on function api.verify_audit_chain(bigint[],text[]) to recert_auditor;
grant execute on function api.write_reminders() to recert_runner;
grant execute on function audit._moment(timestamp with time zone) to recert_builder;
grant execute on function audit._parsed(text) to recert_auditor;
grant execute on function audit._parsed(text) to recert_builder;
grant execute on function audit._payload(bigint,timestamp with time zone,text,text,inet,text,text,text,text) to recert_builder;
grant execute on function core._assignment_status_at(text,timestamp with time zone,timestamp with time zone,timestamp with time zone) to recert_auditor;
grant execute on function core._compliance_as_of(timestamp with time zone) to recert_builder;
grant execute on function core._compliance_status(integer,boolean,boolean,text) to recert_builder;
grant execute on function core._days_later(timestamp with time zone,integer) to recert_builder;
grant execute on function core._evidence_rank(text,boolean,boolean) to recert_builder;
grant execute on function core._flag_at(timestamp with time zone,timestamp with time zone,timestamp with time zone) to recert_auditor;
grant execute on function core._overdue_since(timestamp with time zone,integer,timestamp with time zone) to recert_builder;
grant execute on function core._people_seen() to recert_runner;
grant execute on function core._people_seen() to recert_auditor;
grant execute on function core._queues_seen() to recert_runner;
grant execute on function core._require_log_reader() to recert_runner;
grant execute on function core._require_log_reader() to recert_auditor;
grant execute on function core._sees_everybody() to recert_runner;
grant execute on function core._sees_everybody() to recert_auditor;
grant execute on function core._standing(text,timestamp with time zone,integer,timestamp with time zone) to recert_builder;
grant execute on function core._standing_rank(text) to recert_builder;
grant execute on function ops._decisions_not_in_the_log() to recert_builder;
grant execute on function ops._miscounted_recertifications() to recert_builder;
grant execute on function ops._records_not_as_logged() to recert_builder;
grant execute on function ops._rows_done(jsonb) to recert_runner;
grant execute on function ops._run_of(text) to recert_runner;
grant execute on function ops._waits_now() to recert_runner;
grant usage on schema api to recert_runner;
grant usage on schema api to recert_auditor;
grant usage on schema api to recert_builder;
grant usage on schema audit to recert_auditor;
grant usage on schema audit to recert_builder;
grant usage on schema core to recert_runner;
grant usage on schema core to recert_auditor;
grant usage on schema core to recert_builder;
grant usage on schema ops to recert_runner;
grant usage on schema ops to recert_auditor;
grant usage on schema ops to recert_builder;
grant select on table api.assignments to recert_runner;
grant select on table api.audit_export to recert_runner;
grant select on table api.audit_export to recert_auditor;
grant select on table api.audit_head to recert_runner;
grant select on table api.audit_head to recert_auditor;
grant select on table api.audit_log to recert_runner;
grant select on table api.audit_log to recert_auditor;
grant select on table api.campaign_people to recert_runner;
grant select on table api.campaigns to recert_runner;
grant select on table api.evidence to recert_runner;
grant select on table api.evidence to recert_auditor;
grant select on table api.exemptions to recert_runner;
grant select on table api.import_columns to recert_runner;
grant select on table api.import_rejects to recert_runner;
grant select on table api.job_runs to recert_runner;
grant select on table api.marts_standing to recert_runner;
grant select on table api.marts_standing to recert_auditor;
grant select on table api.notifications to recert_runner;
grant select on table api.recertification_batches to recert_runner;
grant select on table api.recertification_outcomes to recert_runner;
grant select on table api.recertification_outcomes to recert_auditor;
grant select on table api.review_queue to recert_runner;
grant select on table api.scheduled_recertifications to recert_runner;
grant select on table audit.head to recert_auditor;
grant select on table audit.head to recert_builder;
grant select on table audit.log to recert_auditor;
grant select on table audit.log to recert_builder;
grant select on table core.assignment_rules to recert_builder;
grant select on table core.assignments to recert_builder;
grant select on table core.campaign_exceptions to recert_builder;
grant select on table core.campaign_launches to recert_builder;
grant select on table core.campaigns to recert_builder;
grant select on table core.documents to recert_builder;
grant select on table core.evidence to recert_runner;
grant select on table core.evidence to recert_auditor;
grant select on table core.evidence to recert_builder;
grant select on table core.exemptions to recert_builder;
grant select on table core.expirations to recert_builder;
grant select on table core.notifications to recert_runner;
grant select on table core.notifications to recert_builder;
grant select on table core.outdated_sources to recert_builder;
grant select on table core.recertification_batches to recert_builder;
grant select on table core.recertification_exceptions to recert_builder;
grant select on table core.recertification_runs to recert_builder;
grant select on table core.recompute_queue to recert_builder;
grant select on table core.review_tasks to recert_runner;
grant select on table core.review_tasks to recert_builder;
grant select on table core.rule_history to recert_builder;
grant select on table core.scheduled_recertifications to recert_builder;
grant select on table core.signatures to recert_auditor;
grant select on table core.signatures to recert_builder;
grant select on table core.training_history to recert_builder;
grant select on table core.training_versions to recert_builder;
grant select on table core.trainings to recert_builder;
grant select on table core.user_history to recert_builder;
grant select on table core.users to recert_builder;
grant select on table core.version_sources to recert_builder;
grant select on table ops.imports to recert_builder;
grant select on table ops.migrations to recert_runner;
grant select on table ops.migrations to recert_auditor;
grant select on table ops.migrations to recert_builder;
grant select on table ops.objects to recert_runner;
grant select on table ops.objects to recert_auditor;
grant select on table ops.objects to recert_builder;
grant select on table ops.report_builds to recert_builder;
grant insert on table ops.staged_assignments to recert_runner;
grant insert on table ops.staged_completions to recert_runner;
grant insert on table ops.staged_documents to recert_runner;
grant insert on table ops.staged_evidence to recert_runner;
grant insert on table ops.staged_rules to recert_runner;
grant insert on table ops.staged_trainings to recert_runner;
grant insert on table ops.staged_users to recert_runner;
grant insert on table ops.staged_versions to recert_runner;


-- Comments on tables, columns and views

comment on view api.assignments is 'Every assignment with its person, training and campaign. Completing a training closes all its open
ones. It shows those of people whom the reader may see (docs/security.md).';

comment on column api.assignments.employee_number is 'The person''s number.';
comment on column api.assignments.full_name is 'The person''s name.';
comment on column api.assignments.training is 'The training, as it is called now.';
comment on column api.assignments.version is 'Label of the version of the campaign.';
comment on column api.assignments.active_version is 'Label of the version that is completed now; null when none is active.';
comment on column api.assignments.campaign_id is 'The campaign.';
comment on column api.assignments.campaign is 'Its name.';
comment on column api.assignments.kind is 'manual, rule, recertification or periodic.';
comment on column api.assignments.status is 'not_started, in_progress, completed or cancelled.';
comment on column api.assignments.assigned_at is 'When it was assigned.';
comment on column api.assignments.due_at is 'When it is due.';
comment on column api.assignments.started_at is 'When the person started.';
comment on column api.assignments.completed_at is 'When it was completed.';
comment on column api.assignments.overdue_since is 'Since when it is overdue, as the scan found.';
comment on column api.assignments.is_active is 'Whether the person is active.';
comment on view api.audit_export is 'The audit log as recert audit export writes it: every column as its payload has it, hashes in
hexadecimal.';

comment on column api.audit_export.seq is 'Place in the chain: 1, 2, 3 and so on, without a gap.';
comment on column api.audit_export.occurred_at is 'When it was written, by the server''s clock: ISO 8601 in UTC with microseconds.';
comment on column api.audit_export.actor is 'Employee number of the acting user, or system.';
comment on column api.audit_export.db_role is 'Database login of the session.';
comment on column api.audit_export.client_addr is 'The client''s address as the server saw it; null on a local socket.';
comment on column api.audit_export.action is 'What was done.';
comment on column api.audit_export.entity_type is 'Kind of thing that it was done to.';
comment on column api.audit_export.entity_id is 'Which one.';
comment on column api.audit_export.change_reason is 'Why, verbatim, where a reason is asked for.';
comment on column api.audit_export.payload is 'The exact JSON text that is hashed.';
comment on column api.audit_export.prev_hash is 'Hash of the row before, hexadecimal; 64 zeros before the first.';
comment on column api.audit_export.hash is 'SHA-256 of the bytes of prev_hash followed by payload in UTF-8, hexadecimal.';
comment on view api.audit_head is 'The end of the audit log: what an anchor keeps of it.';
comment on column api.audit_head.seq is 'seq of the last row; 0 when there is none.';
comment on column api.audit_head.hash is 'hash of the last row, hexadecimal; 64 zeros when there is none.';
comment on column api.audit_head.occurred_at is 'When the last row was written.';
comment on column api.audit_head.anchored_at is 'Now, by the server''s clock.';
comment on column api.audit_head.database is 'Which database of its server this is.';
comment on view api.audit_log is 'The audit log, hashes in hexadecimal. hr_admin, quality_admin, corporate_admin, auditor and
services read the whole of it, others nothing (ZR304).';

comment on column api.audit_log.seq is 'Place in the chain: 1, 2, 3 and so on, without a gap.';
comment on column api.audit_log.occurred_at is 'When it was written, by the server''s clock.';
comment on column api.audit_log.actor is 'Employee number of the acting user, or system.';
comment on column api.audit_log.db_role is 'Database login of the session.';
comment on column api.audit_log.client_addr is 'The client''s address as the server saw it; null on a local socket.';
comment on column api.audit_log.action is 'What was done.';
comment on column api.audit_log.entity_type is 'Kind of thing that it was done to.';
comment on column api.audit_log.entity_id is 'Which one.';
comment on column api.audit_log.change_reason is 'Why, verbatim, where a reason is asked for.';
comment on column api.audit_log.payload is 'The exact JSON text that is hashed.';
comment on column api.audit_log.prev_hash is 'Hash of the row before, hexadecimal; 64 zeros before the first.';
comment on column api.audit_log.hash is 'SHA-256 of the bytes of prev_hash followed by payload in UTF-8, hexadecimal.';
comment on view api.campaign_people is 'The people of each campaign: those assigned, and those whom it left out, with the reason. It
shows those whom the reader may see (docs/security.md).';

comment on column api.campaign_people.campaign_id is 'The campaign.';
comment on column api.campaign_people.campaign is 'Its name.';
comment on column api.campaign_people.user_id is 'The person.';
comment on column api.campaign_people.employee_number is 'The person''s number.';
comment on column api.campaign_people.full_name is 'The person''s name.';
comment on column api.campaign_people.outcome is 'created for those assigned, else already_current, inactive or exempt.';
comment on column api.campaign_people.status is 'not_started, in_progress, completed or cancelled; null for those not assigned.';
comment on column api.campaign_people.assigned_at is 'When it was assigned.';
comment on column api.campaign_people.due_at is 'When it is due.';
comment on column api.campaign_people.completed_at is 'When it was completed.';
comment on column api.campaign_people.overdue_since is 'Since when it is overdue.';
comment on view api.campaigns is 'Every campaign with what became of its assignments.';
comment on column api.campaigns.campaign_id is 'Key, for `recert campaign show`.';
comment on column api.campaigns.campaign is 'Its name.';
comment on column api.campaigns.kind is 'manual, rule, recertification or periodic.';
comment on column api.campaigns.training is 'The training, as it is called now.';
comment on column api.campaigns.version is 'Label of the version.';
comment on column api.campaigns.due_at is 'Due date of the campaign, where it has one.';
comment on column api.campaigns.created_at is 'When it was made.';
comment on column api.campaigns.created_by is 'Employee number of who made it; null for scheduled work.';
comment on column api.campaigns.assigned is 'Assignments in it.';
comment on column api.campaigns.completed is 'Assignments completed.';
comment on column api.campaigns.open is 'Assignments not started or in progress, of people who have not left.';
comment on column api.campaigns.overdue is 'Of the open ones, those that the scan found overdue.';
comment on column api.campaigns.audience is 'To whom a manual campaign was addressed: employee_numbers, for those who may see everybody, or
values by dimension.';

comment on column api.campaigns.change_reason is 'Why a manual campaign was made, verbatim.';
comment on column api.campaigns.is_imported is 'Whether it came with a history import.';
comment on column api.campaigns.state is 'enrolling while a recertification in batches has people left to enrol, else whole.';
comment on view api.evidence is 'Evidence with its person, version and signature. It shows that of people whom
the reader may see (docs/security.md).';

comment on column api.evidence.evidence_id is 'Key, for `recert assignment sign --evidence`.';
comment on column api.evidence.employee_number is 'The person''s number.';
comment on column api.evidence.full_name is 'The person''s name.';
comment on column api.evidence.training is 'The training, as it is called now.';
comment on column api.evidence.version is 'Label of the version that was completed.';
comment on column api.evidence.completed_at is 'When it was completed.';
comment on column api.evidence.score is 'Score from 0 to 100, where there was one.';
comment on column api.evidence.recertification_status is 'current, expired or superseded.';
comment on column api.evidence.superseded_at is 'When a recertification superseded it.';
comment on column api.evidence.superseded_by_campaign is 'The campaign that superseded it.';
comment on column api.evidence.recorded_at is 'When it was recorded here.';
comment on column api.evidence.is_imported is 'True when it was brought by a history import.';
comment on column api.evidence.signed_at is 'When the person signed it; null where nobody did.';
comment on column api.evidence.signature_method is 'How: click_to_confirm, drawn or re_authenticated.';
comment on column api.evidence.content_sha256 is 'SHA-256 of the version''s content as it was learnt, hexadecimal.';
comment on view api.exemptions is 'Who need not take which training until when, and why. It shows those of people whom the reader
may see (docs/security.md).';

comment on column api.exemptions.exemption_id is 'Key.';
comment on column api.exemptions.employee_number is 'The person''s number.';
comment on column api.exemptions.full_name is 'The person''s name.';
comment on column api.exemptions.training is 'The training, as it is called now.';
comment on column api.exemptions.reason is 'Why, verbatim.';
comment on column api.exemptions.granted_by is 'Employee number of who granted it.';
comment on column api.exemptions.granted_at is 'When it was granted.';
comment on column api.exemptions.valid_until is 'Until when it holds, that moment excluded.';
comment on column api.exemptions.is_in_force is 'Whether it holds now.';
comment on view api.import_columns is 'The columns of files to import, one row each: kind of file, place in the documented order, name,
whether a file must have it, and what it means. Dates are ISO 8601, YYYY-MM-DD or
YYYY-MM-DDTHH:MM:SS, in UTC where no offset follows.';

comment on column api.import_columns.kind is 'Kind of file: users, trainings, versions, evidence, assignments, completions, rules or documents.';
comment on column api.import_columns.place is 'Place in the documented order; files may have any.';
comment on column api.import_columns.column_name is 'Name in the header.';
comment on column api.import_columns.is_required is 'Whether a file must have it.';
comment on column api.import_columns.meaning is 'What it means, and what blank stands for.';
comment on view api.import_rejects is 'Why rows are not loaded, between api.load_import and api.end_import in the same transaction.';
comment on column api.import_rejects.import_id is 'The import that reads the file.';
comment on column api.import_rejects.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column api.import_rejects.column_name is 'Column that is wrong; null for the whole row.';
comment on column api.import_rejects.reason is 'What is wrong with it, to be read after its name.';
comment on column api.import_rejects.value is 'The value, cut to 200 characters.';
comment on view api.job_runs is 'What ran when, for how long, with which result, and what the server did meanwhile: one row a step
of scheduled work, and one for each command that writes much. Result, sqlstate, message, db_role and
application_name tell what somebody did: they are null where the reader does not see everybody
(docs/security.md), except in rows of the own login that names nobody.';

comment on column api.job_runs.job_run_id is 'Key.';
comment on column api.job_runs.job is 'The job, such as daily, or the command, such as import.';
comment on column api.job_runs.step is 'Its step; of an import the kind of file.';
comment on column api.job_runs.state is 'running, succeeded, failed, skipped or interrupted.';
comment on column api.job_runs.started_at is 'When it began.';
comment on column api.job_runs.finished_at is 'When it ended.';
comment on column api.job_runs.seconds is 'For how long it ran, or has been running.';
comment on column api.job_runs.result is 'Its counts; of what runs, how far it is.';
comment on column api.job_runs.sqlstate is 'Code of its error, where it has one.';
comment on column api.job_runs.message is 'Its error, in a sentence.';
comment on column api.job_runs.db_role is 'Database login of the session.';
comment on column api.job_runs.application_name is 'By which its sessions are found in pg_stat_activity and in the server''s log: the run id of the
command, perhaps with a word after it.';

comment on column api.job_runs.rows is 'How many rows it has written; null where its result does not tell.';
comment on column api.job_runs.rows_per_second is 'Rows a second; null without any.';
comment on column api.job_runs.wal_bytes is 'Bytes of write-ahead log that the server wrote meanwhile, by all sessions of all databases; of what
runs, until now. Null when unknown, and on a standby for what runs.';

comment on column api.job_runs.wait_events is 'What its sessions were at, looked at once a second: Type/Event of pg_stat_activity, or CPU where
they waited for nothing, and how often an active session was seen at it. Of what runs and has noted
nothing yet, what they are at now, as far as the reader may see. Null when nobody looked.';

comment on view api.marts_standing is 'The last build of all marts, and how far the record has gone on since: one row, none before the
first such build. Exports and builds, which change nothing that the marts tell, do not count.';

comment on column api.marts_standing.build_number is 'Key of the build.';
comment on column api.marts_standing.build_id is 'dbt''s id of the invocation.';
comment on column api.marts_standing.as_of is 'The moment that the marts tell of.';
comment on column api.marts_standing.finished_at is 'When the build ended.';
comment on column api.marts_standing.head_seq is 'The last row of the audit log that the marts cover.';
comment on column api.marts_standing.head_hash is 'Its hash, hexadecimal.';
comment on column api.marts_standing.audit_seq is 'The build''s own row of the audit log.';
comment on column api.marts_standing.audit_hash is 'The hash of that row, hexadecimal.';
comment on column api.marts_standing.rows_behind is 'Rows of the audit log that came after head_seq and tell of a change.';
comment on column api.marts_standing.behind_since is 'When the first of them was written; null when there is none.';
comment on column api.marts_standing.is_mixed is 'Whether some of the marts were built alone since, and tell of a later moment than the others.';
comment on view api.notifications is 'Reminders: who is reminded of what, why and when, and whether it was handed over. It shows
those of people whom the reader may see (docs/security.md).';

comment on column api.notifications.notification_id is 'Key; in the order of writing.';
comment on column api.notifications.kind is 'due_in_30_days, due_in_14_days, due_in_7_days, due_in_1_day or overdue.';
comment on column api.notifications.employee_number is 'The person''s number.';
comment on column api.notifications.full_name is 'The person''s name.';
comment on column api.notifications.email is 'The person''s address now; may be missing.';
comment on column api.notifications.copy_to is 'Number of the manager who gets a copy.';
comment on column api.notifications.copy_email is 'The manager''s address now; may be missing.';
comment on column api.notifications.training is 'The training, as it is called now.';
comment on column api.notifications.version is 'Label of its active version now.';
comment on column api.notifications.campaign is 'Campaign of the assignment.';
comment on column api.notifications.due_at is 'When it is due.';
comment on column api.notifications.created_at is 'When the reminder was written.';
comment on column api.notifications.handed_over_at is 'When an export handed it over; null while it waits.';
comment on column api.notifications.withdrawn_at is 'When an export found that there was nothing to remind of any more; null otherwise.';
comment on column api.notifications.subject is 'It in a few words.';
comment on view api.recertification_batches is 'The batches of recertifications that are done in batches, and how far each is.';
comment on column api.recertification_batches.run_id is 'The run.';
comment on column api.recertification_batches.batch_number is 'Its place in the run, from 1.';
comment on column api.recertification_batches.training is 'The training, as it is called now.';
comment on column api.recertification_batches.version is 'Label of the version.';
comment on column api.recertification_batches.campaign is 'Name of the campaign.';
comment on column api.recertification_batches.run_at is 'When the run began.';
comment on column api.recertification_batches.is_enrolling is 'True until all batches of the run are enrolled and it has ended.';
comment on column api.recertification_batches.enrolled_at is 'When the people of the batch were enrolled; null until then, as the counts.';
comment on column api.recertification_batches.population is 'People of the population in it.';
comment on column api.recertification_batches.created is 'People newly enrolled.';
comment on column api.recertification_batches.already_enrolled is 'People whom an earlier run had enrolled.';
comment on column api.recertification_batches.already_current is 'People who already held current evidence on the new version.';
comment on column api.recertification_batches.inactive is 'People who are not active.';
comment on column api.recertification_batches.exempt is 'People with an exemption in force.';
comment on column api.recertification_batches.evidence_superseded is 'Evidence rows flagged superseded.';
comment on column api.recertification_batches.audit_seq is 'Its row of the audit log.';
comment on view api.recertification_outcomes is 'Rule 10: each run of a recertification and each person of its population, by name, with what was
done and why. The rows of a run add up to its population. It shows those
whom the reader may see (docs/security.md).';

comment on column api.recertification_outcomes.run_id is 'The run.';
comment on column api.recertification_outcomes.run_at is 'Moment of the run.';
comment on column api.recertification_outcomes.campaign is 'Campaign of the recertification.';
comment on column api.recertification_outcomes.training is 'The training, as it is called now.';
comment on column api.recertification_outcomes.version is 'Label of the version.';
comment on column api.recertification_outcomes.user_id is 'The person.';
comment on column api.recertification_outcomes.employee_number is 'The person''s number.';
comment on column api.recertification_outcomes.full_name is 'The person''s name.';
comment on column api.recertification_outcomes.outcome is 'created, already_enrolled, already_current, inactive or exempt.';
comment on column api.recertification_outcomes.reason is 'Why, in a sentence; of an exemption its own reason.';
comment on column api.recertification_outcomes.audit_seq is 'The run''s row of the audit log.';
comment on view api.review_queue is 'The Quality Review Queue: each task with the version it is about, its author, reason and sources. A
quality_admin sees the tasks addressed to that role, a corporate_admin and a service login that
names nobody all, everybody else none.';

comment on column api.review_queue.review_task_id is 'The task.';
comment on column api.review_queue.task_type is 'version_approval, source_outdated or recert_decision.';
comment on column api.review_queue.state is 'open or resolved.';
comment on column api.review_queue.training is 'The training, as it is called now.';
comment on column api.review_queue.version is 'Label of the version.';
comment on column api.review_queue.version_state is 'State of the version now.';
comment on column api.review_queue.author is 'Employee number of its author.';
comment on column api.review_queue.submission_reason is 'Why it was submitted, verbatim.';
comment on column api.review_queue.sources is 'What it cites, DOCUMENT or DOCUMENT@REVISION.';
comment on column api.review_queue.newer_sources is 'Of a source_outdated task: the newer revisions it is about, DOCUMENT@REVISION.';
comment on column api.review_queue.addressed_to is 'Role that is asked to decide.';
comment on column api.review_queue.opened_at is 'When it was opened.';
comment on column api.review_queue.resolved_at is 'When it was decided.';
comment on column api.review_queue.resolved_by is 'Employee number of who decided; null for scheduled work.';
comment on column api.review_queue.resolution is 'How it ended: approved, rejected, recertified, declined, no_change_needed, revision_planned or
superseded.';

comment on column api.review_queue.resolution_reason is 'Why it ended so, verbatim.';
comment on view api.scheduled_recertifications is 'Recertifications decided for a day to come, and what became of them.';
comment on column api.scheduled_recertifications.scheduled_recertification_id is 'Key, for `recert scheduled cancel`.';
comment on column api.scheduled_recertifications.training is 'The training, as it is called now.';
comment on column api.scheduled_recertifications.version is 'Label of the version.';
comment on column api.scheduled_recertifications.effective_on is 'UTC day from which the daily job does it.';
comment on column api.scheduled_recertifications.scope is 'To whom it is limited: departments, locations, from_versions; null for everyone.';
comment on column api.scheduled_recertifications.state is 'planned, done, cancelled or superseded (by a newer version).';
comment on column api.scheduled_recertifications.is_due is 'Whether the next daily job does it.';
comment on column api.scheduled_recertifications.decided_by is 'Employee number of who decided it.';
comment on column api.scheduled_recertifications.decided_at is 'When it was decided.';
comment on column api.scheduled_recertifications.change_reason is 'Why, verbatim.';
comment on column api.scheduled_recertifications.plan_digest is 'Digest of the plan at the time of the decision.';
comment on column api.scheduled_recertifications.run_id is 'The run that did it, as in api.recertification_outcomes.';
comment on column api.scheduled_recertifications.ended_at is 'When it was done, cancelled or superseded.';
comment on column api.scheduled_recertifications.ended_by is 'Employee number of who ended it; null for scheduled work.';
comment on column api.scheduled_recertifications.end_reason is 'Why it was cancelled, verbatim.';
comment on table audit.head is 'End of the chain. Its one row is locked while a row is appended.';
comment on column audit.head.is_head is 'Always true: there is one row.';
comment on column audit.head.seq is 'seq of the last row of audit.log; 0 when there is none.';
comment on column audit.head.hash is 'hash of the last row of audit.log.';
comment on table audit.log is 'Who did what, when and why; append-only, hash = sha256(prev_hash || payload).';
comment on column audit.log.seq is 'Place in the chain: 1, 2, 3 and so on, without a gap.';
comment on column audit.log.occurred_at is 'When it was written, by the server''s clock.';
comment on column audit.log.actor is 'Employee number of the acting user, or system.';
comment on column audit.log.db_role is 'Database login of the session.';
comment on column audit.log.client_addr is 'The client''s address as the server saw it; null on a local socket.';
comment on column audit.log.action is 'What was done.';
comment on column audit.log.entity_type is 'Kind of thing that it was done to.';
comment on column audit.log.entity_id is 'Which one.';
comment on column audit.log.change_reason is 'Why, verbatim, where a reason is asked for.';
comment on column audit.log.payload is 'The exact JSON text that is hashed: every other column but the hashes, and what the action
adds.';

comment on column audit.log.prev_hash is 'Hash of the row before; 32 zero bytes before the first.';
comment on column audit.log.hash is 'SHA-256 of prev_hash followed by payload in UTF-8.';
comment on table core.assignment_rules is 'Who has to take which trainings: AND across dimensions, OR within one, an empty dimension matches
anything. A row is never deleted.';

comment on column core.assignment_rules.rule_id is 'Key; given by the database, never reused.';
comment on column core.assignment_rules.name is 'Name; the key of the file.';
comment on column core.assignment_rules.is_active is 'False when it no longer assigns.';
comment on column core.assignment_rules.auto_assign is 'False when it tells who should take a training, and assigns nothing.';
comment on column core.assignment_rules.training_ids is 'The trainings to take.';
comment on column core.assignment_rules.days_to_complete is 'UTC days from assignment to due date; null for the training''s initial_due_offset_days.';
comment on column core.assignment_rules.department is 'Departments; empty for any.';
comment on column core.assignment_rules.location is 'Sites; empty for any.';
comment on column core.assignment_rules.activity is 'Activities; empty for any.';
comment on column core.assignment_rules.plant is 'Plants; empty for any.';
comment on column core.assignment_rules.line is 'Production lines; empty for any.';
comment on column core.assignment_rules.workstation is 'Workstations; empty for any.';
comment on column core.assignment_rules.attributes is 'Further attributes: an object of names and arrays of values as text; empty for any.';
comment on column core.assignment_rules.created_at is 'When the rule was first recorded.';
comment on table core.assignments is 'One person''s obligation in one campaign. A row is never deleted.';
comment on column core.assignments.user_id is 'The person.';
comment on column core.assignments.campaign_id is 'The campaign, and through it the version.';
comment on column core.assignments.due_at is 'When it is due; no later run moves it.';
comment on column core.assignments.assigned_at is 'When it was assigned: the moment of the run that made it.';
comment on column core.assignments.started_at is 'When the person started.';
comment on column core.assignments.completed_at is 'When it was completed; set when status is completed.';
comment on column core.assignments.overdue_since is 'The moment from which it is overdue: due_at plus the training''s grace. Kept by the scan, null
when not overdue.';

comment on column core.assignments.status is 'not_started, in_progress, completed or cancelled.';
comment on column core.assignments.is_imported is 'True when it was brought by a history import.';
comment on column core.assignments.closed_at is 'When it was marked completed here: later than completed_at where the evidence came late. Null while
it is not completed, and where an import brought it completed.';

comment on column core.assignments.imported_at is 'When a history import brought it; null where it was assigned here.';
comment on table core.campaign_exceptions is 'People whom a manual or periodic campaign concerned and who were not enrolled, and why;
append-only.';

comment on column core.campaign_exceptions.user_id is 'The person.';
comment on column core.campaign_exceptions.campaign_id is 'The campaign.';
comment on column core.campaign_exceptions.outcome is 'already_current, inactive or exempt.';
comment on column core.campaign_exceptions.recorded_at is 'When they were left out.';
comment on table core.campaign_launches is 'The launch of each manual campaign: to whom it was addressed, and what that came to; append-only.';
comment on column core.campaign_launches.campaign_id is 'The campaign.';
comment on column core.campaign_launches.launched_at is 'When the audience was looked up; later changes of people do not change it.';
comment on column core.campaign_launches.launched_by is 'Who launched it.';
comment on column core.campaign_launches.change_reason is 'Why, verbatim.';
comment on column core.campaign_launches.audience is 'What was asked for: employee_numbers, or values by dimension and attributes.';
comment on column core.campaign_launches.population is 'People of the audience.';
comment on column core.campaign_launches.created is 'People enrolled.';
comment on column core.campaign_launches.already_current is 'People who already held current evidence on the version.';
comment on column core.campaign_launches.inactive is 'People who were not active.';
comment on column core.campaign_launches.exempt is 'People with an exemption in force.';
comment on column core.campaign_launches.audit_seq is 'Its row of the audit log.';
comment on table core.campaigns is 'Named batches of assignments of one version. A row is never deleted.';
comment on column core.campaigns.campaign_id is 'Key; given by the database, never reused.';
comment on column core.campaigns.name is 'Name as it was when made; unique within version and kind.';
comment on column core.campaigns.kind is 'manual, rule, recertification or periodic.';
comment on column core.campaigns.version_id is 'The version that is to be learnt.';
comment on column core.campaigns.due_at is 'Due date of the campaign: its own for a manual one, that of the first run for a
recertification.';

comment on column core.campaigns.created_at is 'When it was made.';
comment on column core.campaigns.created_by is 'Who made it; null for scheduled work.';
comment on column core.campaigns.is_imported is 'True when it was brought by a history import.';
comment on table core.documents is 'Controlled documents, one row a revision. The latest is the one that comes into effect last.';
comment on column core.documents.document is 'The document''s number or name, as versions cite it.';
comment on column core.documents.revision is 'The revision.';
comment on column core.documents.title is 'Title, where it is known.';
comment on column core.documents.effective_at is 'When the revision came, or comes, into effect.';
comment on column core.documents.recorded_at is 'When it was first recorded here.';
comment on table core.evidence is 'Append-only record that a person completed a version. Nothing of a row ever changes but its
flag.';

comment on column core.evidence.user_id is 'The person.';
comment on column core.evidence.evidence_id is 'Key; given by the database, never reused.';
comment on column core.evidence.version_id is 'The version that was completed.';
comment on column core.evidence.completed_at is 'When it was completed.';
comment on column core.evidence.recorded_at is 'When it was recorded here.';
comment on column core.evidence.superseded_at is 'When a recertification superseded it.';
comment on column core.evidence.superseded_by_campaign_id is 'The recertification campaign that superseded it.';
comment on column core.evidence.is_imported is 'True when it was brought by a history import.';
comment on column core.evidence.recertification_status is 'The flag: current, expired or superseded. It goes forward only, superseded is final.';
comment on column core.evidence.score is 'Score from 0 to 100, where there was one.';
comment on column core.evidence.content_sha256 is 'SHA-256 of the version''s content as it was learnt.';
comment on table core.exemptions is 'People who need not take a training for a while, and why.';
comment on column core.exemptions.user_id is 'The person who is exempt.';
comment on column core.exemptions.exemption_id is 'Key; given by the database, never reused.';
comment on column core.exemptions.training_id is 'The training that need not be taken.';
comment on column core.exemptions.reason is 'Why, verbatim.';
comment on column core.exemptions.granted_by is 'Who granted it; never the person.';
comment on column core.exemptions.granted_at is 'When it was granted; it holds from then.';
comment on column core.exemptions.valid_until is 'Until when it holds, that moment excluded.';
comment on table core.expirations is 'When evidence was flagged as expired; append-only.';
comment on column core.expirations.user_id is 'The person.';
comment on column core.expirations.evidence_id is 'The evidence.';
comment on column core.expirations.expired_at is 'The moment of the scan that found it expired.';
comment on table core.notifications is 'Reminders of assignments, each at most once, for whatever sends mail. A row is never deleted, and
changes once: when it is handed over or withdrawn.';

comment on column core.notifications.user_id is 'Who is reminded.';
comment on column core.notifications.notification_id is 'Key; given by the database, never reused.';
comment on column core.notifications.campaign_id is 'Of which assignment of theirs: the one in this campaign.';
comment on column core.notifications.kind is 'Why: due_in_30_days, due_in_14_days, due_in_7_days, due_in_1_day or overdue.';
comment on column core.notifications.due_at is 'When the assignment was due at that time.';
comment on column core.notifications.copied_to_id is 'The manager who gets a copy; only of an overdue one.';
comment on column core.notifications.created_at is 'When it was written.';
comment on column core.notifications.handed_over_at is 'When an export handed it over.';
comment on column core.notifications.withdrawn_at is 'When an export found that there was nothing to remind of any more.';
comment on column core.notifications.export_seq is 'The export''s row of the audit log.';
comment on table core.outdated_sources is 'Which newer revision of which cited document a source_outdated task is about; append-only, so that
a revision asks once.';

comment on column core.outdated_sources.version_id is 'The version that cites an older revision.';
comment on column core.outdated_sources.document is 'The document.';
comment on column core.outdated_sources.revision is 'Its newer revision.';
comment on column core.outdated_sources.review_task_id is 'The task that tells of it.';
comment on table core.recertification_batches is 'The ranges of people that a run enrols one by one, each in a transaction. A row is never deleted,
and changes once: when its people are enrolled.';

comment on column core.recertification_batches.run_id is 'The run.';
comment on column core.recertification_batches.batch_number is 'Its place, from 1.';
comment on column core.recertification_batches.user_id_from is 'The first user_id of its range; null in the first batch, for no bound.';
comment on column core.recertification_batches.user_id_to is 'The last user_id of its range, that one included; null in the last batch, for no bound.';
comment on column core.recertification_batches.enrolled_at is 'When its people were enrolled; null until then, as everything after it.';
comment on column core.recertification_batches.population is 'People of the population in it.';
comment on column core.recertification_batches.created is 'People newly enrolled.';
comment on column core.recertification_batches.already_enrolled is 'People whom an earlier run had enrolled.';
comment on column core.recertification_batches.already_current is 'People who already held current evidence on the new version.';
comment on column core.recertification_batches.inactive is 'People who are not active.';
comment on column core.recertification_batches.exempt is 'People with an exemption in force.';
comment on column core.recertification_batches.evidence_superseded is 'Evidence rows flagged superseded.';
comment on column core.recertification_batches.plan_blocks is 'What core._plan_digest needs to know of its people.';
comment on column core.recertification_batches.evidence_digest is 'What core._evidence_digest tells of the evidence that it superseded.';
comment on column core.recertification_batches.audit_seq is 'Its row of the audit log.';
comment on table core.recertification_exceptions is 'People of a run''s population who were not enrolled by it, and why; append-only.';
comment on column core.recertification_exceptions.user_id is 'The person.';
comment on column core.recertification_exceptions.run_id is 'The run.';
comment on column core.recertification_exceptions.outcome is 'already_enrolled, already_current, inactive or exempt.';
comment on table core.recertification_runs is 'One row for each run of a recertification, with its counts. Those it enrolled are the assignments
of its campaign with assigned_at = run_at; everybody else is in recertification_exceptions. A row is
never deleted; it changes while is_enrolling, by its counts, and no more after its end.';

comment on column core.recertification_runs.run_id is 'Key; given by the database, never reused.';
comment on column core.recertification_runs.campaign_id is 'The recertification campaign of the version.';
comment on column core.recertification_runs.run_at is 'Moment of the run; strictly increasing within a campaign.';
comment on column core.recertification_runs.run_by is 'Who decided it.';
comment on column core.recertification_runs.change_reason is 'Why, verbatim.';
comment on column core.recertification_runs.due_at is 'When the assignments that it made are due.';
comment on column core.recertification_runs.population is 'People who held current or expired evidence on an earlier version.';
comment on column core.recertification_runs.created is 'People newly enrolled.';
comment on column core.recertification_runs.already_enrolled is 'People whom an earlier run had enrolled.';
comment on column core.recertification_runs.already_current is 'People who already held current evidence on the new version.';
comment on column core.recertification_runs.inactive is 'People who are not active.';
comment on column core.recertification_runs.exempt is 'People with an exemption in force.';
comment on column core.recertification_runs.evidence_superseded is 'Evidence rows flagged superseded.';
comment on column core.recertification_runs.plan_digest is 'SHA-256 over the exact population and its outcomes, hexadecimal; null until its end.';
comment on column core.recertification_runs.audit_seq is 'Its row of the audit log, with all counts; null until its end.';
comment on column core.recertification_runs.scope is 'To whom the run was limited: departments, locations, from_versions, each an array; null for
everyone.';

comment on column core.recertification_runs.is_enrolling is 'True until everybody of the population is enrolled: its counts are those of the batches so far.';
comment on column core.recertification_runs.begun_audit_seq is 'The row of the audit log that tells of its beginning; null where it was one transaction.';
comment on column core.recertification_runs.evidence_id_to is 'Of a run in batches the last evidence that was recorded when it began: what came later is the next
run''s. Not a moment, as a clock may be set back. Null where it was one transaction.';

comment on column core.recertification_runs.evidence_to_supersede is 'Of a run in batches, the evidence rows of its population when it began: as many are superseded when
it is whole. Null where it was one transaction, of runs that were whole before schema version 22,
and of those in a scope that were not.';

comment on table core.recompute_queue is 'People who are new or whose attributes changed since rules were last applied to them; emptied by
recompute_assignments.';

comment on column core.recompute_queue.user_id is 'The person.';
comment on column core.recompute_queue.queued_at is 'Since when.';
comment on table core.review_tasks is 'The Quality Review Queue: what waits for a decision, and how it ended.';
comment on column core.review_tasks.review_task_id is 'Key; given by the database, never reused.';
comment on column core.review_tasks.task_type is 'version_approval, source_outdated or recert_decision.';
comment on column core.review_tasks.state is 'open or resolved.';
comment on column core.review_tasks.version_id is 'The version that the decision is about.';
comment on column core.review_tasks.addressed_to is 'Role that is asked to decide.';
comment on column core.review_tasks.opened_at is 'When it was opened.';
comment on column core.review_tasks.opened_by is 'Who opened it; null for scheduled work.';
comment on column core.review_tasks.resolved_at is 'When it was decided.';
comment on column core.review_tasks.resolved_by is 'Who decided; null for scheduled work.';
comment on column core.review_tasks.resolution is 'How it ended: approved, rejected, superseded and so on.';
comment on column core.review_tasks.resolution_reason is 'Why it was resolved so, verbatim, where somebody was asked for a reason.';
comment on table core.rule_history is 'What a rule''s row was until a change of it; append-only. The present row is in
core.assignment_rules.';

comment on column core.rule_history.rule_id is 'The rule.';
comment on column core.rule_history.valid_until is 'Moment of the change: record was true until then.';
comment on column core.rule_history.record is 'The whole row of core.assignment_rules before the change.';
comment on table core.scheduled_recertifications is 'Recertifications decided for a day to come. A row is never deleted, and changes once: when it is
done, cancelled, or superseded by a newer version.';

comment on column core.scheduled_recertifications.scheduled_recertification_id is 'Key; given by the database, never reused.';
comment on column core.scheduled_recertifications.version_id is 'The active version.';
comment on column core.scheduled_recertifications.effective_on is 'UTC day from which the daily job does it.';
comment on column core.scheduled_recertifications.scope is 'To whom it is limited, as in recertification_runs; null for everyone.';
comment on column core.scheduled_recertifications.change_reason is 'Why, verbatim.';
comment on column core.scheduled_recertifications.plan_digest is 'Digest of the plan at the time of the decision.';
comment on column core.scheduled_recertifications.decided_by is 'Who decided it.';
comment on column core.scheduled_recertifications.decided_at is 'When it was decided.';
comment on column core.scheduled_recertifications.state is 'planned, done, cancelled or superseded.';
comment on column core.scheduled_recertifications.run_id is 'The run that did it.';
comment on column core.scheduled_recertifications.ended_at is 'When it was done, cancelled or superseded.';
comment on column core.scheduled_recertifications.ended_by is 'Who ended it; null for scheduled work.';
comment on column core.scheduled_recertifications.end_reason is 'Why it was cancelled, verbatim.';
comment on table core.signatures is 'Electronic signatures of evidence; append-only.';
comment on column core.signatures.user_id is 'The person who signed.';
comment on column core.signatures.signature_id is 'Key; given by the database, never reused.';
comment on column core.signatures.evidence_id is 'The evidence that was signed.';
comment on column core.signatures.manifestation is 'The text that was shown and signed, word for word.';
comment on column core.signatures.method is 'click_to_confirm, drawn or re_authenticated.';
comment on column core.signatures.client_addr is 'The client''s address as the server saw it.';
comment on column core.signatures.signed_at is 'When it was signed, by the server''s clock.';
comment on column core.signatures.import_id is 'The file of completions that handed it over; null when the person signed here.';
comment on table core.training_history is 'What a training''s row was until a change of it; append-only. The present row is in
core.trainings.';

comment on column core.training_history.training_id is 'The training.';
comment on column core.training_history.valid_until is 'Moment of the change: record was true until then.';
comment on column core.training_history.record is 'The whole row of core.trainings before the change.';
comment on table core.training_versions is 'Frozen snapshots of trainings. At most one a training is active.';
comment on column core.training_versions.version_id is 'Key; given by the database, never reused.';
comment on column core.training_versions.training_id is 'The training it is a version of.';
comment on column core.training_versions.label is 'Label such as 3.2; never compared for order.';
comment on column core.training_versions.state is 'draft, pending_review, approved, active, inactive or rejected.';
comment on column core.training_versions.content is 'What is taught, in Markdown.';
comment on column core.training_versions.objectives is 'What one can do afterwards.';
comment on column core.training_versions.content_sha256 is 'SHA-256 of content in UTF-8; kept by the database.';
comment on column core.training_versions.author_id is 'Who wrote it; may neither approve nor reject it.';
comment on column core.training_versions.submitted_at is 'When it was last submitted for review.';
comment on column core.training_versions.submission_reason is 'Why it was submitted, verbatim.';
comment on column core.training_versions.approved_by is 'Who approved it.';
comment on column core.training_versions.approved_at is 'When it was approved.';
comment on column core.training_versions.change_reason is 'Why it was approved, verbatim; never edited.';
comment on column core.training_versions.rejected_by is 'Who rejected it.';
comment on column core.training_versions.rejected_at is 'When it was rejected.';
comment on column core.training_versions.rejection_reason is 'Why it was rejected, verbatim.';
comment on column core.training_versions.activated_at is 'When it came into force; the order of versions. Strictly increasing within a training.';
comment on column core.training_versions.deactivated_at is 'When it went out of force.';
comment on column core.training_versions.frozen_at is 'When the first evidence on it was recorded; from then on content, label, objectives and sources
stay.';

comment on column core.training_versions.is_imported is 'True when it was brought by a history import.';
comment on column core.training_versions.created_at is 'When it was first recorded.';
comment on table core.trainings is 'What must be learnt, with its scheduling settings. A row is never deleted.';
comment on column core.trainings.training_id is 'Key; given by the database, never reused.';
comment on column core.trainings.name is 'Name; unique, upper and lower case told apart.';
comment on column core.trainings.category is 'Free category for reports.';
comment on column core.trainings.initial_due_offset_days is 'UTC days from assignment to due date, 1 to 3650.';
comment on column core.trainings.overdue_grace_days is 'UTC days after the due date until overdue, 0 to 364.';
comment on column core.trainings.requires_signature is 'Whether completing needs a signature.';
comment on column core.trainings.recertification_interval_days is 'Days after completion when evidence expires; null when it never does.';
comment on column core.trainings.created_at is 'When the training was first recorded.';
comment on table core.user_history is 'What a person''s row was until a change of it; append-only. The present row is in core.users.';
comment on column core.user_history.user_id is 'The person.';
comment on column core.user_history.valid_until is 'Moment of the change: record was true until then.';
comment on column core.user_history.record is 'The whole row of core.users before the change.';
comment on table core.users is 'People: those who are trained and those who decide. A row is never deleted.';
comment on column core.users.user_id is 'Key; given by the database, never reused.';
comment on column core.users.employee_number is 'The company''s own number for the person; the key of every file.';
comment on column core.users.full_name is 'Name as it is to be read.';
comment on column core.users.email is 'Address for reminders; may be missing or shared.';
comment on column core.users.role is 'employee, team_lead, hr_admin, quality_admin, corporate_admin or auditor.';
comment on column core.users.is_active is 'False for people who have left; they are never re-enrolled.';
comment on column core.users.department is 'Department; a dimension of assignment rules and reports.';
comment on column core.users.location is 'Site; a dimension of assignment rules and reports.';
comment on column core.users.activity is 'Activity; a dimension of assignment rules.';
comment on column core.users.plant is 'Plant; a dimension of assignment rules.';
comment on column core.users.line is 'Production line; a dimension of assignment rules.';
comment on column core.users.workstation is 'Workstation; a dimension of assignment rules.';
comment on column core.users.attributes is 'Further attributes: an object of names and values.';
comment on column core.users.manager_id is 'The person''s manager.';
comment on column core.users.db_role is 'Database login that acts as this person.';
comment on column core.users.created_at is 'When the person was first recorded.';
comment on table core.version_sources is 'Controlled documents that a version cites.';
comment on column core.version_sources.version_id is 'The version that cites.';
comment on column core.version_sources.document is 'The document''s number or name.';
comment on column core.version_sources.revision is 'Its revision, where the version names one.';
comment on table ops.catalogue is 'Everything that an installation left in our schemas, as ops._catalogue() tells it; append-only.';
comment on column ops.catalogue.installation_id is 'The installation.';
comment on column ops.catalogue.kind is 'table, column, constraint, index, function, trigger, view, rule, policy, event trigger or right.';
comment on column ops.catalogue.object is 'Its name, with that of what it belongs to.';
comment on column ops.catalogue.definition is 'Its definition as the server tells it; of functions and views the SHA-256 of that.';
comment on table ops.import_rejects is 'Why rows of a file are not loaded, for the time of one import: one row for each reason.';
comment on column ops.import_rejects.import_id is 'The import that reads the file.';
comment on column ops.import_rejects.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.import_rejects.column_name is 'Column that is wrong; null for the whole row.';
comment on column ops.import_rejects.reason is 'What is wrong with it, to be read after its name.';
comment on column ops.import_rejects.value is 'The value, cut to 200 characters.';
comment on table ops.imports is 'The register of loads: one row for each file that was loaded.';
comment on column ops.imports.import_id is 'Key; given by the database, never reused.';
comment on column ops.imports.kind is 'users, trainings, versions, evidence, assignments, completions, rules or documents.';
comment on column ops.imports.file_name is 'Name of the file, without its folder.';
comment on column ops.imports.column_names is 'Columns of the file, in its order.';
comment on column ops.imports.started_at is 'When the import began.';
comment on column ops.imports.started_by is 'Who imported; null for scheduled work.';
comment on column ops.imports.transaction_id is 'Transaction of the import: all of it is in one.';
comment on column ops.imports.is_partial is 'Whether good rows were to be loaded beside bad ones.';
comment on column ops.imports.file_sha256 is 'SHA-256 of the file, hexadecimal, where it is known.';
comment on column ops.imports.read is 'Rows of the file, the rejected ones included.';
comment on column ops.imports.inserted is 'Rows that were new.';
comment on column ops.imports.updated is 'Rows that changed what was there.';
comment on column ops.imports.skipped is 'Rows that were there already.';
comment on column ops.imports.rejected is 'Rows that could not be loaded.';
comment on column ops.imports.audit_seq is 'Its row of the audit log.';
comment on table ops.installations is 'One row for each time that functions, triggers, views, rights and guards were applied;
append-only.';

comment on column ops.installations.installation_id is 'Key; given by the database, never reused. The highest is what holds.';
comment on column ops.installations.command_version is 'Version of the command that applied them.';
comment on column ops.installations.server_major is 'Major version of the server: another one tells definitions in other words.';
comment on column ops.installations.installed_at is 'When they were applied.';
comment on column ops.installations.installed_by is 'Database login that applied them.';
comment on table ops.job_runs is 'One row for each step of scheduled work, and for each run of a command that writes much. A row is
never deleted. While it is running, how far it is and what it waits for is noted; once it has ended,
nothing of it changes.';

comment on column ops.job_runs.job_run_id is 'Key; given by the database, never reused.';
comment on column ops.job_runs.job is 'The job, such as daily, or the command, such as import.';
comment on column ops.job_runs.step is 'Its step, such as overdue_scan; of an import the kind of file.';
comment on column ops.job_runs.state is 'running, succeeded, failed, skipped (a step before it failed) or interrupted (its session ended
without a word).';

comment on column ops.job_runs.started_at is 'When it began.';
comment on column ops.job_runs.finished_at is 'When it ended.';
comment on column ops.job_runs.db_role is 'Database login of the session.';
comment on column ops.job_runs.result is 'What the step returned: its counts.';
comment on column ops.job_runs.sqlstate is 'Code of the error of a failed step, where it has one.';
comment on column ops.job_runs.message is 'The error of a failed step, in a sentence.';
comment on column ops.job_runs.application_name is 'By which its sessions are found in pg_stat_activity and in the server''s log: the run id of the
command, perhaps with a word after it. Null when unknown.';

comment on column ops.job_runs.wal_lsn_from is 'Where the write-ahead log of the server ended when it began. Null when unknown.';
comment on column ops.job_runs.wal_bytes is 'Bytes of write-ahead log that the server wrote from its beginning to its end, by all sessions of
all databases. Null when unknown, as of a run that was interrupted.';

comment on column ops.job_runs.wait_events is 'What its sessions were at, looked at once a second: Type/Event of pg_stat_activity, or CPU where
they waited for nothing, and how often an active session was seen at it. Null when nobody looked.';

comment on table ops.judged_assignments is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_assignments.import_id is 'The import that reads the file.';
comment on column ops.judged_assignments.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_assignments.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_assignments.user_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_assignments.version_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_assignments.campaign is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_assignments.status is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_assignments.due_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_assignments.assigned_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_assignments.completed_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on table ops.judged_completions is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_completions.import_id is 'The import that reads the file.';
comment on column ops.judged_completions.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_completions.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_completions.user_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_completions.training_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_completions.version_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_completions.score is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_completions.signature_method is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_completions.is_new is 'False when the person''s current evidence makes the row nothing new.';
comment on table ops.judged_documents is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_documents.import_id is 'The import that reads the file.';
comment on column ops.judged_documents.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_documents.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_documents.document is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_documents.revision is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_documents.title is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_documents.effective_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_documents.is_known is 'True when the revision is recorded.';
comment on table ops.judged_evidence is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_evidence.import_id is 'The import that reads the file.';
comment on column ops.judged_evidence.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_evidence.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_evidence.user_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_evidence.version_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_evidence.completed_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_evidence.score is 'The value, or what it names; null where there is none or it is unknown.';
comment on table ops.judged_rules is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_rules.import_id is 'The import that reads the file.';
comment on column ops.judged_rules.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_rules.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_rules.rule_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.name is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.is_active is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.auto_assign is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.training_ids is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.days_to_complete is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.department is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.location is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.activity is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.plant is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.line is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.workstation is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_rules.attributes is 'The value, or what it names; null where there is none or it is unknown.';
comment on table ops.judged_trainings is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_trainings.import_id is 'The import that reads the file.';
comment on column ops.judged_trainings.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_trainings.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_trainings.training_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_trainings.name is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_trainings.category is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_trainings.initial_due_offset_days is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_trainings.overdue_grace_days is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_trainings.requires_signature is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_trainings.recertification_interval_days is 'The value, or what it names; null where there is none or it is unknown.';
comment on table ops.judged_users is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_users.import_id is 'The import that reads the file.';
comment on column ops.judged_users.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_users.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_users.user_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.employee_number is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.full_name is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.email is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.role is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.is_active is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.department is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.location is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.activity is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.plant is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.line is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.workstation is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.manager is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.attributes is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_users.db_role is 'The value, or what it names; null where there is none or it is unknown.';
comment on table ops.judged_versions is 'Rows of a file as they would be loaded, for the time of one import.';
comment on column ops.judged_versions.import_id is 'The import that reads the file.';
comment on column ops.judged_versions.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.judged_versions.faults is 'What is wrong with the row; null if nothing.';
comment on column ops.judged_versions.version_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.training_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.label is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.state is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.author_id is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.content is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.objectives is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.sources is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.submitted_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on column ops.judged_versions.activated_at is 'The value, or what it names; null where there is none or it is unknown.';
comment on table ops.migrations is 'One row for each migration applied to this database.';
comment on column ops.migrations.migration_number is 'Number that the file''s name starts with.';
comment on column ops.migrations.name is 'File name without its ending.';
comment on column ops.migrations.checksum is 'SHA-256 of the file''s text, hexadecimal.';
comment on column ops.migrations.command_version is 'Version of the command that applied it.';
comment on column ops.migrations.applied_at is 'When it was applied.';
comment on column ops.migrations.applied_by is 'Database login that applied it.';
comment on table ops.objects is 'One row for each function, trigger, view, policy and grant file as last applied.';
comment on column ops.objects.path is 'File below sql/, such as functions/api/approve_version.sql.';
comment on column ops.objects.checksum is 'SHA-256 of the file''s text, hexadecimal.';
comment on column ops.objects.command_version is 'Version of the command that applied it.';
comment on column ops.objects.applied_at is 'When it was applied.';
comment on table ops.recompute_everyone is 'Why everybody is to be looked at again: rules changed, or a training got an active version; emptied
by recompute_assignments.';

comment on column ops.recompute_everyone.reason is 'rules or versions.';
comment on column ops.recompute_everyone.queued_at is 'Since when.';
comment on table ops.report_builds is 'Builds of the marts. A row is never deleted, and changes once: when the build ends.';
comment on column ops.report_builds.build_number is 'Key; given by the database, never reused.';
comment on column ops.report_builds.build_id is 'dbt''s id of the invocation.';
comment on column ops.report_builds.state is 'running, succeeded (its marts are what people read), failed, or interrupted (it ended without a
word).';

comment on column ops.report_builds.started_at is 'When it began.';
comment on column ops.report_builds.finished_at is 'When it ended.';
comment on column ops.report_builds.actor is 'Employee number of who built, or system.';
comment on column ops.report_builds.db_role is 'Database login of the session.';
comment on column ops.report_builds.selection is 'What was asked for; null for all marts.';
comment on column ops.report_builds.definition is 'Digest of the models: marts of other models are built anew as a whole.';
comment on column ops.report_builds.baseline_build_number is 'The build that it went on from; null when it built everything anew.';
comment on column ops.report_builds.is_whole is 'Whether every model was built and every test asked: only then the next build goes on from it.';
comment on column ops.report_builds.snapshot_xmin is 'Oldest transaction that its view of the record may not have seen whole: the next build reads what
was written from there on.';

comment on column ops.report_builds.system_identifier is 'The server: transactions are numbered by each on its own.';
comment on column ops.report_builds.database_oid is 'The database on that server.';
comment on column ops.report_builds.as_of is 'The moment that the marts tell of, by the server''s clock.';
comment on column ops.report_builds.head_seq is 'The last row of the audit log that the marts cover.';
comment on column ops.report_builds.head_hash is 'Its hash, hexadecimal.';
comment on column ops.report_builds.models is 'Models that were built.';
comment on column ops.report_builds.tests_passed is 'Tests that passed.';
comment on column ops.report_builds.tests_warned is 'Tests that warned.';
comment on column ops.report_builds.failed is 'Models and tests that failed.';
comment on column ops.report_builds.message is 'What went wrong, in a sentence.';
comment on column ops.report_builds.job_run_id is 'Its row of the runs of jobs.';
comment on column ops.report_builds.audit_seq is 'Its row of the audit log.';
comment on table ops.staged_assignments is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_assignments.import_id is 'The import that reads the file.';
comment on column ops.staged_assignments.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_assignments.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_assignments.employee_number is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.campaign is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.training is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.version is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.status is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.due_at is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.assigned_at is 'The text in the file; see api.import_columns.';
comment on column ops.staged_assignments.completed_at is 'The text in the file; see api.import_columns.';
comment on table ops.staged_completions is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_completions.import_id is 'The import that reads the file.';
comment on column ops.staged_completions.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_completions.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_completions.employee_number is 'The text in the file; see api.import_columns.';
comment on column ops.staged_completions.training is 'The text in the file; see api.import_columns.';
comment on column ops.staged_completions.score is 'The text in the file; see api.import_columns.';
comment on column ops.staged_completions.signature_method is 'The text in the file; see api.import_columns.';
comment on table ops.staged_documents is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_documents.import_id is 'The import that reads the file.';
comment on column ops.staged_documents.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_documents.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_documents.document is 'The text in the file; see api.import_columns.';
comment on column ops.staged_documents.revision is 'The text in the file; see api.import_columns.';
comment on column ops.staged_documents.title is 'The text in the file; see api.import_columns.';
comment on column ops.staged_documents.effective_at is 'The text in the file; see api.import_columns.';
comment on table ops.staged_evidence is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_evidence.import_id is 'The import that reads the file.';
comment on column ops.staged_evidence.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_evidence.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_evidence.employee_number is 'The text in the file; see api.import_columns.';
comment on column ops.staged_evidence.training is 'The text in the file; see api.import_columns.';
comment on column ops.staged_evidence.version is 'The text in the file; see api.import_columns.';
comment on column ops.staged_evidence.completed_at is 'The text in the file; see api.import_columns.';
comment on column ops.staged_evidence.score is 'The text in the file; see api.import_columns.';
comment on table ops.staged_rules is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_rules.import_id is 'The import that reads the file.';
comment on column ops.staged_rules.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_rules.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_rules.name is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.is_active is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.auto_assign is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.trainings is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.days_to_complete is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.department is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.location is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.activity is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.plant is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.line is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.workstation is 'The text in the file; see api.import_columns.';
comment on column ops.staged_rules.attributes is 'The text in the file; see api.import_columns.';
comment on table ops.staged_trainings is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_trainings.import_id is 'The import that reads the file.';
comment on column ops.staged_trainings.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_trainings.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_trainings.name is 'The text in the file; see api.import_columns.';
comment on column ops.staged_trainings.category is 'The text in the file; see api.import_columns.';
comment on column ops.staged_trainings.initial_due_offset_days is 'The text in the file; see api.import_columns.';
comment on column ops.staged_trainings.overdue_grace_days is 'The text in the file; see api.import_columns.';
comment on column ops.staged_trainings.requires_signature is 'The text in the file; see api.import_columns.';
comment on column ops.staged_trainings.recertification_interval_days is 'The text in the file; see api.import_columns.';
comment on table ops.staged_users is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_users.import_id is 'The import that reads the file.';
comment on column ops.staged_users.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_users.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_users.employee_number is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.full_name is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.email is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.role is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.is_active is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.department is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.location is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.activity is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.plant is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.line is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.workstation is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.manager is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.attributes is 'The text in the file; see api.import_columns.';
comment on column ops.staged_users.db_role is 'The text in the file; see api.import_columns.';
comment on table ops.staged_versions is 'Rows of a file as text, for the time of one import.';
comment on column ops.staged_versions.import_id is 'The import that reads the file.';
comment on column ops.staged_versions.line_number is 'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.staged_versions.faults is 'Why the row could not be read: an array of objects with column, reason and value; the columns of the file are null then.';
comment on column ops.staged_versions.training is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.label is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.state is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.author is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.content is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.objectives is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.sources is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.submitted_at is 'The text in the file; see api.import_columns.';
comment on column ops.staged_versions.activated_at is 'The text in the file; see api.import_columns.';
