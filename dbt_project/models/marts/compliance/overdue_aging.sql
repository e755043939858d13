with overdue as (
    select
        {{ group_name('s.department') }} as department,
        s.training_id,
        case
            when m.as_of <= core._days_later(s.overdue_since, 7) then '1_to_7'
            when m.as_of <= core._days_later(s.overdue_since, 30) then '8_to_30'
            when m.as_of <= core._days_later(s.overdue_since, 90) then '31_to_90'
            else 'over_90'
        end as bucket,
        s.overdue_since
    from {{ ref('int_user_training_status') }} as s
    cross join {{ ref('int_as_of') }} as m
    where s.compliance_status = 'overdue'
)

select
    o.department,
    o.training_id,
    t.name as training,
    o.bucket,
    count(*) as people,
    min(o.overdue_since) as oldest_overdue_since
from overdue as o
inner join {{ ref('stg_trainings') }} as t on o.training_id = t.training_id
group by o.department, o.training_id, t.name, o.bucket
order by o.department, o.training_id, o.bucket
