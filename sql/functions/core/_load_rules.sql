create or replace function core._load_rules(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_former pg_catalog.jsonb;
    v_changed bigint[];
    v_changes pg_catalog.jsonb;
begin
    v_former := (
        select jsonb_object_agg(o.rule_id, to_jsonb(o))
        from ops.judged_rules as j
        inner join core.assignment_rules as o on j.rule_id = o.rule_id
        where j.import_id = p_import.import_id and j.faults is null
    );
    with given as materialized (
        select j.*
        from ops.judged_rules as j
        where j.import_id = p_import.import_id and j.faults is null
    ),

    changed as (
        update core.assignment_rules as o
        set
            is_active = j.is_active, auto_assign = j.auto_assign, training_ids = j.training_ids,
            days_to_complete = j.days_to_complete, department = j.department,
            location = j.location, activity = j.activity, plant = j.plant, line = j.line,
            workstation = j.workstation, attributes = j.attributes
        from given as j
        where o.rule_id = j.rule_id
            and (
                o.is_active, o.auto_assign, o.training_ids, o.days_to_complete, o.department,
                o.location, o.activity, o.plant, o.line, o.workstation, o.attributes
            ) is distinct from (
                j.is_active, j.auto_assign, j.training_ids, j.days_to_complete, j.department,
                j.location, j.activity, j.plant, j.line, j.workstation, j.attributes
            )
        returning o.rule_id
    )

    select array_agg(c.rule_id) into v_changed
    from changed as c;
    v_outcome.updated := coalesce(cardinality(v_changed), 0);
    v_changes := (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object('rule', c.record ->> 'name')
                    || core._changed_columns(c.former, c.record)
                    order by c.line_number
                ),
                '[]'
            )
        from (
            select
                j.line_number, to_jsonb(o) as record,
                v_former -> o.rule_id::pg_catalog.text as former
            from ops.judged_rules as j
            inner join core.assignment_rules as o on j.rule_id = o.rule_id
            where j.import_id = p_import.import_id and j.faults is null
                and o.rule_id = any(v_changed)
        ) as c
    );

    insert into core.assignment_rules (
        name, is_active, auto_assign, training_ids, days_to_complete, department, location,
        activity, plant, line, workstation, attributes
    )
    select
        j.name, j.is_active, j.auto_assign, j.training_ids, j.days_to_complete, j.department,
        j.location, j.activity, j.plant, j.line, j.workstation, j.attributes
    from ops.judged_rules as j
    where j.import_id = p_import.import_id and j.faults is null and j.rule_id is null
    order by j.line_number;
    get diagnostics v_outcome.inserted = row_count;

    if v_outcome.inserted + v_outcome.updated > 0 then
        perform core._recompute_everyone('rules');
    end if;
    v_outcome.details := jsonb_build_object(
        'changes', v_changes,
        'added', (
            select coalesce(jsonb_agg(to_jsonb(o) order by o.rule_id), '[]')
            from ops.judged_rules as j
            inner join core.assignment_rules as o on j.name = o.name
            where j.import_id = p_import.import_id and j.faults is null and j.rule_id is null
        )
    );
    v_outcome.entries := '{}';
    return v_outcome;
end;
$$;

comment on function core._load_rules(ops.imports) is
'Loads the judged feed of assignment rules: new ones are inserted, those that differ are updated
with their history; what changed and what is new is in the details. The next recompute of the queue
looks at everybody.';
