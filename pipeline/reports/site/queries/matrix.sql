-- How compliant each department is with each training.
select *  -- noqa: AM04
from mart_compliance.compliance_matrix
order by department, training_id;
