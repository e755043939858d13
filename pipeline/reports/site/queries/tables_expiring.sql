-- Evidence that expires within 90 days, what expires first above.
select
    e.employee_number,
    e.full_name,
    coalesce(e.department, '(none)') as department,
    coalesce(e.location, '(none)') as location,
    e.training,
    e.version,
    e.completed_at,
    e.expires_at,
    e.within_days,
    e.is_leading,
    e.user_id,
    e.training_id
from mart_compliance.expiring_evidence as e
order by e.expires_at, e.user_id, e.evidence_id;
