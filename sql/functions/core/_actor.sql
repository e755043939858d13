create or replace function core._actor()
returns bigint
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    -- as text, so that the index on db_role serves
    v_login constant pg_catalog.text := session_user;
    v_named constant pg_catalog.text := nullif(current_setting('recert.actor', true), '');
    v_is_service constant boolean := core._is_service();
    v_user_id bigint;
    v_employee_number pg_catalog.text;
begin
    select u.user_id, u.employee_number into v_user_id, v_employee_number
    from core.users as u
    where u.db_role = v_login;

    if v_named is null or v_named = v_employee_number then
        if v_user_id is null and not v_is_service then
            raise exception 'This login belongs to nobody'
                using errcode = 'ZR302',
                detail = format('login %s', v_login),
                hint = 'Have an administrator set db_role of your user to this login, or, for '
                'scheduled work, grant recert_service to it.';
        end if;
        if v_user_id is not null then
            perform core._active_user(v_user_id);
        end if;
        return v_user_id;
    end if;

    if not v_is_service then
        raise exception 'This login may not act for somebody else'
            using errcode = 'ZR303',
            detail = format('login %s, acting as %s', v_login, v_named),
            hint = 'Leave out --as (RECERT_ACTOR), or use a login that is a member of recert_service.';
    end if;

    select u.user_id into v_user_id
    from core.users as u
    where u.employee_number = v_named;
    if not found then
        raise exception 'There is no user to act as with this employee number'
            using errcode = 'ZR203',
            detail = format('employee number %s', v_named),
            hint = 'Check --as (RECERT_ACTOR), or import the person with `recert import users`.';
    end if;
    perform core._active_user(v_user_id);
    return v_user_id;
end;
$$;

comment on function core._actor() is
'The acting user''s user_id; null for a service login that names nobody, which acts as system. The
user comes from the login (core.users.db_role); only a member of recert_service may name another
in the setting recert.actor. Whoever has left does nothing any more. Raises ZR203 (no such user),
ZR302 (login of nobody), ZR303 (not a service), ZR305 (inactive).';
