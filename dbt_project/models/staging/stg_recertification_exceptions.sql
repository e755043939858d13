{{ config(key=['user_id', 'run_id']) }}

select
    user_id,
    run_id,
    outcome
from {{ source('core', 'recertification_exceptions') }}
{{ where_written_since() }}
