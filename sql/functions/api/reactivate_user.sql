create or replace function api.reactivate_user(p_employee_number text, p_change_reason text)
returns table (
    user_id bigint,
    employee_number text,
    assigned bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_user core.users;
    v_assigned_at pg_catalog.timestamptz;
    v_assigned bigint;
begin
    perform core._require_reason(p_change_reason);
    perform core._lock_people(true);
    perform core._require_importer(v_actor_id);
    select u.* into strict v_user
    from core.users as u
    where u.user_id = core._user_id(p_employee_number);
    if v_user.is_active then
        raise exception 'The user is active'
            using errcode = 'ZR209',
            detail = format('employee number %s', p_employee_number),
            hint = 'Nothing is to be done; `recert recompute --user` looks for missing assignments.';
    end if;

    update core.users as u set is_active = true
    where u.user_id = v_user.user_id
    returning u.* into strict v_user;
    v_assigned_at := core._welcome_back(array[v_user.user_id], v_actor_id);

    select count(*) into strict v_assigned
    from core.assignments as a
    where a.user_id = v_user.user_id and a.assigned_at = v_assigned_at;

    return query
    select
        v_user.user_id, v_user.employee_number, v_assigned,
        audit._append(
            core._user_entry(
                v_user, core._user_before(v_user.user_id), v_assigned_at,
                jsonb_build_object('change_reason', p_change_reason)
            )
        );
end;
$$;

comment on function api.reactivate_user(text, text) is
'Rule 14: makes somebody active again, and gives them the assignments that they missed, due from
now. By scheduled work, an hr_admin, quality_admin or corporate_admin. Returns how many were
assigned. Audit action reactivate_user. Raises ZR101, ZR203, ZR209 (active), ZR304, ZR305 and what
core._actor() raises.';
