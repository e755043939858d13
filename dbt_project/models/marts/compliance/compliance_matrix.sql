with counts as (
    select
        c.department,
        c.training_id,
        {{ status_counts() }}
    from {{ ref('int_compliance_counts') }} as c
    group by c.department, c.training_id
)

select
    c.department,
    c.training_id,
    t.name as training,
    c.compliant,
    c.due,
    c.in_grace,
    c.overdue,
    c.expired,
    c.exempt,
    c.not_required,
    c.required,
    {{ percent('c.compliant', 'c.required') }} as percent_compliant
from counts as c
inner join {{ ref('stg_trainings') }} as t on c.training_id = t.training_id
order by c.department, c.training_id
