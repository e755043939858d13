select
    user_id,
    signature_id,
    evidence_id,
    manifestation,
    method,
    client_addr,
    signed_at
from {{ source('core', 'signatures') }}
