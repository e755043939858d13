create or replace function core._load_trainings(p_import ops.imports)
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
    v_lasting bigint[];
    v_closed bigint := 0;
begin
    -- before the insert: what was there is compared
    v_former := (
        select jsonb_object_agg(t.training_id, to_jsonb(t))
        from ops.judged_trainings as j
        inner join core.trainings as t on j.training_id = t.training_id
        where j.import_id = p_import.import_id and j.faults is null
    );
    with given as materialized (
        select j.*
        from ops.judged_trainings as j
        where j.import_id = p_import.import_id and j.faults is null
    ),

    changed as (
        update core.trainings as t
        set
            category = j.category,
            initial_due_offset_days = j.initial_due_offset_days,
            overdue_grace_days = j.overdue_grace_days,
            requires_signature = j.requires_signature,
            recertification_interval_days = j.recertification_interval_days
        from given as j
        where t.training_id = j.training_id
            and (
                t.category, t.initial_due_offset_days, t.overdue_grace_days, t.requires_signature,
                t.recertification_interval_days
            ) is distinct from (
                j.category, j.initial_due_offset_days, j.overdue_grace_days, j.requires_signature,
                j.recertification_interval_days
            )
        returning t.training_id
    )

    select array_agg(c.training_id) into v_changed
    from changed as c;
    v_outcome.updated := coalesce(cardinality(v_changed), 0);
    select
        coalesce(
            jsonb_agg(
                jsonb_build_object('training', c.record ->> 'name')
                || core._changed_columns(c.former, c.record)
                order by c.line_number
            ),
            '[]'
        ),
        array_agg((c.record ->> 'training_id')::bigint) filter (
            where c.former -> 'recertification_interval_days'
            <> c.record -> 'recertification_interval_days'
        )
    into strict v_changes, v_lasting
    from (
        select
            j.line_number, to_jsonb(t) as record,
            v_former -> t.training_id::pg_catalog.text as former
        from ops.judged_trainings as j
        inner join core.trainings as t on j.training_id = t.training_id
        where j.import_id = p_import.import_id and j.faults is null
            and t.training_id = any(v_changed)
    ) as c;

    insert into core.trainings (
        name, category, initial_due_offset_days, overdue_grace_days, requires_signature,
        recertification_interval_days
    )
    select
        j.name, j.category, j.initial_due_offset_days, j.overdue_grace_days, j.requires_signature,
        j.recertification_interval_days
    from ops.judged_trainings as j
    where j.import_id = p_import.import_id and j.faults is null and j.training_id is null
    order by j.line_number;
    get diagnostics v_outcome.inserted = row_count;

    -- rule 13: old paper may last under another interval, and answer what was asked after it
    if v_lasting is not null then
        v_closed := core._close_assignments(v_lasting, clock_timestamp());
    end if;

    v_outcome.details := jsonb_build_object('changes', v_changes, 'assignments_closed', v_closed);
    v_outcome.entries := '{}';
    return v_outcome;
end;
$$;

comment on function core._load_trainings(ops.imports) is
'Loads the judged feed of trainings: new ones are inserted, those that differ are updated with their
history; what changed is in the details. Under another interval evidence may close assignments.';
