with versions as (
    select
        training_id,
        min(label) filter (where state = 'active') as active_version,
        min(activated_at) filter (where state = 'active') as active_since,
        count(*) as versions,
        count(activated_at) as versions_ever_active,
        count(*) filter (where state = 'pending_review') as versions_pending_review
    from {{ ref('stg_training_versions') }}
    group by training_id
)

select
    t.training_id,
    t.name as training,
    t.category,
    t.initial_due_offset_days,
    t.overdue_grace_days,
    t.requires_signature,
    t.recertification_interval_days,
    v.active_version,
    v.active_since,
    coalesce(v.versions, 0) as versions,
    coalesce(v.versions_ever_active, 0) as versions_ever_active,
    coalesce(v.versions_pending_review, 0) as versions_pending_review,
    t.created_at
from {{ ref('stg_trainings') }} as t
left join versions as v on t.training_id = v.training_id
order by t.training_id
