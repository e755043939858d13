{{ config(scope='int_changed_pairs', replaces=['user_id', 'training_id']) }}

-- one row a training, whatever was done to the record: a control tells where there are two
with active_versions as (
    select
        training_id,
        min(label) as label
    from {{ ref('stg_training_versions') }}
    where state = 'active'
    group by training_id
)

select
    s.user_id,
    u.employee_number,
    u.full_name,
    s.department,
    s.location,
    u.is_active,
    s.training_id,
    t.name as training,
    v.label as active_version,
    s.compliance_status,
    s.evidence_id,
    s.evidence_version,
    s.evidence_completed_at,
    s.recertification_status,
    s.campaign_id,
    c.name as campaign,
    s.assignment_status,
    s.due_at,
    s.overdue_at,
    s.overdue_since
from {{ ref('int_user_training_status') }} as s
inner join {{ ref('stg_users') }} as u on s.user_id = u.user_id
inner join {{ ref('stg_trainings') }} as t on s.training_id = t.training_id
left join active_versions as v on s.training_id = v.training_id
left join {{ ref('stg_campaigns') }} as c on s.campaign_id = c.campaign_id
{{ if_changed('s.user_id', 's.training_id') }}
