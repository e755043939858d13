with checked as (
    select count(*) as checked
    from {{ ref('stg_trainings') }}
),

failed as (
    select 'training ' || training_id as failed_id
    from {{ ref('stg_training_versions') }}
    where state = 'active'
    group by training_id
    having count(*) > 1
)

{{ control_result('one_active_version') }}
