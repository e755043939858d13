-- The trainings, and how compliant people are with each.
select
    d.training,
    d.category,
    d.active_version,
    d.active_since,
    c.percent_compliant,
    c.required,
    c.compliant,
    c.due,
    c.in_grace,
    c.overdue,
    c.expired,
    c.exempt,
    d.versions,
    d.versions_pending_review,
    d.requires_signature,
    d.training_id
from mart_compliance.dim_training as d
inner join mart_compliance.compliance_by_training as c on d.training_id = c.training_id
order by d.training, d.training_id;
