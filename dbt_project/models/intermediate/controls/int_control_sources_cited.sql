with approved as (
    select version_id
    from {{ ref('stg_training_versions') }}
    where approved_by is not null
),

checked as (
    select count(*) as checked
    from approved
),

failed as (
    select 'version ' || a.version_id as failed_id
    from approved as a
    left join {{ ref('stg_version_sources') }} as s on a.version_id = s.version_id
    where s.version_id is null
)

{{ control_result('sources_cited') }}
