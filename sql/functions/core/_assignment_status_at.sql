-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._assignment_status_at(
    p_status text,
    p_started_at timestamptz,
    p_closed_at timestamptz,
    p_at timestamptz
)
returns text
language sql
immutable
parallel safe
security invoker
return case
    when p_status = 'cancelled' then 'cancelled'
    when p_status = 'completed' and coalesce(p_closed_at <= p_at, true) then 'completed'
    when coalesce(p_started_at <= p_at, p_status = 'in_progress') then 'in_progress'
    else 'not_started'
end;

comment on function core._assignment_status_at(text, timestamptz, timestamptz, timestamptz) is
'The status that an assignment had at a moment, from its present one, when it was started, and when
it was marked completed here (null where an import brought it completed).';
