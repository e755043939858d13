create or replace function core._is_service()
returns boolean
language sql
stable
parallel safe
security definer
set search_path = ''
as $$
    select core._is_member('recert_service');
$$;

comment on function core._is_service() is
'Whether the login is a member of recert_service, and so may act for somebody else.';
