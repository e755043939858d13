create or replace function ops._not_applicable(p_check text, p_remedy text)
returns ops.finding
language sql
immutable
security invoker
set search_path = ''
as $$
    select p_check, 'not applicable', 0::bigint, p_remedy;
$$;

comment on function ops._not_applicable(text, text) is
'The finding of a check that cannot be made here, and what would let it.';
