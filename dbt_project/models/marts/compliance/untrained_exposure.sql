with spans as (
    select
        {{ group_name('u.department') }} as department,
        x.version_id,
        x.ends_at is null as is_lasting,
        least(x.ends_at, m.as_of) - x.starts_at as duration
    from {{ ref('int_exposures') }} as x
    inner join {{ ref('stg_users') }} as u on x.user_id = u.user_id
    cross join {{ ref('int_as_of') }} as m
    where x.starts_at < m.as_of
),

sums as (
    select
        version_id,
        department,
        count(*) as people,
        extract(epoch from sum(duration)) / 86400 as person_days,
        count(*) filter (where is_lasting) as people_still_exposed,
        extract(epoch from max(duration)) / 86400 as longest_days
    from spans
    group by version_id, department
)

select
    s.version_id,
    s.department,
    t.training_id,
    t.name as training,
    v.label as version,
    v.activated_at,
    v.deactivated_at,
    s.people,
    round(s.person_days, 2)::numeric(16, 2) as person_days,
    s.people_still_exposed,
    round(s.longest_days, 2)::numeric(10, 2) as longest_days
from sums as s
inner join {{ ref('stg_training_versions') }} as v on s.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
order by s.version_id, s.department
