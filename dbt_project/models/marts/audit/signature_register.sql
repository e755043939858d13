{{ config(scope='int_changed_pairs', replaces=['user_id', 'training_id']) }}

select
    s.user_id,
    u.employee_number,
    u.full_name,
    s.signature_id,
    v.training_id,
    t.name as training,
    v.label as version,
    s.evidence_id,
    e.completed_at,
    s.manifestation,
    s.method,
    host(s.client_addr) as client_addr,
    s.signed_at,
    s.import_id is not null as is_by_import,
    s.import_id,
    i.file_name
from {{ ref('stg_signatures') }} as s
inner join {{ ref('stg_evidence') }} as e
    on s.user_id = e.user_id and s.evidence_id = e.evidence_id
inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
inner join {{ ref('stg_users') }} as u on s.user_id = u.user_id
left join {{ ref('stg_imports') }} as i on s.import_id = i.import_id
{{ if_changed('s.user_id', 'v.training_id') }}
