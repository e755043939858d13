-- Campaigns, the assignments in them, exemptions, and the ledger of recertification runs.
--
-- Assignments have no enforced foreign keys: see docs/decisions/0005. The same guarantee is one
-- set-based check a statement (triggers/assignments.sql), exact because users and campaigns are
-- never deleted.

create table core.campaigns (
    campaign_id bigint generated always as identity,
    name text not null,
    kind text not null,
    version_id bigint not null,
    due_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    created_by bigint,
    is_imported boolean not null default false,
    constraint campaigns_pkey primary key (campaign_id),
    constraint campaigns_name_key unique (version_id, kind, name),
    constraint campaigns_version_fkey foreign key (version_id)
    references core.training_versions (version_id),
    constraint campaigns_creator_fkey foreign key (created_by) references core.users (user_id),
    constraint campaigns_name_is_plain check (name = btrim(name) and name <> ''),
    constraint campaigns_kind_is_known check (
        kind in ('manual', 'rule', 'recertification', 'periodic')
    )
);

-- the campaign is found by its version, whatever the training is called by then
create unique index campaigns_one_recertification on core.campaigns (version_id)
where kind = 'recertification';

comment on table core.campaigns is
'Named batches of assignments of one version. A row is never deleted.';
comment on column core.campaigns.campaign_id is 'Key; given by the database, never reused.';
comment on column core.campaigns.name is
'Name as it was when made; unique within version and kind.';
comment on column core.campaigns.kind is 'manual, rule, recertification or periodic.';
comment on column core.campaigns.version_id is 'The version that is to be learnt.';
comment on column core.campaigns.due_at is
'Due date of the campaign: its own for a manual one, that of the first run for a
recertification.';
comment on column core.campaigns.created_at is 'When it was made.';
comment on column core.campaigns.created_by is 'Who made it; null for scheduled work.';
comment on column core.campaigns.is_imported is 'True when it was brought by a history import.';

create table core.assignments (
    user_id bigint not null,
    campaign_id bigint not null,
    due_at timestamptz not null,
    assigned_at timestamptz not null,
    started_at timestamptz,
    completed_at timestamptz,
    overdue_since timestamptz,
    status text not null default 'not_started',
    is_imported boolean not null default false,
    constraint assignments_pkey primary key (user_id, campaign_id),
    constraint assignments_status_is_known check (
        status in ('not_started', 'in_progress', 'completed', 'cancelled')
    ),
    constraint assignments_completion_fits_status check (
        (status = 'completed') = (completed_at is not null)
    ),
    constraint assignments_only_open_is_overdue check (
        overdue_since is null or status in ('not_started', 'in_progress')
    )
);

comment on table core.assignments is
'One person''s obligation in one campaign. A row is never deleted.';
comment on column core.assignments.user_id is 'The person.';
comment on column core.assignments.campaign_id is 'The campaign, and through it the version.';
comment on column core.assignments.due_at is 'When it is due; no later run moves it.';
comment on column core.assignments.assigned_at is
'When it was assigned: the moment of the run that made it.';
comment on column core.assignments.started_at is 'When the person started.';
comment on column core.assignments.completed_at is
'When it was completed; set when status is completed.';
comment on column core.assignments.overdue_since is
'The moment from which it is overdue: due_at plus the training''s grace. Kept by the scan, null
when not overdue.';
comment on column core.assignments.status is 'not_started, in_progress, completed or cancelled.';
comment on column core.assignments.is_imported is 'True when it was brought by a history import.';

create table core.exemptions (
    user_id bigint not null,
    exemption_id bigint generated always as identity,
    training_id bigint not null,
    reason text not null,
    granted_by bigint not null,
    granted_at timestamptz not null,
    valid_until timestamptz not null,
    constraint exemptions_pkey primary key (user_id, exemption_id),
    constraint exemptions_user_fkey foreign key (user_id) references core.users (user_id),
    constraint exemptions_training_fkey foreign key (training_id)
    references core.trainings (training_id),
    constraint exemptions_granter_fkey foreign key (granted_by) references core.users (user_id),
    constraint exemptions_granted_by_somebody_else check (granted_by <> user_id),
    constraint exemptions_reason_is_long_enough check (length(btrim(reason)) >= 10),
    constraint exemptions_ends_later check (valid_until > granted_at)
);

