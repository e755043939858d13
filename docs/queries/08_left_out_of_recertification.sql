-- Who was left out of this recertification, and why?
-- A row for each person and run: already_current (had current evidence on the new version),
-- inactive (had left) or exempt; and out_of_scope for who works here and holds evidence on an
-- earlier version, but was in no run. An assignment beside it is one that they got later, as when
-- they came back.
\if :{?training} \else \set training 'Lockout/Tagout' \endif
\if :{?version} \else \set version '2.1' \endif

with ledger as (
    select *
    from mart_audit.recertification_ledger
    where training = :'training' and version = :'version'
)

select
    employee_number,
    full_name,
    outcome,
    run_at,
    run_by,
    change_reason,
    assignment_status,
    assigned_at
from ledger
where outcome in ('already_current', 'inactive', 'exempt')
union all
select distinct
    e.employee_number,
    e.full_name,
    'out_of_scope' as outcome,
    null::timestamptz as run_at,
    null as run_by,
    null as change_reason,
    null as assignment_status,
    null::timestamptz as assigned_at
from mart_audit.evidence_register as e
inner join mart_compliance.dim_user as u on e.user_id = u.user_id and u.is_active
inner join mart_compliance.dim_training_version as v
    on e.training_id = v.training_id and e.version = v.version
inner join mart_compliance.dim_training_version as n
    on v.training_id = n.training_id and v.activated_at < n.activated_at
where
    n.training = :'training' and n.version = :'version'
    and e.recertification_status in ('current', 'expired')
    and not exists (select from ledger as l where l.user_id = e.user_id)
order by outcome, employee_number, run_at;
