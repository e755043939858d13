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
    manager_id,
    created_at
from {{ source('core', 'users') }}