comment on table core.exemptions is 'People who need not take a training for a while, and why.';
comment on column core.exemptions.user_id is 'The person who is exempt.';
comment on column core.exemptions.exemption_id is 'Key; given by the database, never reused.';
comment on column core.exemptions.training_id is 'The training that need not be taken.';
comment on column core.exemptions.reason is 'Why, verbatim.';
comment on column core.exemptions.granted_by is 'Who granted it; never the person.';
comment on column core.exemptions.granted_at is 'When it was granted; it holds from then.';
comment on column core.exemptions.valid_until is 'Until when it holds, that moment excluded.';

create table core.recertification_runs (
    run_id bigint generated always as identity,
    campaign_id bigint not null,
    run_at timestamptz not null,
    run_by bigint not null,
    change_reason text not null,
    due_at timestamptz not null,
    population bigint not null,
    created bigint not null,
    already_enrolled bigint not null,
    already_current bigint not null,
    inactive bigint not null,
    exempt bigint not null,
    evidence_superseded bigint not null,
    plan_digest text not null,
    audit_seq bigint not null,
    constraint recertification_runs_pkey primary key (run_id),
    constraint recertification_runs_moment_key unique (campaign_id, run_at),
    constraint recertification_runs_campaign_fkey foreign key (campaign_id)
    references core.campaigns (campaign_id),
    constraint recertification_runs_actor_fkey foreign key (run_by) references core.users (user_id),
    constraint recertification_runs_nobody_is_dropped check (
        created + already_enrolled + already_current + inactive + exempt = population
    ),
    constraint recertification_runs_evidence_covers_population check (
        evidence_superseded >= population
    )
);

comment on table core.recertification_runs is
'One row for each run of a recertification, with its counts; append-only. Those it enrolled are
the assignments of its campaign with assigned_at = run_at; everybody else is in
recertification_exceptions.';
comment on column core.recertification_runs.run_id is 'Key; given by the database, never reused.';
comment on column core.recertification_runs.campaign_id is
'The recertification campaign of the version.';
comment on column core.recertification_runs.run_at is
'Moment of the run; strictly increasing within a campaign.';
comment on column core.recertification_runs.run_by is 'Who decided it.';
comment on column core.recertification_runs.change_reason is 'Why, verbatim.';
comment on column core.recertification_runs.due_at is 'When the assignments that it made are due.';
comment on column core.recertification_runs.population is
'People who held current or expired evidence on an earlier version.';
comment on column core.recertification_runs.created is 'People newly enrolled.';
comment on column core.recertification_runs.already_enrolled is
'People whom an earlier run had enrolled.';
comment on column core.recertification_runs.already_current is
'People who already held current evidence on the new version.';
comment on column core.recertification_runs.inactive is 'People who are not active.';
comment on column core.recertification_runs.exempt is 'People with an exemption in force.';
comment on column core.recertification_runs.evidence_superseded is
'Evidence rows flagged superseded.';
comment on column core.recertification_runs.plan_digest is
'SHA-256 over the exact population and its outcomes, hexadecimal.';
comment on column core.recertification_runs.audit_seq is 'Its row of the audit log.';

create table core.recertification_exceptions (
    user_id bigint not null,
    run_id bigint not null,
    outcome text not null,
    constraint recertification_exceptions_pkey primary key (user_id, run_id),
    constraint recertification_exceptions_outcome_is_known check (
        outcome in ('already_enrolled', 'already_current', 'inactive', 'exempt')
    )
);

comment on table core.recertification_exceptions is
'People of a run''s population who were not enrolled by it, and why; append-only.';
comment on column core.recertification_exceptions.user_id is 'The person.';
comment on column core.recertification_exceptions.run_id is 'The run.';
comment on column core.recertification_exceptions.outcome is
'already_enrolled, already_current, inactive or exempt.';

create type core.recertification_result as (
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
    due_at timestamptz,
    plan_digest text,
    audit_seq bigint,
    dry_run boolean
);

comment on type core.recertification_result is
'What a decision on a version came to: the counts of the recertification, zeros where there was
none.';
