-- Recertifying some instead of everyone, and on a day to come.

alter table core.recertification_runs
-- people whom an earlier run left out may join without evidence of theirs being flagged again
drop constraint recertification_runs_evidence_covers_population,
add column scope jsonb,
add constraint recertification_runs_scope_is_an_object check (jsonb_typeof(scope) = 'object');

comment on column core.recertification_runs.scope is
'To whom the run was limited: departments, locations, from_versions, each an array; null for
everyone.';

create table core.scheduled_recertifications (
    scheduled_recertification_id bigint generated always as identity,
    version_id bigint not null,
    effective_on date not null,
    scope jsonb,
    change_reason text not null,
    plan_digest text not null,
    decided_by bigint not null,
    decided_at timestamptz not null,
    state text not null default 'planned',
    run_id bigint,
    ended_at timestamptz,
    ended_by bigint,
    end_reason text,
    constraint scheduled_recertifications_pkey primary key (scheduled_recertification_id),
    constraint scheduled_recertifications_version_fkey foreign key (version_id)
    references core.training_versions (version_id),
    constraint scheduled_recertifications_decider_fkey foreign key (decided_by)
    references core.users (user_id),
    constraint scheduled_recertifications_ender_fkey foreign key (ended_by)
    references core.users (user_id),
    constraint scheduled_recertifications_run_fkey foreign key (run_id)
    references core.recertification_runs (run_id),
    constraint scheduled_recertifications_state_is_known check (
        state in ('planned', 'done', 'cancelled', 'superseded')
    ),
    constraint scheduled_recertifications_scope_is_an_object check (
        jsonb_typeof(scope) = 'object'
    ),
    constraint scheduled_recertifications_end_fits_state check (
        (state = 'planned') = (ended_at is null) and (state = 'done') = (run_id is not null)
    )
);

create unique index scheduled_recertifications_one_planned
on core.scheduled_recertifications (version_id, effective_on, scope) nulls not distinct
where state = 'planned';

comment on table core.scheduled_recertifications is
'Recertifications decided for a day to come. A row is never deleted, and changes once: when it is
done, cancelled, or superseded by a newer version.';
comment on column core.scheduled_recertifications.scheduled_recertification_id is
'Key; given by the database, never reused.';
comment on column core.scheduled_recertifications.version_id is 'The active version.';
comment on column core.scheduled_recertifications.effective_on is
'UTC day from which the daily job does it.';
comment on column core.scheduled_recertifications.scope is
'To whom it is limited, as in recertification_runs; null for everyone.';
comment on column core.scheduled_recertifications.change_reason is 'Why, verbatim.';
comment on column core.scheduled_recertifications.plan_digest is
'Digest of the plan at the time of the decision.';
comment on column core.scheduled_recertifications.decided_by is 'Who decided it.';
comment on column core.scheduled_recertifications.decided_at is 'When it was decided.';
comment on column core.scheduled_recertifications.state is
'planned, done, cancelled or superseded.';
comment on column core.scheduled_recertifications.run_id is 'The run that did it.';
comment on column core.scheduled_recertifications.ended_at is
'When it was done, cancelled or superseded.';
comment on column core.scheduled_recertifications.ended_by is
'Who ended it; null for scheduled work.';
comment on column core.scheduled_recertifications.end_reason is 'Why it was cancelled, verbatim.';

alter type core.recertification_result add attribute scope jsonb;
alter type core.recertification_result add attribute effective_on date;
alter type core.recertification_result add attribute scheduled_recertification_id bigint;
