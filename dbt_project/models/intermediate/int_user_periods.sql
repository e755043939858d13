{{
    config(
        materialized='kept',
        key=['user_id', 'valid_until'],
        replaces=['user_id'],
        indexes=[{'columns': ['employee_number', 'valid_until']}]
    )
}}

with changed as (
    select user_id
    from {{ ref('stg_users') }}
    {% if goes_on() %}
        where build_number > {{ baseline_number() }}
        union
        select user_id
        from {{ ref('stg_user_history') }}
        where build_number > {{ baseline_number() }}
    {% endif %}
),

people as (
    select u.*
    from {{ ref('stg_users') }} as u
    inner join changed as c on u.user_id = c.user_id
),

former as (
    select
        h.user_id,
        h.valid_until,
        h.record ->> 'full_name' as full_name,
        h.record ->> 'role' as role,
        (h.record ->> 'is_active')::boolean as is_active
    from {{ ref('stg_user_history') }} as h
    inner join people as p on h.user_id = p.user_id
),

periods as (
    select *
    from former
    union all
    select
        user_id,
        'infinity' as valid_until,
        full_name,
        role,
        is_active
    from people
)

select
    r.user_id,
    p.employee_number,
    r.full_name,
    r.role,
    r.is_active,
    coalesce(
        lag(r.valid_until) over (partition by r.user_id order by r.valid_until), '-infinity'
    ) as valid_from,
    r.valid_until
from periods as r
inner join people as p on r.user_id = p.user_id
