with versions as (
    select
        c.campaign_id,
        v.training_id
    from {{ ref('stg_campaigns') }} as c
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
),

checked as (
    select count(*) as checked
    from {{ ref('stg_assignments') }}
    where status = 'completed' and not is_imported
),

-- who has evidence on a training has a leading one
failed as (
    select 'campaign ' || a.campaign_id || ', user ' || a.user_id as failed_id
    from {{ ref('stg_assignments') }} as a
    inner join versions as v on a.campaign_id = v.campaign_id
    inner join {{ ref('int_user_training_status') }} as s
        on a.user_id = s.user_id and v.training_id = s.training_id and s.evidence_id is null
    where a.status = 'completed' and not a.is_imported
)

{{ control_result('completed_has_evidence') }}
