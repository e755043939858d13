-- The matrix as a table: departments and trainings.
select
    m.department,
    m.training,
    m.percent_compliant,
    m.required,
    m.compliant,
    m.due,
    m.in_grace,
    m.overdue,
    m.expired,
    m.exempt,
    m.not_required,
    m.training_id
from mart_compliance.compliance_matrix as m
order by m.department, m.training_id;
