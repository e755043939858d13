{{ config(scope='int_changed_pairs', replaces=['user_id', 'training_id']) }}

select
    o.user_id,
    u.employee_number,
    u.full_name,
    o.run_id,
    v.training_id,
    t.name as training,
    v.label as version,
    o.campaign_id,
    c.name as campaign,
    r.run_at,
    d.employee_number as run_by,
    r.change_reason,
    r.scope::text as scope,
    o.outcome,
    a.status as assignment_status,
    a.assigned_at,
    a.due_at,
    a.completed_at
from {{ ref('int_recertification_outcomes') }} as o
inner join {{ ref('stg_recertification_runs') }} as r on o.run_id = r.run_id
inner join {{ ref('stg_campaigns') }} as c on o.campaign_id = c.campaign_id
inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
inner join {{ ref('stg_users') }} as u on o.user_id = u.user_id
inner join {{ ref('stg_users') }} as d on r.run_by = d.user_id
left join {{ ref('stg_assignments') }} as a
    on o.user_id = a.user_id and o.campaign_id = a.campaign_id
{{ if_changed('o.user_id', 'v.training_id') }}
