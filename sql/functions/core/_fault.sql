-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._fault(p_column_name text, p_reason text, p_value text)
returns ops.fault
language sql
immutable
parallel safe
security invoker
return row(p_column_name, p_reason, left(p_value, 200))::ops.fault;

comment on function core._fault(text, text, text) is
'A fault of a staged row, its value cut to 200 characters.';
