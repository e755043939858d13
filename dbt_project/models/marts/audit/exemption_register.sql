select
    x.user_id,
    u.employee_number,
    u.full_name,
    x.exemption_id,
    x.training_id,
    t.name as training,
    x.reason,
    g.employee_number as granted_by,
    g.full_name as granted_by_name,
    x.granted_at,
    x.valid_until,
    x.granted_at <= m.as_of and x.valid_until > m.as_of as is_in_force
from {{ ref('stg_exemptions') }} as x
inner join {{ ref('stg_trainings') }} as t on x.training_id = t.training_id
inner join {{ ref('stg_users') }} as u on x.user_id = u.user_id
inner join {{ ref('stg_users') }} as g on x.granted_by = g.user_id
cross join {{ ref('int_as_of') }} as m
order by x.user_id, x.exemption_id
