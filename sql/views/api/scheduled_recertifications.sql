create or replace view api.scheduled_recertifications as
select
    s.scheduled_recertification_id,
    t.name as training,
    v.label as version,
    s.effective_on,
    s.scope,
    s.state,
    s.state = 'planned'
    and s.effective_on <= (clock_timestamp() at time zone 'UTC')::date as is_due,
    d.employee_number as decided_by,
    s.decided_at,
    s.change_reason,
    s.plan_digest,
    s.run_id,
    s.ended_at,
    e.employee_number as ended_by,
    s.end_reason
from core.scheduled_recertifications as s
inner join core.training_versions as v on s.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
inner join core.users as d on s.decided_by = d.user_id
left join core.users as e on s.ended_by = e.user_id;

comment on view api.scheduled_recertifications is
'Recertifications decided for a day to come, and what became of them.';
comment on column api.scheduled_recertifications.scheduled_recertification_id is
'Key, for `recert scheduled cancel`.';
comment on column api.scheduled_recertifications.training is 'The training, as it is called now.';
comment on column api.scheduled_recertifications.version is 'Label of the version.';
comment on column api.scheduled_recertifications.effective_on is
'UTC day from which the daily job does it.';
comment on column api.scheduled_recertifications.scope is
'To whom it is limited: departments, locations, from_versions; null for everyone.';
comment on column api.scheduled_recertifications.state is
'planned, done, cancelled or superseded (by a newer version).';
comment on column api.scheduled_recertifications.is_due is
'Whether the next daily job does it.';
comment on column api.scheduled_recertifications.decided_by is
'Employee number of who decided it.';
comment on column api.scheduled_recertifications.decided_at is 'When it was decided.';
comment on column api.scheduled_recertifications.change_reason is 'Why, verbatim.';
comment on column api.scheduled_recertifications.plan_digest is
'Digest of the plan at the time of the decision.';
comment on column api.scheduled_recertifications.run_id is
'The run that did it, as in api.recertification_outcomes.';
comment on column api.scheduled_recertifications.ended_at is
'When it was done, cancelled or superseded.';
comment on column api.scheduled_recertifications.ended_by is
'Employee number of who ended it; null for scheduled work.';
comment on column api.scheduled_recertifications.end_reason is 'Why it was cancelled, verbatim.';
