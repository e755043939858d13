{{ config(key=['user_id', 'signature_id']) }}

select
    user_id,
    signature_id,
    evidence_id,
    manifestation,
    method,
    client_addr,
    signed_at,
    import_id
from {{ source('core', 'signatures') }}
{{ where_written_since() }}
