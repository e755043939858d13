{{ config(key=['user_id', 'evidence_id']) }}

select
    user_id,
    evidence_id,
    expired_at
from {{ source('core', 'expirations') }}
{{ where_written_since() }}
