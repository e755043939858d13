-- what a training asked for at that time
with periods as (
    select
        training_id,
        valid_until,
        (record ->> 'requires_signature')::boolean as requires_signature
    from {{ ref('stg_training_history') }}
    union all
    select
        training_id,
        'infinity' as valid_until,
        requires_signature
    from {{ ref('stg_trainings') }}
),

required as (
    select
        v.version_id,
        p.valid_from,
        p.valid_until
    from (
        select
            training_id,
            requires_signature,
            valid_until,
            lag(valid_until, 1, '-infinity'::timestamptz) over (
                partition by training_id order by valid_until
            ) as valid_from
        from periods
    ) as p
    inner join {{ ref('stg_training_versions') }} as v on p.training_id = v.training_id
    where p.requires_signature
),

evidence as (
    select
        e.evidence_id,
        s.signature_id
    from {{ ref('stg_evidence') }} as e
    inner join required as r
        on
            e.version_id = r.version_id
            and e.recorded_at >= r.valid_from and e.recorded_at < r.valid_until
    left join {{ ref('stg_signatures') }} as s
        on e.user_id = s.user_id and e.evidence_id = s.evidence_id
    where not e.is_imported
),

checked as (
    select count(*) as checked
    from evidence
),

failed as (
    select 'evidence ' || evidence_id as failed_id
    from evidence
    where signature_id is null
)

{{ control_result('signatures_present') }}
