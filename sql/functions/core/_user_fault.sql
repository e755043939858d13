-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._user_fault(p_column_name text, p_number text, p_user_id bigint)
returns ops.fault
language sql
immutable
parallel safe
security invoker
return case
    when p_number is null then row(p_column_name, 'is missing', null)::ops.fault
    when p_user_id is null
        then row(p_column_name, 'belongs to no user', left(p_number, 200))::ops.fault
end;

comment on function core._user_fault(text, text, bigint) is
'What is wrong with the person whom a row names in a column; p_user_id is the one of this number.';
