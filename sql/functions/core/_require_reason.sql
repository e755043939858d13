create or replace function core._require_reason(p_reason text)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
    -- every character of Unicode that shows as blank, not only ASCII's
    v_blank constant text :=
        E' \t\n\r\f\v\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009'
        || E'\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff';
    v_length constant integer := coalesce(length(btrim(p_reason, v_blank)), 0);
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
