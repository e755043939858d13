create or replace view api.assignments
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
select
    u.employee_number,
    u.full_name,
    t.name as training,
    v.label as version,
    n.label as active_version,
    c.campaign_id,
    c.name as campaign,
    c.kind,
    a.status,
    a.assigned_at,
    a.due_at,
    a.started_at,
    a.completed_at,
    a.overdue_since,
    u.is_active
from core.assignments as a
inner join core.users as u on a.user_id = u.user_id
inner join core.campaigns as c on a.campaign_id = c.campaign_id
inner join core.training_versions as v on c.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
left join core.training_versions as n on t.training_id = n.training_id and n.state = 'active'
where
    (select core._sees_everybody())
    or u.user_id in (select s.user_id from core._people_seen() as s);

comment on view api.assignments is
'Every assignment with its person, training and campaign. Completing a training closes all its open
ones. It shows those of people whom the reader may see (docs/security.md).';
comment on column api.assignments.employee_number is 'The person''s number.';
comment on column api.assignments.full_name is 'The person''s name.';
comment on column api.assignments.training is 'The training, as it is called now.';
comment on column api.assignments.version is 'Label of the version of the campaign.';
comment on column api.assignments.active_version is
'Label of the version that is completed now; null when none is active.';
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
