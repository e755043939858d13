with counts as (
    select
        c.department,
        {{ status_counts() }}
    from {{ ref('int_compliance_counts') }} as c
    group by c.department
)

select
    department,
    compliant,
    due,
    in_grace,
    overdue,
    expired,
    exempt,
    not_required,
    required,
    {{ percent('compliant', 'required') }} as percent_compliant
from counts
order by department
