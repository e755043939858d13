{{ config(scope='int_changed_pairs', replaces=['user_id', 'training_id']) }}

select
    e.user_id,
    u.employee_number,
    u.full_name,
    v.training_id,
    t.name as training,
    v.label as version,
    e.evidence_id,
    e.completed_at,
    e.recorded_at,
    e.score,
    encode(e.content_sha256, 'hex') as content_sha256,
    e.recertification_status,
    x.expired_at,
    e.superseded_at,
    c.name as superseded_by_campaign,
    e.is_imported,
    s.signature_id is not null as is_signed,
    s.manifestation as signature_manifestation,
    s.method as signature_method,
    s.signed_at
from {{ ref('stg_evidence') }} as e
inner join {{ ref('stg_users') }} as u on e.user_id = u.user_id
inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
left join {{ ref('stg_campaigns') }} as c on e.superseded_by_campaign_id = c.campaign_id
left join {{ ref('stg_expirations') }} as x
    on e.user_id = x.user_id and e.evidence_id = x.evidence_id
left join {{ ref('stg_signatures') }} as s
    on e.user_id = s.user_id and e.evidence_id = s.evidence_id
{{ if_changed('e.user_id', 'v.training_id') }}
