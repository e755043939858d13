create or replace function core._as_attributes(p_value text)
returns jsonb
language plpgsql
immutable
parallel safe
security invoker
set search_path = ''
as $$
declare
    v_value pg_catalog.jsonb;
begin
    if p_value is null then
        return null;
    end if;
    begin
        v_value := p_value::pg_catalog.jsonb;
    exception
        -- PostgreSQL 15 cannot be asked beforehand; the second is raised when nested too deeply
        when data_exception or program_limit_exceeded then return null;
    end;
    return case jsonb_typeof(v_value) when 'object' then v_value end;
end;
$$;

comment on function core._as_attributes(text) is
'A JSON object; null for everything else.';
