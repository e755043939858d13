{{ config(key=['campaign_id']) }}

select
    campaign_id,
    name,
    kind,
    version_id,
    due_at,
    created_at,
    created_by,
    is_imported
from {{ source('core', 'campaigns') }}
{{ where_written_since() }}
