with recertifications as (
    select
        campaign_id,
        name,
        version_id,
        due_at
    from {{ ref('stg_campaigns') }}
    where kind = 'recertification'
),

runs as (
    select
        campaign_id,
        min(run_at) as first_run_at,
        max(run_at) as last_run_at,
        count(*) as runs,
        coalesce(bool_or(is_enrolling), false) as is_enrolling,
        sum(evidence_superseded)::bigint as evidence_superseded,
        case
            when bool_and(scope is not null)
                then string_agg(distinct scope::text, '; ' order by scope::text)
        end as scope
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

-- whom the last run that found them did not enroll
left_out as (
    select distinct on (r.campaign_id, x.user_id)
        r.campaign_id,
        x.user_id,
        x.outcome
    from {{ ref('stg_recertification_exceptions') }} as x
    inner join {{ ref('stg_recertification_runs') }} as r on x.run_id = r.run_id
    order by r.campaign_id asc, x.user_id asc, r.run_at desc
),

-- the assignments that a run made are those of its moment
enrolled as (
    select
        a.campaign_id,
        a.user_id,
        a.status,
        a.is_open,
        a.overdue_since,
        a.completed_at,
        a.completed_at - a.assigned_at as time_to_complete,
        r.run_id is not null as is_created
    from {{ ref('int_assignments') }} as a
    inner join recertifications as c on a.campaign_id = c.campaign_id
    left join {{ ref('stg_recertification_runs') }} as r
        on a.campaign_id = r.campaign_id and a.assigned_at = r.run_at
),

-- everybody once, in however many runs they were
people as (
    select
        coalesce(e.campaign_id, l.campaign_id) as campaign_id,
        case when e.is_created then 'created' else l.outcome end as outcome,
        e.status,
        e.is_open,
        e.overdue_since,
        e.completed_at,
        e.time_to_complete,
        u.is_active is false as has_left
    from enrolled as e
    full outer join left_out as l on e.campaign_id = l.campaign_id and e.user_id = l.user_id
    left join {{ ref('stg_users') }} as u on e.user_id = u.user_id
),

-- who has left need not complete it, and nobody waits for them
outcomes as (
    select
        campaign_id,
        count(outcome) as population,
        count(*) filter (where outcome = 'created') as created,
        count(*) filter (where outcome = 'already_enrolled') as already_enrolled,
        count(*) filter (where outcome = 'already_current') as already_current,
        count(*) filter (where outcome = 'inactive') as inactive,
        count(*) filter (where outcome = 'exempt') as exempt,
        count(status) as assigned,
        count(*) filter (where status = 'completed') as completed,
        count(*) filter (where is_open and not has_left) as open,
        count(*) filter (where is_open and has_left) as left_open,
        count(*) filter (where status = 'cancelled') as cancelled,
        count(*) filter (where overdue_since is not null and not has_left) as overdue,
        min(completed_at) as first_completed_at,
        max(completed_at) as last_completed_at,
        -- both from one sort
        percentile_cont(array[0.5, 0.9]) within group (order by time_to_complete) as times
    from people
    group by campaign_id
)

select
    c.campaign_id,
    c.name as campaign,
    v.training_id,
    t.name as training,
    v.label as version,
    p.employee_number as approved_by,
    p.full_name as approved_by_name,
    v.approved_at,
    v.change_reason as approval_reason,
    r.first_run_at,
    r.last_run_at,
    coalesce(r.runs, 0) as runs,
    case when r.is_enrolling then 'enrolling' else 'whole' end as state,
    r.scope,
    u.employee_number as run_by,
    f.change_reason,
    coalesce(o.population, 0) as population,
    coalesce(o.created, 0) as created,
    coalesce(o.already_enrolled, 0) as already_enrolled,
    coalesce(o.already_current, 0) as already_current,
    coalesce(o.inactive, 0) as inactive,
    coalesce(o.exempt, 0) as exempt,
    coalesce(r.evidence_superseded, 0) as evidence_superseded,
    coalesce(f.due_at, c.due_at) as due_at,
    coalesce(o.assigned, 0) as assigned,
    coalesce(o.completed, 0) as completed,
    coalesce(o.open, 0) as open,
    coalesce(o.left_open, 0) as left_open,
    coalesce(o.cancelled, 0) as cancelled,
    coalesce(o.overdue, 0) as overdue,
    -- untold until all are enrolled
    case
        when r.is_enrolling then null
        else {{ percent('o.completed', 'o.assigned - o.left_open') }}
    end::numeric(5, 2) as percent_completed,
    round(extract(epoch from o.times[1]) / 86400, 2)::numeric(10, 2) as median_days_to_complete,
    round(extract(epoch from o.times[2]) / 86400, 2)::numeric(10, 2) as p90_days_to_complete,
    o.first_completed_at,
    o.last_completed_at
from recertifications as c
inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
left join {{ ref('stg_users') }} as p on v.approved_by = p.user_id
left join runs as r on c.campaign_id = r.campaign_id
left join first_runs as f on c.campaign_id = f.campaign_id
left join {{ ref('stg_users') }} as u on f.run_by = u.user_id
left join outcomes as o on c.campaign_id = o.campaign_id
order by c.campaign_id
