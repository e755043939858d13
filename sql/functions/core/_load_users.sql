create or replace function core._load_users(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_entries audit.entry[];
    v_changed bigint[];
    v_returned bigint[];
    v_assigned_at pg_catalog.timestamptz;
begin
    -- keys are drawn first, since people of the file may manage each other
    with drawn as materialized (
        select
            nextval(pg_get_serial_sequence('core.users', 'user_id')::pg_catalog.regclass) as new_user_id,
            n.*
        from (
            select j.* from ops.judged_users as j
            where j.import_id = p_import.import_id and j.faults is null and j.user_id is null
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
    get diagnostics v_outcome.inserted = row_count;
    perform core._refresh_statistics('core.users', v_outcome.inserted);

    with differing as (
        select j.*, m.user_id as manager_id
        from ops.judged_users as j
        inner join core.users as u on j.user_id = u.user_id
        left join core.users as m on j.manager = m.employee_number
        where j.import_id = p_import.import_id and j.faults is null
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
        returning u.user_id, d.line_number
    )

    select count(*), array_agg(c.user_id order by c.line_number)
    into strict v_outcome.updated, v_changed
    from changed as c;

    -- rule 14, before the audit log: its end is locked last
    select array_agg(c.user_id) into v_returned
    from unnest(v_changed) as c (user_id)
    inner join core.users as u on c.user_id = u.user_id
    cross join lateral (select core._user_before(u.user_id) as record) as f
    where u.is_active and not (f.record ->> 'is_active')::boolean;
    if v_returned is not null then
        v_assigned_at := core._welcome_back(v_returned, p_import.started_by);
    end if;

    for v_entries in
        -- a million changes are more than one array holds
        select array_agg(n.entry order by n.place)
        from (
            select
                c.place,
                (c.place - 1) / 1000 as batch,
                core._user_entry(
                    row(u.*)::core.users, core._user_before(u.user_id), v_assigned_at,
                    -- 0 is no import: api.upsert_user
                    case
                        when p_import.import_id = 0 then jsonb_build_object()
                        else jsonb_build_object('import_id', p_import.import_id)
                    end
                ) as entry
            from unnest(v_changed) with ordinality as c (user_id, place)
            inner join core.users as u on c.user_id = u.user_id
        ) as n
        group by n.batch
        order by n.batch
    loop
        perform audit._append(variadic v_entries);
    end loop;

    -- who arrived with rights, by name: a count would not tell an inspector
    select jsonb_build_object(
        'new_with_rights',
        coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'employee_number', j.employee_number, 'role', j.role, 'db_role', j.db_role
                )
                order by j.line_number
            ),
            '[]'
        )
    )
    into strict v_outcome.details
    from ops.judged_users as j
    where j.import_id = p_import.import_id and j.faults is null and j.user_id is null
        and (j.role in ('hr_admin', 'quality_admin', 'corporate_admin') or j.db_role is not null);
    v_outcome.entries := '{}';
    return v_outcome;
end;
$$;

comment on function core._load_users(ops.imports) is
'Loads the judged feed of users: new ones are inserted, those that differ are updated with their
history. Whoever comes back (is_active from false to true) gets what they missed (rule 14). Writes
audit rows update_user and reactivate_user; new people with rights are named in the details.';
