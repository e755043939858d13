create or replace function core._person_concerned(p_actor_id bigint, p_employee_number text)
returns core.users
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor core.users;
    v_user core.users;
begin
    if p_actor_id is null then
        raise exception 'Scheduled work does not do this for a person'
            using errcode = 'ZR304',
            detail = format('login %s acts as system', session_user),
            hint = 'Name the person with --as EMPLOYEE_NUMBER (RECERT_ACTOR), or load a file with `recert import completions`.';
    end if;
    perform core._lock_people(false);
    v_actor := core._active_user(p_actor_id);
    if p_employee_number is null or p_employee_number = v_actor.employee_number then
        return v_actor;
    end if;

    v_user := core._active_user(core._user_id(p_employee_number));
    if v_actor.role not in ('hr_admin', 'quality_admin', 'corporate_admin')
        and v_user.manager_id is distinct from p_actor_id
    then
        raise exception 'This may not be done for somebody else'
            using errcode = 'ZR304',
            detail = format(
                'user %s with role %s, for %s', v_actor.employee_number, v_actor.role,
                p_employee_number
            ),
            hint = 'Ask the person, their manager, or an hr_admin, quality_admin or corporate_admin.';
    end if;
    return v_user;
end;
$$;

comment on function core._person_concerned(bigint, text) is
'Whose training it is: the acting user''s (null), or that of somebody whom the acting user manages
or, as hr_admin, quality_admin or corporate_admin, may act for. Active, and people are locked until
the transaction ends. Raises ZR203, ZR304, ZR305.';
