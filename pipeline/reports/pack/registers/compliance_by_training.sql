-- How many stood how with each training at the moment of the build. Who has left is not counted.
select
    training_id,
    training,
    active_version,
    required,
    compliant,
    due,
    in_grace,
    overdue,
    expired,
    exempt,
    not_required
from mart_compliance.compliance_by_training
where training_id = coalesce(%(training_id)s, training_id)
order by training, training_id
