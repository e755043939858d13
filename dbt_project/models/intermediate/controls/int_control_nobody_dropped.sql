with checked as (
    select count(*) as checked
    from {{ ref('stg_recertification_runs') }}
),

failed as (
    select 'run ' || run_id as failed_id
    from {{ ref('stg_recertification_runs') }}
    where
        created + already_enrolled + already_current + inactive + exempt
        is distinct from population
)

{{ control_result('nobody_dropped') }}
