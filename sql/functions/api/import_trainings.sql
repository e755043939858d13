create or replace function api.import_trainings(
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
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_import ops.imports := core._open_import(p_import_id, 'trainings', p_partial, p_file_sha256);
    v_changes jsonb;
begin
    perform 1
    from core.trainings as t
    where t.name in (select core._trimmed(s.name) from ops.staged_trainings as s)
    order by t.training_id
    for no key update;

    perform core._judge_trainings(p_import_id, v_import.column_names);
    v_import.rejected := core._collect_rejects(v_import);
    if v_import.rejected > 0 and not v_import.is_partial then
        return query
        select
            v_import.read, 0::bigint, 0::bigint, 0::bigint, v_import.rejected, null::bigint;
        return;
    end if;

    -- before the insert: what was there is compared
    with former as (
        select t.training_id, to_jsonb(t) as record, j.line_number
        from ops.judged_trainings as j
        inner join core.trainings as t on j.training_id = t.training_id
        where j.import_id = p_import_id and j.faults is null
    ),

    changed as (
        update core.trainings as t
        set
            category = j.category,
            initial_due_offset_days = j.initial_due_offset_days,
            overdue_grace_days = j.overdue_grace_days,
            requires_signature = j.requires_signature,
            recertification_interval_days = j.recertification_interval_days
        from ops.judged_trainings as j
        where j.import_id = p_import_id and j.faults is null and t.training_id = j.training_id
            and (
                t.category, t.initial_due_offset_days, t.overdue_grace_days, t.requires_signature,
                t.recertification_interval_days
            ) is distinct from (
                j.category, j.initial_due_offset_days, j.overdue_grace_days, j.requires_signature,
                j.recertification_interval_days
            )
        returning t.training_id, t.name, to_jsonb(t) as record
    )

    select
        count(*),
        coalesce(
            jsonb_agg(
                jsonb_build_object('training', c.name)
                || core._changed_columns(f.record, c.record)
                order by f.line_number
            ),
            '[]'
        )
    into strict v_import.updated, v_changes
    from changed as c
    inner join former as f on c.training_id = f.training_id;

    insert into core.trainings (
        name, category, initial_due_offset_days, overdue_grace_days, requires_signature,
        recertification_interval_days
    )
    select
        j.name, j.category, j.initial_due_offset_days, j.overdue_grace_days, j.requires_signature,
        j.recertification_interval_days
    from ops.judged_trainings as j
    where j.import_id = p_import_id and j.faults is null and j.training_id is null
    order by j.line_number;
    get diagnostics v_import.inserted = row_count;
    v_import.skipped
    := v_import.read - v_import.rejected - v_import.inserted - v_import.updated;

    v_import.audit_seq := core._finish_import(
        v_import, jsonb_build_object('changes', v_changes), '{}'
    );
    return query
    select
        v_import.read, v_import.inserted, v_import.updated, v_import.skipped, v_import.rejected,
        v_import.audit_seq;
end;
$$;

comment on function api.import_trainings(bigint, boolean, text) is
'Loads the staged feed of trainings: new ones are inserted, those that differ are updated, columns
that the file has not stay as they are. Nothing is loaded when a row is rejected, unless
p_partial; the reasons are in api.import_rejects. Audit action import, with what changed. Raises
ZR103, ZR208 and what core._require_importer raises.';
