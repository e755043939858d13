create or replace view api.campaign_people
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
select
    c.campaign_id,
    c.name as campaign,
    u.user_id,
    u.employee_number,
    u.full_name,
    o.outcome,
    o.status,
    o.assigned_at,
    o.due_at,
    o.completed_at,
    o.overdue_since
from (
    select
        a.campaign_id,
        a.user_id,
        'created' as outcome,
        a.status,
        a.assigned_at,
        a.due_at,
        a.completed_at,
        a.overdue_since
    from core.assignments as a
    union all
    select
        x.campaign_id,
        x.user_id,
        x.outcome,
        null as status,
        null as assigned_at,
        null as due_at,
        null as completed_at,
        null as overdue_since
    from (
        select
            m.campaign_id,
            m.user_id,
            m.outcome
        from core.campaign_exceptions as m
        union all
        -- of several runs the latest counts
        (
            select distinct on (r.campaign_id, e.user_id)
                r.campaign_id,
                e.user_id,
                e.outcome
            from core.recertification_exceptions as e
            inner join core.recertification_runs as r on e.run_id = r.run_id
            where e.outcome <> 'already_enrolled'
            order by r.campaign_id asc, e.user_id asc, r.run_at desc
        )
    ) as x
    where
        not exists (
            select from core.assignments as a
            where a.user_id = x.user_id and a.campaign_id = x.campaign_id
        )
) as o
inner join core.campaigns as c on o.campaign_id = c.campaign_id
inner join core.users as u on o.user_id = u.user_id
where
    (select core._sees_everybody())
    or u.user_id in (select s.user_id from core._people_seen() as s);

comment on view api.campaign_people is
'The people of each campaign: those assigned, and those whom it left out, with the reason. It
shows those whom the reader may see (docs/security.md).';
comment on column api.campaign_people.campaign_id is 'The campaign.';
comment on column api.campaign_people.campaign is 'Its name.';
comment on column api.campaign_people.user_id is 'The person.';
comment on column api.campaign_people.employee_number is 'The person''s number.';
comment on column api.campaign_people.full_name is 'The person''s name.';
comment on column api.campaign_people.outcome is
'created for those assigned, else already_current, inactive or exempt.';
comment on column api.campaign_people.status is
'not_started, in_progress, completed or cancelled; null for those not assigned.';
comment on column api.campaign_people.assigned_at is 'When it was assigned.';
comment on column api.campaign_people.due_at is 'When it is due.';
comment on column api.campaign_people.completed_at is 'When it was completed.';
comment on column api.campaign_people.overdue_since is 'Since when it is overdue.';
