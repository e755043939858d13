with months as (
    select
        date_trunc('month', as_of at time zone 'UTC')::date as first_month,
        (date_trunc('month', as_of at time zone 'UTC') + interval '12 months')::date as end_month
    from {{ ref('int_as_of') }}
),

active_versions as (
    select
        training_id,
        min(label) as label
    from {{ ref('stg_training_versions') }}
    where state = 'active'
    group by training_id
),

-- what is past and has not been done yet is done next
expiring as (
    select
        s.training_id,
        greatest(
            date_trunc(
                'month',
                core._days_later(s.evidence_completed_at, t.recertification_interval_days)
                at time zone 'UTC'
            )::date,
            m.first_month
        ) as month
    from {{ ref('int_user_training_status') }} as s
    inner join {{ ref('stg_trainings') }} as t on s.training_id = t.training_id
    inner join {{ ref('stg_users') }} as u on s.user_id = u.user_id
    cross join months as m
    where s.is_valid and u.is_active and t.recertification_interval_days is not null
),

decided as (
    select
        d.scheduled_recertification_id,
        v.training_id,
        greatest(date_trunc('month', d.effective_on)::date, m.first_month) as month,
        d.scope -> 'departments' as departments,
        d.scope -> 'locations' as locations,
        d.scope -> 'from_versions' as from_versions
    from {{ ref('stg_scheduled_recertifications') }} as d
    inner join {{ ref('stg_training_versions') }} as v on d.version_id = v.version_id
    cross join months as m
    where d.state = 'planned'
),

concerned as (
    select
        d.scheduled_recertification_id,
        s.user_id
    from decided as d
    inner join {{ ref('int_user_training_status') }} as s on d.training_id = s.training_id
    inner join {{ ref('stg_users') }} as u on s.user_id = u.user_id
    left join active_versions as a on d.training_id = a.training_id
    where
        u.is_active
        and s.compliance_status <> 'exempt'
        and s.recertification_status in ('current', 'expired')
        and s.evidence_version is distinct from a.label
        and (d.departments is null or d.departments ? s.department)
        and (d.locations is null or d.locations ? s.location)
        and (d.from_versions is null or d.from_versions ? s.evidence_version)
),

forecast as (
    select
        'expiry' as kind,
        training_id,
        month,
        count(*) as people,
        0::bigint as decisions
    from expiring
    group by training_id, month
    union all
    select
        'decision' as kind,
        d.training_id,
        d.month,
        count(distinct c.user_id) as people,
        count(distinct d.scheduled_recertification_id) as decisions
    from decided as d
    left join concerned as c
        on d.scheduled_recertification_id = c.scheduled_recertification_id
    group by d.training_id, d.month
)

select
    f.kind,
    f.training_id,
    f.month,
    t.name as training,
    f.people,
    f.decisions
from forecast as f
inner join {{ ref('stg_trainings') }} as t on f.training_id = t.training_id
inner join months as m on f.month < m.end_month
order by f.kind, f.training_id, f.month
