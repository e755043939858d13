-- The controls as the build found them.
select *  -- noqa: AM04
from mart_audit.control_checks
order by control_id
