{{ config(key=['version_id']) }}

select
    version_id,
    training_id,
    label,
    state,
    content_sha256,
    author_id,
    submitted_at,
    submission_reason,
    approved_by,
    approved_at,
    change_reason,
    rejected_by,
    rejected_at,
    rejection_reason,
    activated_at,
    deactivated_at,
    is_imported,
    created_at
from {{ source('core', 'training_versions') }}
{{ where_written_since() }}
