-- The rule is that of the doctor's check; completions are compared by evidence_reconciled.
with checked as (
    select
        (select count(*) from {{ ref('stg_training_versions') }})
        + (select count(*) from {{ ref('stg_recertification_runs') }})
        + (select count(*) from {{ ref('stg_scheduled_recertifications') }})
        + (select count(*) from {{ ref('stg_exemptions') }})
        + (select count(*) from {{ ref('stg_signatures') }})
        + (select count(*) from {{ ref('stg_imports') }}) as checked
),

failed as (
    select d.name as failed_id
    from ops._decisions_not_in_the_log() as d (name)
)

{{ control_result('changes_logged') }}
