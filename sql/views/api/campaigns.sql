create or replace view api.campaigns as
with counts as (
    select
        s.campaign_id,
        count(*) as assigned,
        count(*) filter (where s.status = 'completed') as completed,
        count(*) filter (
            where s.status in ('not_started', 'in_progress') and u.is_active
        ) as open,
        count(*) filter (where s.overdue_since is not null and u.is_active) as overdue
    from core.assignments as s
    inner join core.users as u on s.user_id = u.user_id
    group by s.campaign_id
)

select
    c.campaign_id,
    c.name as campaign,
    c.kind,
    t.name as training,
    v.label as version,
    c.due_at,
    c.created_at,
    u.employee_number as created_by,
    coalesce(a.assigned, 0) as assigned,
    coalesce(a.completed, 0) as completed,
    coalesce(a.open, 0) as open,
    coalesce(a.overdue, 0) as overdue,
    case
        when (select core._sees_everybody()) then l.audience
        else nullif(l.audience - 'employee_numbers', '{}')
    end as audience,
    l.change_reason,
    c.is_imported,
    case
        when exists (
            select from core.recertification_runs as r
            where r.campaign_id = c.campaign_id and r.is_enrolling
        ) then 'enrolling'
        else 'whole'
    end as state
from core.campaigns as c
inner join core.training_versions as v on c.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
left join core.users as u on c.created_by = u.user_id
left join core.campaign_launches as l on c.campaign_id = l.campaign_id
left join counts as a on c.campaign_id = a.campaign_id;

comment on view api.campaigns is 'Every campaign with what became of its assignments.';
comment on column api.campaigns.campaign_id is 'Key, for `recert campaign show`.';
comment on column api.campaigns.campaign is 'Its name.';
comment on column api.campaigns.kind is 'manual, rule, recertification or periodic.';
comment on column api.campaigns.training is 'The training, as it is called now.';
comment on column api.campaigns.version is 'Label of the version.';
comment on column api.campaigns.due_at is 'Due date of the campaign, where it has one.';
comment on column api.campaigns.created_at is 'When it was made.';
comment on column api.campaigns.created_by is
'Employee number of who made it; null for scheduled work.';
comment on column api.campaigns.assigned is 'Assignments in it.';
comment on column api.campaigns.completed is 'Assignments completed.';
comment on column api.campaigns.open is
'Assignments not started or in progress, of people who have not left.';
comment on column api.campaigns.overdue is
'Of the open ones, those that the scan found overdue.';
comment on column api.campaigns.audience is
'To whom a manual campaign was addressed: employee_numbers, for those who may see everybody, or
values by dimension.';
comment on column api.campaigns.change_reason is 'Why a manual campaign was made, verbatim.';
comment on column api.campaigns.is_imported is 'Whether it came with a history import.';
comment on column api.campaigns.state is
'enrolling while a recertification in batches has people left to enrol, else whole.';
