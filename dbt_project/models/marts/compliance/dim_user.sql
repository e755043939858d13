{{ config(replaces=['user_id']) }}

select
    u.user_id,
    u.employee_number,
    u.full_name,
    u.role,
    u.is_active,
    u.department,
    u.location,
    u.activity,
    u.plant,
    u.line,
    u.workstation,
    u.attributes::text as attributes,
    m.employee_number as manager,
    u.created_at
from {{ ref('stg_users') }} as u
left join {{ ref('stg_users') }} as m on u.manager_id = m.user_id
{% if goes_on() %}
    where
        u.build_number > {{ baseline_number() }}
        or m.build_number > {{ baseline_number() }}
{% endif %}
