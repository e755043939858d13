-- Who was left out of this recertification, and why?
-- A row for each person and run: already_current (had current evidence on the new version),
-- inactive (had left) or exempt. An assignment beside it is one that they got later, as when they
-- came back. scope tells whom the run was limited to: who is not in it was not looked at; empty
-- is everyone.
\if :{?training} \else \set training 'Lockout/Tagout' \endif
\if :{?version} \else \set version '2.1' \endif

select
    employee_number,
    full_name,
    outcome,
    run_at,
    run_by,
    change_reason,
    scope,
    assignment_status,
    assigned_at
from mart_audit.recertification_ledger
where
    training = :'training' and version = :'version'
    and outcome in ('already_current', 'inactive', 'exempt')
order by outcome, employee_number, run_at;
