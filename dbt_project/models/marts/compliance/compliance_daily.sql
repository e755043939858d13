{{ config(history=true, replaces=['day']) }}

with days as (
    select
        (m.as_of at time zone 'UTC')::date as day,
        c.department,
        c.training_id,
        c.compliance_status,
        c.people
    from {{ ref('int_compliance_counts') }} as c
    cross join {{ ref('int_as_of') }} as m
    {% for day in missed_days() %}
        -- nothing was built that day: as it was at its end
        union all
        select
            date '{{ day }}' as day,
            {{ group_name('a.department') }} as department,
            a.training_id,
            a.compliance_status,
            count(*) as people
        from {{ compliance_as_of("timestamptz '" ~ day ~ " 23:59:59.999999+00'") }} as a
        where a.is_active
        group by a.department, a.training_id, a.compliance_status
    {% endfor %}
),

counts as (
    select
        c.day,
        c.department,
        c.training_id,
        {{ status_counts() }}
    from days as c
    group by c.day, c.department, c.training_id
)

select
    c.day,
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
order by c.day, c.department, c.training_id
