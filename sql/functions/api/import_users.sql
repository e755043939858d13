create or replace function api.import_users(
    p_import_id bigint,
    p_partial boolean default false,
    p_file_sha256 text default null
)
returns table (
    read bigint,
    inserted bigint,
    updated bigint,
    skipped bigint,
    rejected bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
set work_mem = '64MB'
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_import ops.imports := core._open_import(p_import_id, 'users', p_partial, p_file_sha256);
    v_entries audit.entry[];
begin
    perform core._lock_people('change');
    perform core._judge_users(p_import_id, v_import.column_names);
    if 'manager' = any(v_import.column_names) then
        perform core._judge_managers(p_import_id);
    end if;
    v_import.rejected := core._collect_rejects(v_import);
    if v_import.rejected > 0 and not v_import.is_partial then
        return query
        select
            v_import.read, 0::bigint, 0::bigint, 0::bigint, v_import.rejected, null::bigint;
        return;
    end if;

    -- keys are drawn first, since people of the file may manage each other
    with drawn as materialized (
        select
            nextval(pg_get_serial_sequence('core.users', 'user_id')::regclass) as new_user_id,
            n.*
        from (
            select j.* from ops.judged_users as j
            where j.import_id = p_import_id and j.faults is null and j.user_id is null
            order by j.line_number
        ) as n
    )

    insert into core.users (
        user_id, employee_number, full_name, email, role, is_active, department, location,
        activity, plant, line, workstation, manager_id, attributes, db_role
    )
    overriding system value
    select
        d.new_user_id, d.employee_number, d.full_name, d.email, d.role, d.is_active, d.department,
        d.location, d.activity, d.plant, d.line, d.workstation,
        coalesce(k.user_id, m.new_user_id), d.attributes, d.db_role
    from drawn as d
    left join core.users as k on d.manager = k.employee_number
    left join drawn as m on d.manager = m.employee_number
    order by d.new_user_id;
    get diagnostics v_import.inserted = row_count;
    perform core._refresh_statistics('core.users', v_import.inserted);

    v_import.updated := 0;
    for v_entries in
        with differing as (
            select
                j.*,
                m.user_id as manager_id,
                to_jsonb(u) as former
            from ops.judged_users as j
            inner join core.users as u on j.user_id = u.user_id
            left join core.users as m on j.manager = m.employee_number
            where j.import_id = p_import_id and j.faults is null
                and (
                    u.full_name, u.email, u.role, u.is_active, u.department, u.location,
                    u.activity, u.plant, u.line, u.workstation, u.manager_id, u.attributes,
                    u.db_role
                ) is distinct from (
                    j.full_name, j.email, j.role, j.is_active, j.department, j.location,
                    j.activity, j.plant, j.line, j.workstation, m.user_id, j.attributes,
                    j.db_role
                )
        ),

        changed as (
            update core.users as u
            set
                full_name = d.full_name, email = d.email, role = d.role,
                is_active = d.is_active, department = d.department, location = d.location,
                activity = d.activity, plant = d.plant, line = d.line,
                workstation = d.workstation, manager_id = d.manager_id,
                attributes = d.attributes, db_role = d.db_role
            from differing as d
            where u.user_id = d.user_id
            returning
                u.user_id, d.line_number,
                row(
                    case
                        when u.is_active and not (d.former ->> 'is_active')::boolean
                            then 'reactivate_user'
                        else 'update_user'
                    end,
                    'user', u.user_id::text, null,
                    jsonb_build_object(
                        'employee_number', u.employee_number, 'import_id', p_import_id
                    ) || core._changed_columns(d.former, to_jsonb(u))
                )::audit.entry as entry
        )

        -- a million changes are more than one array holds
        select array_agg(c.entry order by c.line_number)
        from (
            select n.*, (row_number() over (order by n.line_number) - 1) / 1000 as batch
            from changed as n
        ) as c
        group by c.batch
        order by c.batch
    loop
        v_import.updated := v_import.updated + cardinality(v_entries);
        perform audit._append(variadic v_entries);
    end loop;
    v_import.skipped
    := v_import.read - v_import.rejected - v_import.inserted - v_import.updated;

    v_import.audit_seq := core._finish_import(v_import, '{}', '{}');
    return query
    select
        v_import.read, v_import.inserted, v_import.updated, v_import.skipped, v_import.rejected,
        v_import.audit_seq;
end;
$$;

comment on function api.import_users(bigint, boolean, text) is
'Loads the staged feed of users: new ones are inserted, those that differ are updated with their
history, columns that the file has not stay as they are. Nothing is loaded when a row is
rejected, unless p_partial; the reasons are in api.import_rejects. Audit actions update_user,
reactivate_user (is_active from false to true), import. Raises ZR103, ZR208 and what
core._require_importer raises.';
