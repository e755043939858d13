with checked as (
    select evidence as checked
    from {{ ref('int_evidence_checks') }}
),

failed as (
    select 'evidence ' || f.evidence_id as failed_id
    from {{ ref('int_evidence_checks') }} as e
    cross join lateral unnest(e.with_other_content) as f (evidence_id)
    union all
    select 'evidence ' || evidence_id
    from {{ ref('int_evidence_as_logged') }}
    where not is_as_logged
)

{{ control_result('evidence_unchanged') }}
