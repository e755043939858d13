create or replace function core._require_importer(p_user_id bigint)
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
        return;
    end if;
    select u.* into strict v_user
    from core.users as u
    where u.user_id = p_user_id;
    if v_user.role not in ('hr_admin', 'quality_admin', 'corporate_admin') then
        raise exception 'This role may not import'
            using errcode = 'ZR304',
            detail = format('user %s has role %s', v_user.employee_number, v_user.role),
            hint = 'Ask an hr_admin, quality_admin or corporate_admin.';
    end if;
end;
$$;

comment on function core._require_importer(bigint) is
'Scheduled work (null), or an hr_admin, quality_admin or corporate_admin imports. Raises ZR304.';
