-- What closed it: evidence that was there then, of that moment, on the version in force (rule 13).
with closed as (
    select
        a.user_id,
        a.campaign_id,
        a.completed_at,
        a.closed_at,
        v.training_id
    from {{ ref('stg_assignments') }} as a
    inner join {{ ref('stg_campaigns') }} as c on a.campaign_id = c.campaign_id
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    where a.status = 'completed' and (not a.is_imported or a.closed_at is not null)
),

evidence as (
    select
        e.user_id,
        e.completed_at,
        e.recorded_at,
        v.training_id,
        v.activated_at,
        coalesce(v.deactivated_at, 'infinity') as deactivated_at
    from {{ ref('stg_evidence') }} as e
    inner join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
    where v.activated_at is not null
),

checked as (
    select count(*) as checked
    from closed
),

failed as (
    select 'campaign ' || a.campaign_id || ', user ' || a.user_id as failed_id
    from closed as a
    where
        not exists (
            select from evidence as e
            where
                e.user_id = a.user_id
                and e.training_id = a.training_id
                and e.recorded_at <= a.closed_at
                and least(e.completed_at, a.closed_at) = a.completed_at
                and a.closed_at between e.activated_at and e.deactivated_at
        )
)

{{ control_result('completed_has_evidence') }}
