-- How has this department gone, month after month?
-- All trainings together, on the last UTC day of each month, and of the present month on the last
-- day of the marts. percent_compliant is of what was required that day; people count in the
-- department that they were in then.
\if :{?department} \else \set department 'Assembly' \endif

with last_days as (
    select max(day) as day
    from mart_compliance.compliance_daily
    group by date_trunc('month', day)
)

select
    d.day,
    sum(c.required) as required,
    sum(c.compliant) as compliant,
    sum(c.due) as due,
    sum(c.in_grace) as in_grace,
    sum(c.overdue) as overdue,
    sum(c.expired) as expired,
    -- as in the marts: 100 only of all, 0 only of none, null of nobody
    case
        when sum(c.compliant) = 0 and sum(c.required) > 0 then 0
        when sum(c.compliant) < sum(c.required)
            then least(
                greatest(round(100.0 * sum(c.compliant) / sum(c.required), 2), 0.01), 99.99
            )
        when sum(c.required) > 0 then 100.00
    end as percent_compliant
from last_days as d
inner join mart_compliance.compliance_daily as c on d.day = c.day
where c.department = :'department'
group by d.day
order by d.day;
