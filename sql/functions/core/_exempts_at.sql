-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._exempts_at(
    p_granted_at timestamptz,
    p_valid_until timestamptz,
    p_at timestamptz
)
returns boolean
language sql
immutable
parallel safe
security invoker
return p_granted_at <= p_at and p_valid_until > p_at;

comment on function core._exempts_at(timestamptz, timestamptz, timestamptz) is
'Whether an exemption is in force at a moment: from granted_at until valid_until, that moment
excluded.';
