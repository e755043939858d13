-- The scan flags what has run out; two days after that it is late, whether or not there was a scan.
-- A training whose settings changed since is left to the next scan.
with settled as (
    select
        t.training_id,
        t.recertification_interval_days
    from {{ ref('stg_trainings') }} as t
    cross join {{ ref('int_as_of') }} as m
    where
        t.recertification_interval_days is not null
        and not exists (
            select from {{ ref('stg_training_history') }} as h
            where
                h.training_id = t.training_id
                and h.valid_until > m.as_of - interval '48 hours'
        )
),

lasting as (
    select
        e.evidence_id,
        e.recorded_at > m.as_of - interval '48 hours'
        or core._days_later(e.completed_at, t.recertification_interval_days)
        > m.as_of - interval '48 hours' as is_in_time
    from settled as t
    inner join {{ ref('stg_training_versions') }} as v on t.training_id = v.training_id
    inner join {{ ref('stg_evidence') }} as e on v.version_id = e.version_id
    cross join {{ ref('int_as_of') }} as m
    where e.recertification_status = 'current'
),

checked as (
    select count(*) as checked
    from lasting
),

failed as (
    select 'evidence ' || evidence_id as failed_id
    from lasting
    where not is_in_time
)

{{ control_result('expiry_respected') }}
