create or replace function core._require_decider(p_user_id bigint)
returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_user core.users;
begin
    if p_user_id is null then
        raise exception 'Scheduled work may not decide this: a person must'
            using errcode = 'ZR304',
            detail = format('login %s acts as system', session_user),
            hint = 'Name the deciding person with --as EMPLOYEE_NUMBER (RECERT_ACTOR).';
    end if;

    select u.* into strict v_user
    from core.users as u
    where u.user_id = p_user_id;

    if not v_user.is_active then
        raise exception 'An inactive user may not decide this'
            using errcode = 'ZR305',
            detail = format('user %s (%s)', v_user.employee_number, v_user.full_name),
            hint = 'Ask an active quality_admin or corporate_admin.';
    end if;
    if v_user.role not in ('quality_admin', 'corporate_admin') then
        raise exception 'This role may not decide this'
            using errcode = 'ZR304',
            detail = format('user %s has role %s', v_user.employee_number, v_user.role),
            hint = 'Ask a quality_admin or corporate_admin.';
    end if;
end;
$$;

comment on function core._require_decider(bigint) is
'Rule 1: only an active quality_admin or corporate_admin approves, activates, rejects or
recertifies. Raises ZR304 (role, or nobody), ZR305 (inactive).';
