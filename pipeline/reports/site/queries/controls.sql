-- How many controls came out how.
select
    c.result,
    count(*) as controls
from mart_audit.control_checks as c
group by c.result
order by c.result;
