create or replace function core._judge_rules(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    insert into ops.judged_rules (
        import_id, line_number, rule_id, name, is_active, auto_assign, training_ids,
        days_to_complete, department, location, activity, plant, line, workstation, attributes,
        faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.name) as name,
            core._trimmed(s.is_active) as is_active,
            core._trimmed(s.auto_assign) as auto_assign,
            core._trimmed_list(s.trainings) as trainings,
            core._trimmed(s.days_to_complete) as days_to_complete,
            core._trimmed_list(s.department) as department,
            core._trimmed_list(s.location) as location,
            core._trimmed_list(s.activity) as activity,
            core._trimmed_list(s.plant) as plant,
            core._trimmed_list(s.line) as line,
            core._trimmed_list(s.workstation) as workstation,
            core._trimmed(s.attributes) as attributes
        from ops.staged_rules as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            count(*) over (partition by r.name) as times,
            core._as_boolean(r.is_active) as activity_flag,
            core._as_boolean(r.auto_assign) as assigning_flag,
            core._as_integer(r.days_to_complete) as days,
            core._as_wanted_attributes(r.attributes) as wanted,
            array(
                select distinct t.training_id
                from core.trainings as t
                where t.name = any(r.trainings)
                order by t.training_id
            ) as training_ids,
            array(
                select n.name
                from unnest(r.trainings) as n (name)
                where not exists (select from core.trainings as t where t.name = n.name)
            ) as unknown_trainings
        from trimmed as r
    ),

    -- an attribute that nobody has is a slip, and would match nobody
    known as (
        select distinct a.name
        from core.users as u
        cross join lateral jsonb_object_keys(u.attributes) as a (name)
        where exists (select from trimmed as r where r.attributes is not null)
    )

    -- a column that the file has not keeps its value, a blank one is the default
    select
        p_import.import_id, r.line_number, o.rule_id, r.name,
        case
            when 'is_active' = any(p_import.column_names) then coalesce(r.activity_flag, true)
            else coalesce(o.is_active, true)
        end,
        case
            when 'auto_assign' = any(p_import.column_names) then coalesce(r.assigning_flag, true)
            else coalesce(o.auto_assign, true)
        end,
        r.training_ids,
        case when 'days_to_complete' = any(p_import.column_names) then r.days else o.days_to_complete end,
        case when 'department' = any(p_import.column_names) then r.department else coalesce(o.department, '{}') end,
        case when 'location' = any(p_import.column_names) then r.location else coalesce(o.location, '{}') end,
        case when 'activity' = any(p_import.column_names) then r.activity else coalesce(o.activity, '{}') end,
        case when 'plant' = any(p_import.column_names) then r.plant else coalesce(o.plant, '{}') end,
        case when 'line' = any(p_import.column_names) then r.line else coalesce(o.line, '{}') end,
        case when 'workstation' = any(p_import.column_names) then r.workstation else coalesce(o.workstation, '{}') end,
        case when 'attributes' = any(p_import.column_names) then r.wanted else coalesce(o.attributes, '{}') end,
        core._faults(
            case
                when r.name is null then core._fault('name', 'is missing', null)
                when length(r.name) > 200
                    then core._fault('name', 'is longer than 200 characters', r.name)
                when r.times > 1
                    then core._fault('name', 'is in the file more than once', r.name)
            end,
            case
                when r.is_active is not null and r.activity_flag is null
                    then core._fault('is_active', 'is neither true nor false', r.is_active)
            end,
            case
                when r.auto_assign is not null and r.assigning_flag is null
                    then core._fault('auto_assign', 'is neither true nor false', r.auto_assign)
            end,
            case
                when r.trainings = '{}' then core._fault('trainings', 'is missing', null)
                when r.unknown_trainings <> '{}'
                    then core._fault(
                        'trainings', 'names no known training',
                        array_to_string(r.unknown_trainings, '; ')
                    )
            end,
            case
                when r.days_to_complete is not null
                    and not coalesce(r.days between 1 and 3650, false)
                    then core._fault(
                        'days_to_complete', 'is no whole number from 1 to 3650', r.days_to_complete
                    )
            end,
            case
                when r.wanted is null
                    then core._fault(
                        'attributes', 'is neither a JSON object nor NAME=VALUE;NAME=VALUE', r.attributes
                    )
                when exists (
                    select from jsonb_object_keys(r.wanted) as w (name)
                    where not exists (select from known as k where k.name = w.name)
                )
                    then core._fault('attributes', 'names an attribute that nobody has', r.attributes)
            end
        )
    from typed as r
    left join core.assignment_rules as o on r.name = o.name;
end;
$$;

comment on function core._judge_rules(ops.imports) is
'Reads the staged rows of assignment rules into ops.judged_rules as they are to be, with what is
wrong with them. Columns that the file has not stay as they are.';
