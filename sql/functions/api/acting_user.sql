create or replace function api.acting_user()
returns table (
    user_id bigint,
    employee_number text,
    full_name text,
    role text,
    is_system boolean
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
begin
    if v_actor_id is null then
        return query select null::bigint, 'system', null::pg_catalog.text, null::pg_catalog.text, true;
        return;
    end if;
    return query
    select u.user_id, u.employee_number, u.full_name, u.role, false
    from core.users as u
    where u.user_id = v_actor_id;
end;
$$;

comment on function api.acting_user() is
'Who acts in this session: one row. A service login that names nobody is system, without user_id,
name and role. Raises what core._actor() raises.';
