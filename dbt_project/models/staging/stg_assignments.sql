{{ config(key=['user_id', 'campaign_id']) }}

select
    user_id,
    campaign_id,
    status,
    due_at,
    assigned_at,
    started_at,
    completed_at,
    closed_at,
    overdue_since,
    is_imported,
    imported_at
from {{ source('core', 'assignments') }}
{{ where_written_since() }}
