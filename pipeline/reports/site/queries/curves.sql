-- What was assigned and completed on each UTC day, of each campaign, and the span of its due
-- dates. Who left counts if they had completed it before; cancelled assignments do not count.
with ends as (
    select
        a.campaign_id,
        a.training_id,
        a.campaign,
        a.kind,
        a.version,
        a.assigned_at,
        a.completed_at,
        a.due_at,
        a.overdue_at
    from mart_compliance.fct_assignment as a
    inner join mart_compliance.dim_user as u on a.user_id = u.user_id
    where a.status <> 'cancelled' and (u.is_active or a.completed_at is not null)
),

days as (
    select
        e.campaign_id,
        (e.assigned_at at time zone 'UTC')::date as day,
        count(*) as assigned,
        0 as completed
    from ends as e
    group by e.campaign_id, (e.assigned_at at time zone 'UTC')::date
    union all
    select
        e.campaign_id,
        (e.completed_at at time zone 'UTC')::date as day,
        0 as assigned,
        count(*) as completed
    from ends as e
    where e.completed_at is not null
    group by e.campaign_id, (e.completed_at at time zone 'UTC')::date
),

campaigns as (
    select
        e.campaign_id,
        min(e.training_id) as training_id,
        min(e.campaign) as campaign,
        min(e.kind) as kind,
        min(e.version) as version,
        min(e.due_at) as due_at,
        max(e.overdue_at) as overdue_at,
        count(*) as people
    from ends as e
    group by e.campaign_id
)

select
    c.training_id,
    c.campaign_id,
    c.campaign,
    c.kind,
    c.version,
    c.due_at,
    c.overdue_at,
    c.people,
    d.day,
    sum(d.assigned)::bigint as assigned,
    sum(d.completed)::bigint as completed
from campaigns as c
inner join days as d on c.campaign_id = d.campaign_id
group by
    c.training_id, c.campaign_id, c.campaign, c.kind, c.version, c.due_at, c.overdue_at, c.people,
    d.day
order by c.campaign_id, d.day;
