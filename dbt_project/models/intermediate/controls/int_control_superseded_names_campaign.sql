with checked as (
    select superseded as checked
    from {{ ref('int_evidence_checks') }}
),

failed as (
    select 'evidence ' || f.evidence_id as failed_id
    from {{ ref('int_evidence_checks') }} as e
    cross join lateral unnest(e.superseded_by_nothing) as f (evidence_id)
)

{{ control_result('superseded_names_campaign') }}
