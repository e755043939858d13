{{ config(key=['user_id']) }}

select
    user_id,
    employee_number,
    full_name,
    role,
    is_active,
    department,
    location,
    activity,
    plant,
    line,
    workstation,
    attributes,
    manager_id,
    db_role,
    created_at
from {{ source('core', 'users') }}
{{ where_written_since() }}
