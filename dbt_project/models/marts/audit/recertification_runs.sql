select
    r.run_id,
    r.campaign_id,
    c.name as campaign,
    v.training_id,
    t.name as training,
    v.label as version,
    r.run_at,
    u.employee_number as run_by,
    u.full_name as run_by_name,
    r.change_reason,
    r.scope::text as scope,
    r.due_at,
    r.is_enrolling,
    r.population,
    r.created,
    r.already_enrolled,
    r.already_current,
    r.inactive,
    r.exempt,
    r.evidence_superseded,
    r.plan_digest,
    r.audit_seq
from {{ ref('stg_recertification_runs') }} as r
inner join {{ ref('stg_campaigns') }} as c on r.campaign_id = c.campaign_id
inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
inner join {{ ref('stg_users') }} as u on r.run_by = u.user_id
order by r.run_id
