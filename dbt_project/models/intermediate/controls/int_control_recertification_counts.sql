-- The rule is that of the doctor's check.
with checked as (
    select count(*) as checked
    from {{ ref('stg_recertification_runs') }}
),

failed as (
    select d.name as failed_id
    from ops._miscounted_recertifications() as d (name)
)

{{ control_result('recertification_counts') }}
