-- The trainings with their settings and how compliant people are with each.
select
    d.*,
    c.percent_compliant,
    c.compliant,
    c.due,
    c.in_grace,
    c.overdue,
    c.expired,
    c.exempt,
    c.not_required,
    c.required
from mart_compliance.dim_training as d
inner join mart_compliance.compliance_by_training as c on d.training_id = c.training_id
order by d.training, d.training_id;
