{{
    config(
        materialized='kept',
        key=['user_id', 'version_id'],
        scope='int_changed_pairs',
        replaces=['user_id', 'training_id']
    )
}}

with concerned as (
    select
        m.user_id,
        m.training_id,
        min(m.moment) as since
    from (
        select
            user_id,
            training_id,
            assigned_at as moment
        from {{ ref('int_assignments') }}
        union all
        select
            e.user_id,
            v.training_id,
            e.completed_at
        from {{ ref('stg_evidence') }} as e
        inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
    ) as m
    {{ if_changed('m.user_id', 'm.training_id') }}
    group by m.user_id, m.training_id
),

learnt as (
    select
        e.user_id,
        e.version_id,
        min(e.completed_at) as learnt_at
    from {{ ref('stg_evidence') }} as e
    inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
    {{ if_changed('e.user_id', 'v.training_id') }}
    group by e.user_id, e.version_id
),

-- a record of before a change is what a person was until then; who was never active on the record
-- was never exposed
gone as (
    select
        u.user_id,
        coalesce(max(h.valid_until), '-infinity') as left_at
    from {{ ref('stg_users') }} as u
    left join {{ ref('stg_user_history') }} as h
        on u.user_id = h.user_id and (h.record ->> 'is_active')::boolean
    where not u.is_active
    group by u.user_id
),

spans as (
    select
        c.user_id,
        v.version_id,
        c.training_id,
        greatest(v.activated_at, c.since) as starts_at,
        least(l.learnt_at, v.deactivated_at, g.left_at) as ends_at
    from concerned as c
    inner join {{ ref('stg_training_versions') }} as v
        on c.training_id = v.training_id and v.activated_at is not null
    left join learnt as l on c.user_id = l.user_id and v.version_id = l.version_id
    left join gone as g on c.user_id = g.user_id
)

select
    user_id,
    version_id,
    training_id,
    starts_at,
    ends_at
from spans
where ends_at is null or starts_at < ends_at
order by user_id, version_id
