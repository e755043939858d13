-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._as_integer(p_value text)
returns integer
language sql
immutable
parallel safe
security invoker
return case when p_value ~ '^[+-]?[0-9]{1,9}(?:\.0{0,9})?$' then p_value::numeric::integer end;

comment on function core._as_integer(text) is
'A whole number of at most nine digits, also written 30.0 as spreadsheets do; null for everything
else.';
