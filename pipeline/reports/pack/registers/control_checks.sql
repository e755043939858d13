-- The controls as the build found them.
select *
from mart_audit.control_checks
order by control_id
