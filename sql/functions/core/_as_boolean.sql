-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._as_boolean(p_value text)
returns boolean
language sql
immutable
parallel safe
security invoker
return case
    when lower(p_value) in ('true', 't', 'yes', 'y', '1') then true
    when lower(p_value) in ('false', 'f', 'no', 'n', '0') then false
end;

comment on function core._as_boolean(text) is
'true, t, yes, y, 1 or false, f, no, n, 0 in upper or lower case; null for everything else.';
