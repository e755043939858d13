create or replace function core._require_signature_method(p_method text)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
    if p_method is null or p_method not in ('click_to_confirm', 'drawn', 're_authenticated') then
        raise exception 'There is no such way to sign'
            using errcode = 'ZR102',
            detail = format('signature method "%s"', coalesce(p_method, '')),
            hint = 'Sign by click_to_confirm, drawn or re_authenticated.';
    end if;
end;
$$;

comment on function core._require_signature_method(text) is
'Raises ZR102 unless the method is click_to_confirm, drawn or re_authenticated.';
