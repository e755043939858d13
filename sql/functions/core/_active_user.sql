create or replace function core._active_user(p_user_id bigint)
returns core.users
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_user core.users;
begin
    select u.* into strict v_user
    from core.users as u
    where u.user_id = p_user_id;
    if not v_user.is_active then
        raise exception 'An inactive user may not do this'
            using errcode = 'ZR305',
            detail = format('user %s (%s)', v_user.employee_number, v_user.full_name),
            hint = 'Ask somebody who is active.';
    end if;
    return v_user;
end;
$$;

comment on function core._active_user(bigint) is
'The user, who must be active. Raises ZR305.';
