{{ config(key=['user_id', 'exemption_id']) }}

select
    user_id,
    exemption_id,
    training_id,
    reason,
    granted_by,
    granted_at,
    valid_until
from {{ source('core', 'exemptions') }}
{{ where_written_since() }}
