create or replace function core._load_assignments(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_entries audit.entry[];
    v_trainings bigint[];
    v_people bigint[];
    v_closed bigint := 0;
begin
    v_outcome.updated := 0;
    with made as (
        insert into core.campaigns (name, kind, version_id, created_by, is_imported)
        select n.campaign, 'manual', n.version_id, p_import.started_by, true
        from (
            select j.version_id, j.campaign, min(j.line_number) as line_number
            from ops.judged_assignments as j
            where j.import_id = p_import.import_id and j.faults is null
            group by j.version_id, j.campaign
        ) as n
        order by n.line_number
        on conflict (version_id, kind, name) do nothing
        returning campaign_id, name, version_id
    )

    select
        array_agg(
            row(
                'create_campaign', 'campaign', m.campaign_id::pg_catalog.text, null,
                jsonb_build_object(
                    'campaign', m.name, 'kind', 'manual', 'training', t.name, 'version', v.label,
                    'import_id', p_import.import_id
                )
            )::audit.entry
            order by m.campaign_id
        )
    into v_entries
    from made as m
    inner join core.training_versions as v on m.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id;

    -- in the order of the key, so that its index grows at its end
    with made as (
        insert into core.assignments (
            user_id, campaign_id, due_at, assigned_at, completed_at, status, is_imported, imported_at
        )
        select
            j.user_id, c.campaign_id, j.due_at, j.assigned_at, j.completed_at, j.status, true,
            clock_timestamp()
        from ops.judged_assignments as j
        inner join core.campaigns as c
            on j.version_id = c.version_id and c.kind = 'manual' and j.campaign = c.name
        where j.import_id = p_import.import_id and j.faults is null
        order by j.user_id, c.campaign_id, j.line_number
        on conflict (user_id, campaign_id) do nothing
        returning assignments.user_id
    )

    -- a cluster's row count has those that were there, too
    select count(*) into strict v_outcome.inserted
    from made as m;

    perform core._refresh_statistics('core.assignments', v_outcome.inserted);
    if v_outcome.inserted > 0 then
        -- rule 13: nobody has to do it twice; of few people only theirs is looked at
        select array_agg(distinct v.training_id) into v_trainings
        from (
            select distinct j.version_id from ops.judged_assignments as j where j.faults is null
        ) as n
        inner join core.training_versions as v on n.version_id = v.version_id;
        if p_import.read <= 10000 then
            select array_agg(distinct j.user_id) into v_people
            from ops.judged_assignments as j
            where j.faults is null;
        end if;
        v_closed := core._close_assignments(v_trainings, clock_timestamp(), v_people);
    end if;

    v_outcome.details := jsonb_build_object(
        'campaigns_created', coalesce(cardinality(v_entries), 0),
        'assignments_closed', v_closed
    );
    v_outcome.entries := coalesce(v_entries, '{}');
    return v_outcome;
end;
$$;

comment on function core._load_assignments(ops.imports) is
'Loads the judged history of assignments, each into the manual campaign of its version that has
this name, made when missing. Those with current evidence on the active version are closed at
once (rule 13). Audit entries create_campaign.';
