-- A recertification of many people in batches, each a transaction of its own.

create type core.recertification_outcome as enum (
    'created', 'already_enrolled', 'already_current', 'inactive', 'exempt'
);

comment on type core.recertification_outcome is
'What a recertification does with a person of its population (rule 10).';

create type core.recertification_frame as (
    version_id bigint,
    training_id bigint,
    campaign_id bigint,
    earlier bigint [],
    departments text [],
    locations text [],
    from_versions bigint [],
    left_out bigint [],
    moment timestamptz,
    evidence_id_to bigint
);

comment on type core.recertification_frame is
'Within which a population is looked for: the version, its training and recertification campaign
(null where nobody can be enrolled in it yet), the versions before it, the scope (nulls for
everyone), whom earlier runs left out, the moment at which exemptions count, and the last evidence that
counts (null for all).';

alter table core.recertification_runs
add column is_enrolling boolean not null default false,
add column begun_audit_seq bigint,
add column evidence_id_to bigint,
alter column audit_seq drop not null,
alter column plan_digest drop not null,
add constraint recertification_runs_ended_is_on_record check (
    is_enrolling or (audit_seq is not null and plan_digest is not null)
);

comment on table core.recertification_runs is
'One row for each run of a recertification, with its counts. Those it enrolled are the assignments
of its campaign with assigned_at = run_at; everybody else is in recertification_exceptions. A row is
never deleted; it changes while is_enrolling, by its counts, and no more after its end.';
comment on column core.recertification_runs.is_enrolling is
'True until everybody of the population is enrolled: its counts are those of the batches so far.';
comment on column core.recertification_runs.begun_audit_seq is
'The row of the audit log that tells of its beginning; null where it was one transaction.';
comment on column core.recertification_runs.evidence_id_to is
'Of a run in batches the last evidence that was recorded when it began: what came later is the next
run''s. Not a moment, as a clock may be set back. Null where it was one transaction.';
comment on column core.recertification_runs.audit_seq is
'Its row of the audit log, with all counts; null until its end.';
comment on column core.recertification_runs.plan_digest is
'SHA-256 over the exact population and its outcomes, hexadecimal; null until its end.';

alter table core.recertification_runs
add constraint recertification_runs_begun_key unique (begun_audit_seq);

-- a training with a run that is not whole takes no other decision until it is
create unique index recertification_runs_one_enrolling on core.recertification_runs (campaign_id)
where is_enrolling;

create table core.recertification_batches (
    run_id bigint not null,
    batch_number integer not null,
    user_id_from bigint,
    user_id_to bigint,
    enrolled_at timestamptz,
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
    constraint recertification_batches_pkey primary key (run_id, batch_number),
    constraint recertification_batches_run_fkey foreign key (run_id)
    references core.recertification_runs (run_id),
    constraint recertification_batches_number_is_positive check (batch_number > 0),
    constraint recertification_batches_range_is_forward check (user_id_from <= user_id_to),
    constraint recertification_batches_nobody_is_dropped check (
        created + already_enrolled + already_current + inactive + exempt = population
    ),
    constraint recertification_batches_enrolled_is_whole check (
        num_nulls(
            enrolled_at, population, created, already_enrolled, already_current, inactive, exempt,
            evidence_superseded, plan_blocks, evidence_digest, audit_seq
        ) in (0, 11)
    )
);

comment on table core.recertification_batches is
'The ranges of people that a run enrols one by one, each in a transaction. A row is never deleted,
and changes once: when its people are enrolled.';
comment on column core.recertification_batches.run_id is 'The run.';
comment on column core.recertification_batches.batch_number is 'Its place, from 1.';
comment on column core.recertification_batches.user_id_from is
'The first user_id of its range; null in the first batch, for no bound.';
comment on column core.recertification_batches.user_id_to is
'The last user_id of its range, that one included; null in the last batch, for no bound.';
comment on column core.recertification_batches.enrolled_at is
'When its people were enrolled; null until then, as everything after it.';
comment on column core.recertification_batches.population is 'People of the population in it.';
comment on column core.recertification_batches.created is 'People newly enrolled.';
comment on column core.recertification_batches.already_enrolled is
'People whom an earlier run had enrolled.';
comment on column core.recertification_batches.already_current is
'People who already held current evidence on the new version.';
comment on column core.recertification_batches.inactive is 'People who are not active.';
comment on column core.recertification_batches.exempt is 'People with an exemption in force.';
comment on column core.recertification_batches.evidence_superseded is
'Evidence rows flagged superseded.';
comment on column core.recertification_batches.plan_blocks is
'What core._plan_digest needs to know of its people.';
comment on column core.recertification_batches.evidence_digest is
'What core._evidence_digest tells of the evidence that it superseded.';
comment on column core.recertification_batches.audit_seq is 'Its row of the audit log.';

alter type core.recertification_result add attribute run_id bigint;
alter type core.recertification_result add attribute batches integer;

-- a recertification asks who of its people is not active: these few, not everybody
create index users_inactive on core.users (user_id) where not is_active;

-- triggers that come after the update say the same of old and new rows at once: sql/triggers
alter table core.evidence
drop constraint evidence_supersession_is_whole;
