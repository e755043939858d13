with evidence as (
    select
        e.user_id,
        v.training_id,
        e.evidence_id,
        v.label as version,
        e.completed_at,
        e.recertification_status,
        e.recertification_status = 'current' and v.state = 'active' as is_current_on_active
    from {{ ref('stg_evidence') }} as e
    inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
)

select distinct on (user_id, training_id) *
from evidence
order by
    user_id asc,
    training_id asc,
    is_current_on_active desc,
    case recertification_status when 'current' then 1 when 'expired' then 2 else 3 end asc,
    completed_at desc,
    evidence_id desc
