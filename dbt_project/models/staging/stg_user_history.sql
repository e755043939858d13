{{ config(key=['user_id', 'valid_until']) }}

select
    user_id,
    valid_until,
    record
from {{ source('core', 'user_history') }}
{{ where_written_since() }}
