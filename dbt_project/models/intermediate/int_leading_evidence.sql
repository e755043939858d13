{{ config(materialized='ephemeral') }}

-- When everybody was recertified for a version, evidence on those before it no longer suffices:
-- also that which arrived since and waits for the next run. Until a run in batches is whole that of
-- people whom it has not reached does.
with recertified as (
    select
        v.training_id,
        max(v.activated_at) as activated_at
    from {{ ref('stg_recertification_runs') }} as r
    inner join {{ ref('stg_campaigns') }} as c on r.campaign_id = c.campaign_id
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    where r.scope is null and r.is_enrolling is not true
    group by v.training_id
),

evidence as (
    select
        e.user_id,
        v.training_id,
        e.evidence_id,
        v.label as version,
        e.completed_at,
        e.recertification_status,
        e.recertification_status = 'current' and v.state = 'active' as is_current_on_active,
        e.recertification_status = 'current'
        -- what was learnt ahead does not suffice before it comes into force
        and v.activated_at is not null
        and coalesce(v.activated_at >= r.activated_at, true) as is_valid
    from {{ ref('stg_evidence') }} as e
    inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
    left join recertified as r on v.training_id = r.training_id
    {{ if_changed('e.user_id', 'v.training_id', within='int_user_training_status') }}
)

select distinct on (user_id, training_id) *
from evidence
order by
    user_id asc,
    training_id asc,
    core._evidence_rank(recertification_status, is_current_on_active, is_valid) asc,
    completed_at desc,
    evidence_id desc
