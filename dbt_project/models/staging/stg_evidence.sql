{{ config(key=['user_id', 'evidence_id']) }}

select
    user_id,
    evidence_id,
    version_id,
    completed_at,
    recorded_at,
    score,
    content_sha256,
    recertification_status,
    superseded_at,
    superseded_by_campaign_id,
    is_imported
from {{ source('core', 'evidence') }}
{{ where_written_since() }}
