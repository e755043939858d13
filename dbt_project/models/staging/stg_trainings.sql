{{ config(key=['training_id']) }}

select
    training_id,
    name,
    category,
    initial_due_offset_days,
    overdue_grace_days,
    requires_signature,
    recertification_interval_days,
    created_at
from {{ source('core', 'trainings') }}
{{ where_written_since() }}
