create or replace function audit._parsed(p_payload text)
returns jsonb
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
    return p_payload::jsonb;
exception
    -- a payload that somebody tampered with need not be JSON at all
    when invalid_text_representation or untranslatable_character then
        return null;
end;
$$;

comment on function audit._parsed(text) is
'The payload as jsonb; null when it is not JSON.';
