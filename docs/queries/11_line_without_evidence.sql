-- Who works on line 3 without current evidence?
-- Everybody there now of whom a training is required that they have not: due and in_grace still
-- have time, overdue and expired have not (expired also says of a completion without evidence).
-- Who is exempt is told as such. trained_on is the version that they last completed; empty when
-- there is no evidence.
\if :{?line} \else \set line '3' \endif

select
    u.plant,
    u.line,
    u.employee_number,
    u.full_name,
    s.training,
    s.compliance_status,
    s.evidence_version as trained_on,
    s.active_version,
    s.due_at,
    s.overdue_since
from mart_compliance.dim_user as u
inner join mart_compliance.user_training_status as s on u.user_id = s.user_id
where
    u.line = :'line' and u.is_active
    and s.compliance_status in ('due', 'in_grace', 'overdue', 'expired', 'exempt')
order by u.plant, s.training, s.compliance_status, u.employee_number;
