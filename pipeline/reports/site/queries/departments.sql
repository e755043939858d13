-- How compliant each department is.
select *  -- noqa: AM04
from mart_compliance.compliance_by_department
order by department;
