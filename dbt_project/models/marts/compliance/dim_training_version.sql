with sources as (
    select
        version_id,
        string_agg(concat_ws('@', document, revision), '; ' order by document, revision) as sources
    from {{ ref('stg_version_sources') }}
    group by version_id
)

select
    v.version_id,
    v.training_id,
    t.name as training,
    v.label as version,
    v.state,
    a.employee_number as author,
    a.full_name as author_name,
    v.submitted_at,
    v.submission_reason,
    p.employee_number as approved_by,
    p.full_name as approved_by_name,
    v.approved_at,
    v.change_reason,
    r.employee_number as rejected_by,
    v.rejected_at,
    v.rejection_reason,
    v.activated_at,
    v.deactivated_at,
    encode(v.content_sha256, 'hex') as content_sha256,
    s.sources,
    v.is_imported,
    v.created_at
from {{ ref('stg_training_versions') }} as v
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
left join {{ ref('stg_users') }} as a on v.author_id = a.user_id
left join {{ ref('stg_users') }} as p on v.approved_by = p.user_id
left join {{ ref('stg_users') }} as r on v.rejected_by = r.user_id
left join sources as s on v.version_id = s.version_id
order by v.version_id
