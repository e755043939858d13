create or replace function core._require_reason(p_reason text)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
    v_length constant integer := coalesce(length(core._trimmed(p_reason)), 0);
begin
    if v_length < 10 then
        raise exception 'The change reason is too short'
            using errcode = 'ZR101',
            detail = format('%s characters after trimming, at least 10 are needed', v_length),
            hint = 'Say in a sentence why this is done; an inspector will read it.';
    end if;
end;
$$;

comment on function core._require_reason(text) is
'Rule 2: a reason has at least 10 characters after trimming. Raises ZR101.';
