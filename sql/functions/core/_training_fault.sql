-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._training_fault(p_name text, p_training_id bigint)
returns ops.fault
language sql
immutable
parallel safe
security invoker
return case
    when p_name is null then row('training', 'is missing', null)::ops.fault
    when p_training_id is null
        then row('training', 'is no known training', left(p_name, 200))::ops.fault
end;

comment on function core._training_fault(text, bigint) is
'What is wrong with the training that a row names; p_training_id is the one of this name.';
