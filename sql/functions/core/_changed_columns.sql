create or replace function core._changed_columns(p_before jsonb, p_after jsonb)
returns jsonb
language sql
immutable
parallel safe
security invoker
set search_path = ''
as $$
    select jsonb_build_object(
        'before', jsonb_object_agg(a.key, b.value),
        'after', jsonb_object_agg(a.key, a.value)
    )
    from jsonb_each(p_after) as a
    inner join jsonb_each(p_before) as b on a.key = b.key
    where a.value is distinct from b.value;
$$;

comment on function core._changed_columns(jsonb, jsonb) is
'What a change changed in a row: an object with before and after, each with the changed columns.';
