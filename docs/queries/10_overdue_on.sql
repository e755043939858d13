-- Who was overdue on 1 March?
-- From the record itself, as it stood at that moment: departments, grace and versions are those
-- of then, and what was recorded later is not in it. Due dates and cancellations are those of
-- now, which no function of Recert changes afterwards. It takes longer than a mart does.
\if :{?moment} \else \set moment '2026-03-01 00:00+00' \endif

select
    employee_number,
    full_name,
    department,
    training,
    campaign,
    due_at,
    overdue_since,
    evidence_version as trained_on,
    active_version
from api.compliance_as_of(:'moment')
where compliance_status = 'overdue'
order by overdue_since, training, employee_number;
