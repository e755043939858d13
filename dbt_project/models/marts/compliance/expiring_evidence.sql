{{ config(scope='int_expiring_pairs', replaces=['user_id', 'training_id']) }}

with expiring as (
    select
        e.user_id,
        e.evidence_id,
        v.training_id,
        t.name as training,
        v.label as version,
        e.completed_at,
        core._days_later(e.completed_at, t.recertification_interval_days) as expires_at
    from {{ ref('stg_trainings') }} as t
    inner join {{ ref('stg_training_versions') }} as v on t.training_id = v.training_id
    inner join {{ ref('stg_evidence') }} as e on v.version_id = e.version_id
    where
        t.recertification_interval_days is not null
        and e.recertification_status = 'current'
        {{ if_changed('e.user_id', 'v.training_id', 'and', changed='int_expiring_pairs') }}
)

select
    x.user_id,
    x.evidence_id,
    u.employee_number,
    u.full_name,
    u.department,
    u.location,
    x.training_id,
    x.training,
    x.version,
    x.completed_at,
    x.expires_at,
    case
        when x.expires_at <= m.as_of then 0
        when x.expires_at <= core._days_later(m.as_of, 30) then 30
        when x.expires_at <= core._days_later(m.as_of, 60) then 60
        else 90
    end as within_days,
    x.evidence_id = s.evidence_id as is_leading
from expiring as x
inner join {{ ref('stg_users') }} as u on x.user_id = u.user_id
inner join {{ ref('int_user_training_status') }} as s
    on x.user_id = s.user_id and x.training_id = s.training_id
cross join {{ ref('int_as_of') }} as m
where u.is_active and x.expires_at <= core._days_later(m.as_of, 90)
order by x.user_id, x.evidence_id
