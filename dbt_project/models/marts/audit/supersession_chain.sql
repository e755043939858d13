{{ config(scope='int_changed_pairs', replaces=['user_id', 'training_id']) }}

with evidence as (
    select
        e.*,
        v.training_id,
        v.label as version,
        row_number() over in_order as position,
        lead(e.evidence_id) over in_order as next_evidence_id,
        lead(v.label) over in_order as next_version,
        lead(e.completed_at) over in_order as next_completed_at
    from {{ ref('stg_evidence') }} as e
    inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
    {{ if_changed('e.user_id', 'v.training_id') }}
    window in_order as (
        partition by e.user_id, v.training_id
        order by e.completed_at, e.evidence_id
    )
)

select
    e.user_id,
    u.employee_number,
    u.full_name,
    e.training_id,
    t.name as training,
    e.position,
    e.evidence_id,
    e.version,
    e.completed_at,
    e.recertification_status as status,
    e.superseded_at,
    c.name as superseded_by_campaign,
    e.next_evidence_id,
    e.next_version,
    e.next_completed_at
from evidence as e
inner join {{ ref('stg_users') }} as u on e.user_id = u.user_id
inner join {{ ref('stg_trainings') }} as t on e.training_id = t.training_id
left join {{ ref('stg_campaigns') }} as c on e.superseded_by_campaign_id = c.campaign_id
