create or replace function core._as_wanted_attributes(p_value text)
returns jsonb
language plpgsql
immutable
parallel safe
security invoker
set search_path = ''
as $$
declare
    v_given constant pg_catalog.jsonb := core._as_attributes(p_value);
    v_wanted pg_catalog.jsonb;
begin
    if p_value is null then
        return jsonb_build_object();
    end if;
    if v_given is not null then
        -- {"shift": "night", "clearance": ["A", "B"]}
        select
            case
                when coalesce(bool_and(not w.wanted @> '[null]'), true)
                    then coalesce(jsonb_object_agg(w.name, w.wanted), '{}')
            end
        into v_wanted
        from (
            select g.name, jsonb_agg(distinct v.value) as wanted
            from jsonb_each(v_given) as g (name, given)
            cross join lateral jsonb_array_elements_text(
                case jsonb_typeof(g.given)
                    when 'array' then g.given
                    else jsonb_build_array(g.given)
                end
            ) as v (value)
            group by g.name
        ) as w;
        return v_wanted;
    end if;

    -- shift=night;clearance=A;clearance=B
    select
        case
            when bool_and(w.name is not null and not w.wanted @> '[null]')
                then jsonb_object_agg(w.name, w.wanted) filter (where w.name is not null)
        end
    into v_wanted
    from (
        select
            core._trimmed(substring(i.item from '^([^=]+)=')) as name,
            jsonb_agg(distinct core._trimmed(substring(i.item from '=(.*)$'))) as wanted
        from unnest(core._trimmed_list(p_value)) as i (item)
        group by core._trimmed(substring(i.item from '^([^=]+)='))
    ) as w;
    return v_wanted;
end;
$$;

comment on function core._as_wanted_attributes(text) is
'What a rule asks of further attributes, as an object of names and arrays of values as text, from a
JSON object of values or arrays, or from NAME=VALUE parts separated by semicolons. Empty for null;
null for everything else, a value that is not given among it.';
