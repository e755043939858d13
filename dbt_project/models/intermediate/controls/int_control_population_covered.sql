with named as (
    select
        run_id,
        count(*) filter (where outcome = 'created') as created,
        count(*) filter (where outcome = 'already_enrolled') as already_enrolled,
        count(*) filter (where outcome = 'already_current') as already_current,
        count(*) filter (where outcome = 'inactive') as inactive,
        count(*) filter (where outcome = 'exempt') as exempt
    from {{ ref('int_recertification_outcomes') }}
    group by run_id
),

checked as (
    select coalesce(sum(population), 0) as checked
    from {{ ref('stg_recertification_runs') }}
),

failed as (
    select 'run ' || r.run_id as failed_id
    from {{ ref('stg_recertification_runs') }} as r
    left join named as n on r.run_id = n.run_id
    where
        (r.created, r.already_enrolled, r.already_current, r.inactive, r.exempt)
        is distinct from (
            coalesce(n.created, 0), coalesce(n.already_enrolled, 0),
            coalesce(n.already_current, 0), coalesce(n.inactive, 0), coalesce(n.exempt, 0)
        )
)

{{ control_result('population_covered') }}
