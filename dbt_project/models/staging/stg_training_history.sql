{{ config(key=['training_id', 'valid_until']) }}

select
    training_id,
    valid_until,
    record
from {{ source('core', 'training_history') }}
{{ where_written_since() }}
