-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._faults(variadic p_faults ops.fault[])
returns ops.fault[]
language sql
immutable
parallel safe
security invoker
return nullif(array_remove(p_faults, null), '{}');

comment on function core._faults(ops.fault[]) is
'Those faults that are not null; null when there are none.';
