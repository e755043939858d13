-- How the share of compliant went, from day to day.
select
    c.day,
    sum(c.required)::bigint as required,
    sum(c.compliant)::bigint as compliant,
    sum(c.overdue)::bigint as overdue
from mart_compliance.compliance_daily as c
group by c.day
order by c.day;
