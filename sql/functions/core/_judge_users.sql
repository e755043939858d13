create or replace function core._judge_users(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    insert into ops.judged_users (
        import_id, line_number, user_id, employee_number, full_name, email, role, is_active,
        department, location, activity, plant, line, workstation, manager, attributes, db_role,
        faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.employee_number) as employee_number,
            core._trimmed(s.full_name) as full_name,
            core._trimmed(s.email) as email,
            lower(core._trimmed(s.role)) as role,
            core._trimmed(s.is_active) as is_active,
            core._trimmed(s.department) as department,
            core._trimmed(s.location) as location,
            core._trimmed(s.activity) as activity,
            core._trimmed(s.plant) as plant,
            core._trimmed(s.line) as line,
            core._trimmed(s.workstation) as workstation,
            core._trimmed(s.manager) as manager,
            core._trimmed(s.attributes) as attributes,
            core._trimmed(s.db_role) as db_role
        from ops.staged_users as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            u as former,
            core._as_boolean(r.is_active) as activity_flag,
            core._as_attributes(r.attributes) as attribute_object
        from trimmed as r
        left join core.users as u on r.employee_number = u.employee_number
        offset 0
    ),

    numbers as (
        select core._trimmed(s.employee_number) as employee_number, count(*) as times
        from ops.staged_users as s
        where s.import_id = p_import.import_id
        group by core._trimmed(s.employee_number)
    ),

    logins as (
        select core._trimmed(s.db_role) as db_role, count(*) as times
        from ops.staged_users as s
        where s.import_id = p_import.import_id
        group by core._trimmed(s.db_role)
    )

    -- a column that the file has not keeps its value, a blank one is the default
    select
        p_import.import_id, r.line_number, (r.former).user_id, r.employee_number, r.full_name,
        case when 'email' = any(p_import.column_names) then r.email else (r.former).email end,
        case
            when 'role' = any(p_import.column_names) then coalesce(r.role, 'employee')
            else coalesce((r.former).role, 'employee')
        end,
        case
            when 'is_active' = any(p_import.column_names) then coalesce(r.activity_flag, true)
            else coalesce((r.former).is_active, true)
        end,
        case when 'department' = any(p_import.column_names) then r.department else (r.former).department end,
        case when 'location' = any(p_import.column_names) then r.location else (r.former).location end,
        case when 'activity' = any(p_import.column_names) then r.activity else (r.former).activity end,
        case when 'plant' = any(p_import.column_names) then r.plant else (r.former).plant end,
        case when 'line' = any(p_import.column_names) then r.line else (r.former).line end,
        case when 'workstation' = any(p_import.column_names) then r.workstation else (r.former).workstation end,
        case when 'manager' = any(p_import.column_names) then r.manager else m.employee_number end,
        case
            when 'attributes' = any(p_import.column_names) then coalesce(r.attribute_object, '{}')
            else coalesce((r.former).attributes, '{}')
        end,
        case when 'db_role' = any(p_import.column_names) then r.db_role else (r.former).db_role end,
        core._faults(
            case
                when r.employee_number is null
                    then core._fault('employee_number', 'is missing', null)
                when length(r.employee_number) > 200
                    then core._fault(
                        'employee_number', 'is longer than 200 characters', r.employee_number
                    )
                when lower(r.employee_number) = 'system'
                    then core._fault(
                        'employee_number', 'is reserved for scheduled work', r.employee_number
                    )
                when n.times > 1
                    then core._fault(
                        'employee_number', 'is in the file more than once', r.employee_number
                    )
            end,
            case when r.full_name is null then core._fault('full_name', 'is missing', null) end,
            case
                when r.role not in (
                    'employee', 'team_lead', 'hr_admin', 'quality_admin', 'corporate_admin',
                    'auditor'
                )
                    then core._fault('role', 'is no role', r.role)
                -- segregation of duties: rights are given by somebody else
                when (r.former).user_id = p_import.started_by
                    and 'role' = any(p_import.column_names)
                    and coalesce(r.role, 'employee') <> (r.former).role
                    then core._fault('role', 'is your own: have somebody else change it', r.role)
            end,
            case
                when r.is_active is not null and r.activity_flag is null
                    then core._fault('is_active', 'is neither true nor false', r.is_active)
                when (r.former).user_id = p_import.started_by and not r.activity_flag
                    then core._fault('is_active', 'is your own: have somebody else change it', r.is_active)
            end,
            case
                when r.manager = r.employee_number
                    then core._fault('manager', 'is the person', r.manager)
                when r.manager is not null and k.user_id is null and f.employee_number is null
                    then core._fault('manager', 'belongs to no user', r.manager)
            end,
            case
                when r.attributes is not null and r.attribute_object is null
                    then core._fault('attributes', 'is no JSON object', r.attributes)
            end,
            case
                when octet_length(r.db_role) > 63
                    then core._fault('db_role', 'is longer than 63 bytes', r.db_role)
                when l.times > 1
                    then core._fault('db_role', 'is in the file more than once', r.db_role)
                when o.user_id is not null
                    then core._fault('db_role', 'is the login of another user', r.db_role)
                when (r.former).user_id = p_import.started_by
                    and 'db_role' = any(p_import.column_names)
                    and r.db_role is distinct from (r.former).db_role
                    then core._fault(
                        'db_role', 'is your own: have somebody else change it', r.db_role
                    )
            end
        )
    from typed as r
    left join core.users as m on (r.former).manager_id = m.user_id
    left join numbers as n on r.employee_number = n.employee_number
    left join logins as l on r.db_role = l.db_role
    left join core.users as k on r.manager = k.employee_number
    left join numbers as f on r.manager = f.employee_number
    left join core.users as o
        on r.db_role = o.db_role and o.employee_number <> r.employee_number;

    if 'manager' = any(p_import.column_names) then
        perform core._judge_managers(p_import.import_id);
    end if;
end;
$$;

comment on function core._judge_users(ops.imports) is
'Reads the staged rows of users into ops.judged_users as they are to be, with what is wrong with
them. Columns that the file has not stay as they are. Nobody changes their own role or
login, or leaves by their own file.';
