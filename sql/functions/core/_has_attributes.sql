-- Without `set search_path`, which would be set and reset for each pair. It names operators and
-- functions of pg_catalog only.
create or replace function core._has_attributes(p_wanted jsonb, p_attributes jsonb)
returns boolean
language sql
immutable
parallel safe
security invoker
as $$
    select not exists (
        select from jsonb_each(p_wanted) as w (name, choices)
        where not exists (
            select from jsonb_array_elements_text(
                case jsonb_typeof(p_attributes -> w.name)
                    when 'array' then p_attributes -> w.name
                    else jsonb_build_array(p_attributes -> w.name)
                end
            ) as v (value)
            where w.choices ? v.value
        )
    );
$$;

comment on function core._has_attributes(jsonb, jsonb) is
'Rule 18: whether a person''s further attributes have, for each name wanted (an object of arrays of
values as text), one of its values; a person may have several in an array.';
