create or replace function core._is_member(p_role text)
returns boolean
language sql
stable
parallel safe
security definer
set search_path = ''
as $$
    -- From 16 on whoever made the role is a member who may grant it, and has no right of it.
    select pg_has_role(session_user, p_role, 'usage')
        or case
            when current_setting('server_version_num')::integer < 160000
                then pg_has_role(session_user, p_role, 'member')
            else pg_has_role(session_user, p_role, 'set')
        end;
$$;

comment on function core._is_member(text) is
'Whether the login has the rights of this database role, or may take them.';
