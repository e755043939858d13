{{ config(key=['run_id']) }}

select
    run_id,
    campaign_id,
    run_at,
    run_by,
    change_reason,
    due_at,
    population,
    created,
    already_enrolled,
    already_current,
    inactive,
    exempt,
    evidence_superseded,
    plan_digest,
    audit_seq,
    scope,
    is_enrolling
from {{ source('core', 'recertification_runs') }}
{{ where_written_since() }}
