create or replace function core._is_service()
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
    -- From 16 on whoever made the role is a member who may grant it, and has no right of it.
    select pg_has_role(session_user, 'recert_service', 'usage')
        or case
            when current_setting('server_version_num')::integer < 160000
                then pg_has_role(session_user, 'recert_service', 'member')
            else pg_has_role(session_user, 'recert_service', 'set')
        end;
$$;

comment on function core._is_service() is
'Whether the login is a member of recert_service, and so may act for somebody else.';
