-- How compliant each department is with each training.
select *
from mart_compliance.compliance_matrix
order by department, training_id;
