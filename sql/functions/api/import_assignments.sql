create or replace function api.import_assignments(
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
    v_import ops.imports := core._open_import(
        p_import_id, 'assignments', p_partial, p_file_sha256
    );
    v_entries audit.entry[];
    v_trainings bigint[];
    v_people bigint[];
    v_closed bigint := 0;
begin
    -- whoever records evidence locks the training for share: one of the two sees the other's row
    perform 1
    from core.trainings as t
    where t.name in (select core._trimmed(s.training) from ops.staged_assignments as s)
    order by t.training_id
    for no key update;

    perform core._judge_assignments(p_import_id);
    v_import.rejected := core._collect_rejects(v_import);
    if v_import.rejected > 0 and not v_import.is_partial then
        return query
        select
            v_import.read, 0::bigint, 0::bigint, 0::bigint, v_import.rejected, null::bigint;
        return;
    end if;

    with made as (
        insert into core.campaigns (name, kind, version_id, created_by, is_imported)
        select n.campaign, 'manual', n.version_id, v_import.started_by, true
        from (
            select j.version_id, j.campaign, min(j.line_number) as line_number
            from ops.judged_assignments as j
            where j.import_id = p_import_id and j.faults is null
            group by j.version_id, j.campaign
        ) as n
        order by n.line_number
        on conflict (version_id, kind, name) do nothing
        returning campaign_id, name, version_id
    )

    select
        array_agg(
            row(
                'create_campaign', 'campaign', m.campaign_id::text, null,
                jsonb_build_object(
                    'campaign', m.name, 'kind', 'manual', 'training', t.name, 'version', v.label,
                    'import_id', p_import_id
                )
            )::audit.entry
            order by m.campaign_id
        )
    into v_entries
    from made as m
    inner join core.training_versions as v on m.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id;

    -- in the order of the key, so that its index grows at its end
    insert into core.assignments (
        user_id, campaign_id, due_at, assigned_at, completed_at, status, is_imported
    )
    select
        j.user_id, c.campaign_id, j.due_at, j.assigned_at, j.completed_at, j.status, true
    from ops.judged_assignments as j
    inner join core.campaigns as c
        on j.version_id = c.version_id and c.kind = 'manual' and j.campaign = c.name
    where j.import_id = p_import_id and j.faults is null
    order by j.user_id, c.campaign_id, j.line_number
    on conflict (user_id, campaign_id) do nothing;
    get diagnostics v_import.inserted = row_count;
    v_import.updated := 0;
    v_import.skipped := v_import.read - v_import.rejected - v_import.inserted;

    perform core._refresh_statistics('core.assignments', v_import.inserted);
    if v_import.inserted > 0 then
        -- rule 13: nobody has to do it twice; of few people only theirs is looked at
        select array_agg(distinct v.training_id) into v_trainings
        from (
            select distinct j.version_id from ops.judged_assignments as j where j.faults is null
        ) as n
        inner join core.training_versions as v on n.version_id = v.version_id;
        if v_import.read <= 10000 then
            select array_agg(distinct j.user_id) into v_people
            from ops.judged_assignments as j
            where j.faults is null;
        end if;
        v_closed := core._close_assignments(v_trainings, clock_timestamp(), v_people);
    end if;

    v_import.audit_seq := core._finish_import(
        v_import,
        jsonb_build_object(
            'campaigns_created', coalesce(cardinality(v_entries), 0),
            'assignments_closed', v_closed
        ),
        coalesce(v_entries, '{}')
    );
    return query
    select
        v_import.read, v_import.inserted, v_import.updated, v_import.skipped, v_import.rejected,
        v_import.audit_seq;
end;
$$;

comment on function api.import_assignments(bigint, boolean, text) is
'Loads the staged history of assignments, each into the manual campaign of its version that has
this name, made when missing. A person already in the campaign is skipped. Those with current
evidence on the active version are closed at once (rule 13). Nothing is loaded when a row is
rejected, unless p_partial; the reasons are in api.import_rejects. Audit actions create_campaign,
import. Raises ZR103, ZR208 and what core._require_importer raises.';
