with checked as (
    select count(*) as checked
    from {{ ref('stg_trainings') }}
),

-- one that was brought into force here is succeeded by another, never by none
failed as (
    select 'training ' || training_id as failed_id
    from {{ ref('stg_training_versions') }}
    group by training_id
    having
        count(*) filter (where state = 'active') > 1
        or (
            count(*) filter (where state = 'active') = 0
            and bool_or(approved_by is not null and activated_at is not null)
        )
)

{{ control_result('one_active_version') }}
