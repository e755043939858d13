with counts as (
    select
        c.location,
        {{ status_counts() }}
    from {{ ref('int_compliance_counts') }} as c
    group by c.location
)

select
    location,
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
order by location
