create or replace function core._trimmed_list(p_value text)
returns text[]
language sql
immutable
parallel safe
security invoker
set search_path = ''
as $$
    select coalesce(array_agg(core._trimmed(i.item) order by i.place), '{}')
    from unnest(string_to_array(p_value, ';')) with ordinality as i (item, place)
    where core._trimmed(i.item) is not null;
$$;

comment on function core._trimmed_list(text) is
'The parts of a value of a file that are separated by semicolons, without blanks around them;
blank parts are left out.';
