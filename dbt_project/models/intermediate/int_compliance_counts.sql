-- Nothing is waited for from people who have left, and what they once did trains nobody.
select
    {{ group_name('department') }} as department,
    {{ group_name('location') }} as location,
    training_id,
    compliance_status,
    count(*) as people
from {{ ref('int_user_training_status') }}
where is_active
group by
    {{ group_name('department') }},
    {{ group_name('location') }},
    training_id,
    compliance_status
