-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._in_dimension(p_wanted text[], p_value text)
returns boolean
language sql
immutable
parallel safe
security invoker
return p_wanted = '{}' or coalesce(p_value = any(p_wanted), false);

comment on function core._in_dimension(text[], text) is
'Rule 18: whether a value is one of those wanted; an empty dimension matches anything.';
