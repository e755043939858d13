create or replace function api.upsert_user(
    p_employee_number text,
    p_full_name text default null,
    p_email text default null,
    p_role text default null,
    p_is_active boolean default null,
    p_department text default null,
    p_location text default null,
    p_activity text default null,
    p_plant text default null,
    p_line text default null,
    p_workstation text default null,
    p_manager text default null,
    p_attributes jsonb default null,
    p_db_role text default null
)
returns table (
    user_id bigint,
    employee_number text,
    outcome text,
    assigned bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_import ops.imports;
    v_outcome ops.import_outcome;
    v_faults ops.fault[];
    v_user core.users;
    v_audit_seq bigint;
    v_now pg_catalog.timestamptz;
begin
    v_import.started_by := core._actor();
    -- in the order of imports
    lock table ops.staged_users in share row exclusive mode;
    perform core._lock_people(true);
    perform core._require_importer(v_import.started_by);

    -- one row of the feed of users, judged and loaded as a file's: its rules are the same
    v_import.import_id := 0;
    v_import.kind := 'users';
    v_import.column_names := array_remove(
        array[
            'employee_number',
            case when p_full_name is not null then 'full_name' end,
            case when p_email is not null then 'email' end,
            case when p_role is not null then 'role' end,
            case when p_is_active is not null then 'is_active' end,
            case when p_department is not null then 'department' end,
            case when p_location is not null then 'location' end,
            case when p_activity is not null then 'activity' end,
            case when p_plant is not null then 'plant' end,
            case when p_line is not null then 'line' end,
            case when p_workstation is not null then 'workstation' end,
            case when p_manager is not null then 'manager' end,
            case when p_attributes is not null then 'attributes' end,
            case when p_db_role is not null then 'db_role' end
        ],
        null
    );
    select u.* into v_user
    from core.users as u
    where u.employee_number = core._trimmed(p_employee_number);
    delete from ops.staged_users;
    delete from ops.judged_users;
    insert into ops.staged_users (
        import_id, line_number, employee_number, full_name, email, role, is_active, department,
        location, activity, plant, line, workstation, manager, attributes, db_role
    )
    values (
        0, 1, p_employee_number,
        -- a file has it always; left out, it stays
        coalesce(p_full_name, v_user.full_name),
        p_email, p_role, p_is_active::pg_catalog.text, p_department, p_location, p_activity, p_plant,
        p_line, p_workstation, p_manager, p_attributes::pg_catalog.text, p_db_role
    );
    perform core._judge_users(v_import);
    -- under the lock of people: what anybody else assigns is before it
    v_now := clock_timestamp();
    select j.faults into strict v_faults
    from ops.judged_users as j;
    if v_faults is not null then
        raise exception 'The user cannot be recorded so'
            using errcode = 'ZR102',
            detail = (
                select string_agg(format('%s %s', f.column_name, f.reason), '; ')
                from unnest(v_faults) as f
            ),
            hint = 'Correct these values; blank ones clear what is there.';
    end if;
    v_outcome := core._load_users(v_import);
    delete from ops.staged_users;
    delete from ops.judged_users;

    select u.* into strict v_user
    from core.users as u
    where u.employee_number = core._trimmed(p_employee_number);
    if v_outcome.inserted > 0 then
        v_audit_seq := audit._append(
            row(
                'update_user', 'user', v_user.user_id::pg_catalog.text, null,
                jsonb_build_object(
                    'employee_number', v_user.employee_number, 'before', null,
                    'after', to_jsonb(v_user)
                )
            )::audit.entry
        );
    elsif v_outcome.updated > 0 then
        select h.seq into strict v_audit_seq
        from audit.head as h;
    end if;
    return query
    select
        v_user.user_id, v_user.employee_number,
        case
            when v_outcome.inserted > 0 then 'inserted'
            when v_outcome.updated > 0 then 'updated'
            else 'unchanged'
        end,
        (
            select count(*) from core.assignments as a
            where a.user_id = v_user.user_id and a.assigned_at >= v_now
        ),
        v_audit_seq;
end;
$$;

comment on function api.upsert_user(
    text, text, text, text, boolean, text, text, text, text, text, text, text, jsonb, text
) is
'Records a person or changes one, as a row of a users file would, with the same rules: what is null
stays as it is (or is the default of a new person), what is blank is cleared; history is kept.
Somebody who comes back gets what they missed (rule 14); leaving cancels nothing. By scheduled work,
an hr_admin, quality_admin or corporate_admin. outcome is inserted, updated or unchanged, assigned
what a return brought. Audit action update_user or reactivate_user, unless unchanged. Raises ZR102
(a value), ZR304, ZR305 and what core._actor() raises.';
