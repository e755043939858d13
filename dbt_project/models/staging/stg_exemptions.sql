select
    user_id,
    exemption_id,
    training_id,
    reason,
    granted_by,
    granted_at,
    valid_until
from {{ source('core', 'exemptions') }}
