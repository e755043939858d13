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
    v_user := core._active_user(p_user_id);
    if v_user.role not in ('hr_admin', 'quality_admin', 'corporate_admin') then
        raise exception 'This role may not do this'
            using errcode = 'ZR304',
            detail = format('user %s has role %s', v_user.employee_number, v_user.role),
            hint = 'Ask an hr_admin, quality_admin or corporate_admin.';
    end if;
end;
$$;

comment on function core._require_importer(bigint) is
'Scheduled work (null), or an active hr_admin, quality_admin or corporate_admin: who imports,
changes people, makes campaigns and runs scheduled work. Asked after people are locked, where it
matters that nobody loses the right meanwhile. Raises ZR304, ZR305.';
