{{ config(key=['seq']) }}

select
    seq,
    occurred_at,
    actor,
    db_role,
    client_addr,
    action,
    entity_type,
    entity_id,
    change_reason,
    payload,
    prev_hash,
    hash
from {{ source('audit', 'log') }}
{{ where_written_since() }}
