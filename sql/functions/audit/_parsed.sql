create or replace function audit._parsed(p_payload text)
returns jsonb
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
    return p_payload::pg_catalog.jsonb;
exception
    -- a payload that somebody tampered with need not be JSON at all
    when data_exception or program_limit_exceeded then
        return null;
end;
$$;

comment on function audit._parsed(text) is
'The payload as jsonb; null when it is not JSON.';
