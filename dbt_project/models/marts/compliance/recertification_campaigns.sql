with runs as (
    select
        campaign_id,
        min(run_at) as first_run_at,
        max(run_at) as last_run_at,
        count(*) as runs,
        sum(population)::bigint as population,
        sum(created)::bigint as created,
        sum(already_enrolled)::bigint as already_enrolled,
        sum(already_current)::bigint as already_current,
        sum(inactive)::bigint as inactive,
        sum(exempt)::bigint as exempt,
        sum(evidence_superseded)::bigint as evidence_superseded
    from {{ ref('stg_recertification_runs') }}
    group by campaign_id
),

first_runs as (
    select distinct on (campaign_id)
        campaign_id,
        run_by,
        change_reason,
        due_at
    from {{ ref('stg_recertification_runs') }}
    order by campaign_id, run_at
),

-- who has left need not complete it, and nobody waits for them
outcomes as (
    select
        a.campaign_id,
        count(*) as assigned,
        count(*) filter (where a.status = 'completed') as completed,
        count(*) filter (where a.is_open and u.is_active is not false) as open,
        count(*) filter (where a.is_open and u.is_active is false) as left_open,
        count(*) filter (where a.status = 'cancelled') as cancelled,
        count(*) filter (
            where a.overdue_since is not null and u.is_active is not false
        ) as overdue
    from {{ ref('int_assignments') }} as a
    left join {{ ref('stg_users') }} as u on a.user_id = u.user_id
    group by a.campaign_id
)

select
    c.campaign_id,
    c.name as campaign,
    t.name as training,
    v.label as version,
    r.first_run_at,
    r.last_run_at,
    coalesce(r.runs, 0) as runs,
    u.employee_number as run_by,
    f.change_reason,
    coalesce(r.population, 0) as population,
    coalesce(r.created, 0) as created,
    coalesce(r.already_enrolled, 0) as already_enrolled,
    coalesce(r.already_current, 0) as already_current,
    coalesce(r.inactive, 0) as inactive,
    coalesce(r.exempt, 0) as exempt,
    coalesce(r.evidence_superseded, 0) as evidence_superseded,
    coalesce(f.due_at, c.due_at) as due_at,
    coalesce(o.assigned, 0) as assigned,
    coalesce(o.completed, 0) as completed,
    coalesce(o.open, 0) as open,
    coalesce(o.left_open, 0) as left_open,
    coalesce(o.cancelled, 0) as cancelled,
    coalesce(o.overdue, 0) as overdue,
    -- not rounded up to 100 while somebody is missing
    case
        when o.completed < o.assigned - o.left_open
            then least(round(100.0 * o.completed / (o.assigned - o.left_open), 2), 99.99)
        when o.assigned > o.left_open then 100.00
    end::numeric(5, 2) as percent_completed
from {{ ref('stg_campaigns') }} as c
inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
left join runs as r on c.campaign_id = r.campaign_id
left join first_runs as f on c.campaign_id = f.campaign_id
left join {{ ref('stg_users') }} as u on f.run_by = u.user_id
left join outcomes as o on c.campaign_id = o.campaign_id
where c.kind = 'recertification'
order by c.campaign_id
