-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._flag_at(
    p_superseded_at timestamptz,
    p_expired_at timestamptz,
    p_at timestamptz
)
returns text
language sql
immutable
parallel safe
security invoker
return case
    when p_superseded_at <= p_at then 'superseded'
    when p_expired_at <= p_at then 'expired'
    else 'current'
end;

comment on function core._flag_at(timestamptz, timestamptz, timestamptz) is
'The flag that evidence had at a moment, from when it was superseded and when a scan flagged it as
expired.';
