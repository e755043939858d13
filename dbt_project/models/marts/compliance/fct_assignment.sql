{{ config(scope='int_changed_pairs', replaces=['user_id', 'training_id']) }}

select
    a.user_id,
    a.campaign_id,
    a.training_id,
    a.version_id,
    c.name as campaign,
    c.kind,
    t.name as training,
    v.label as version,
    a.status,
    a.standing,
    a.assigned_at,
    a.started_at,
    a.due_at,
    a.overdue_at,
    a.overdue_since,
    a.completed_at,
    a.closed_at,
    round(extract(epoch from a.completed_at - a.assigned_at) / 86400, 2)::numeric(10, 2)
        as days_to_complete,
    a.is_imported
from {{ ref('int_assignments') }} as a
inner join {{ ref('stg_campaigns') }} as c on a.campaign_id = c.campaign_id
inner join {{ ref('stg_training_versions') }} as v on a.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on a.training_id = t.training_id
{{ if_changed('a.user_id', 'a.training_id') }}
