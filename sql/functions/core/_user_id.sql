create or replace function core._user_id(p_employee_number text)
returns bigint
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_user_id bigint;
begin
    select u.user_id into v_user_id
    from core.users as u
    where u.employee_number = p_employee_number;
    if not found then
        raise exception 'There is no user with this employee number'
            using errcode = 'ZR203',
            detail = format('employee number %s', coalesce(p_employee_number, '')),
            hint = 'Check the number, or import the person with `recert import users`.';
    end if;
    return v_user_id;
end;
$$;

comment on function core._user_id(text) is
'The user of this employee number. Raises ZR203.';
