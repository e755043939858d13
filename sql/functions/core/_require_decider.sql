create or replace function core._require_decider(p_user_id bigint)
returns void
language plpgsql
volatile
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

    -- first of all locks, so that whoever loses the right meanwhile decides before or not at all
    perform core._lock_people(false);
    v_user := core._active_user(p_user_id);
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
recertifies. People are locked until the transaction ends. Raises ZR304 (role, or nobody), ZR305
(inactive).';
