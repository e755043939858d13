-- How many stood how with each training at an earlier moment. Who had left by then is not counted.
select
    s.training_id,
    s.training,
    s.active_version,
    count(*) filter (where s.compliance_status not in ('exempt', 'not_required')) as required,
    count(*) filter (where s.compliance_status = 'compliant') as compliant,
    count(*) filter (where s.compliance_status = 'due') as due,
    count(*) filter (where s.compliance_status = 'in_grace') as in_grace,
    count(*) filter (where s.compliance_status = 'overdue') as overdue,
    count(*) filter (where s.compliance_status = 'expired') as expired,
    count(*) filter (where s.compliance_status = 'exempt') as exempt,
    count(*) filter (where s.compliance_status = 'not_required') as not_required
from api.compliance_as_of(%(as_of)s) as s
where s.is_active and s.training_id = coalesce(%(training_id)s, s.training_id)
group by s.training_id, s.training, s.active_version
order by s.training, s.training_id
