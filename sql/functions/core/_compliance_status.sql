-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._compliance_status(
    p_evidence_rank integer,
    p_is_active boolean,
    p_is_exempt boolean,
    p_standing text
)
returns text
language sql
immutable
parallel safe
security invoker
return case
    when p_evidence_rank = 1 then 'compliant'
    when not p_is_active then 'not_required'
    when p_is_exempt then 'exempt'
    when p_standing in ('overdue', 'in_grace', 'due') then p_standing
    when p_evidence_rank = 2 then 'compliant'
    -- trained once, and nothing is open for them: that must not look like compliance
    when p_evidence_rank is not null or p_standing = 'completed' then 'expired'
    -- assignments that were cancelled
    else 'not_required'
end;

comment on function core._compliance_status(integer, boolean, boolean, text) is
'The compliance of a person with a training, from their best evidence (core._evidence_rank, null
without any), whether the person is active and exempt, and how their assignment stands (null without
one): compliant, due, in_grace, overdue, expired, exempt or not_required, the first that applies.';
