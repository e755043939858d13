create or replace function core._user_before(p_user_id bigint)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
    select h.record
    from core.user_history as h
    where h.user_id = p_user_id
    order by h.valid_until desc
    limit 1;
$$;

comment on function core._user_before(bigint) is
'The row of core.users before its last change; null when it never changed.';
