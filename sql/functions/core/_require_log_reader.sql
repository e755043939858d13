create or replace function core._require_log_reader()
returns boolean
language plpgsql
stable
parallel safe
security definer
set search_path = ''
as $$
begin
    if not core._sees_everybody() then
        raise exception 'This role may not read the audit log'
            using errcode = 'ZR304',
            detail = format(
                'login %s, acting as %s', session_user,
                (select u.employee_number from core.users as u where u.user_id = core._actor())
            ),
            hint = 'Ask an hr_admin, quality_admin, corporate_admin or auditor, or use a login that is a member of recert_auditor.';
    end if;
    return true;
end;
$$;

comment on function core._require_log_reader() is
'True for whoever sees everybody. A log with holes would look broken, so everybody else reads none
of it. Raises ZR304 and what core._actor() raises.';
