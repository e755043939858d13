-- How compliant each department is.
select *
from mart_compliance.compliance_by_department
order by department;
