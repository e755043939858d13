-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._standing(
    p_status text,
    p_due_at timestamptz,
    p_grace_days integer,
    p_at timestamptz
)
returns text
language sql
stable
parallel safe
security invoker
return case
    when p_status in ('completed', 'cancelled') then p_status
    when core._overdue_since(p_due_at, p_grace_days, p_at) is not null then 'overdue'
    when core._overdue_since(p_due_at, 0, p_at) is not null then 'in_grace'
    else 'due'
end;

comment on function core._standing(text, timestamptz, integer, timestamptz) is
'How an assignment stands at a moment (rule 16): overdue, in_grace or due where it is open, else its
status.';
