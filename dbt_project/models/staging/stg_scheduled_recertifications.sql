{{ config(key=['scheduled_recertification_id']) }}

select
    scheduled_recertification_id,
    version_id,
    effective_on,
    scope,
    change_reason,
    decided_by,
    decided_at,
    state,
    run_id,
    ended_at,
    ended_by,
    end_reason
from {{ source('core', 'scheduled_recertifications') }}
{{ where_written_since() }}
