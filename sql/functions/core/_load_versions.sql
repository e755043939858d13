create or replace function core._load_versions(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_now constant pg_catalog.timestamptz := clock_timestamp();
    v_new bigint[];
    v_trainings bigint[];
    v_labels pg_catalog.text[];
    v_ids bigint[];
    v_states pg_catalog.text[];
    v_submitted pg_catalog.timestamptz[];
    v_came pg_catalog.timestamptz[];
    v_went pg_catalog.timestamptz[];
    v_pending bigint[];
    v_entries audit.entry[];
    v_submissions audit.entry[];
    v_activated bigint[];
    v_opened bigint[];
begin
    v_outcome.updated := 0;
    -- as drafts first, then their sources, then their state: the guards want that order
    with made as (
        insert into core.training_versions (
            training_id, label, content, objectives, content_sha256, author_id, is_imported
        )
        select n.training_id, n.label, n.content, n.objectives, sha256(''), n.author_id, true
        from (
            select distinct on (j.training_id, j.label) j.*
            from ops.judged_versions as j
            where j.import_id = p_import.import_id and j.faults is null and j.version_id is null
            order by j.training_id, j.label, j.line_number
        ) as n
        order by n.line_number
        returning version_id
    )

    select coalesce(array_agg(m.version_id), '{}') into strict v_new
    from made as m;
    v_outcome.inserted := cardinality(v_new);

    select array_agg(v.version_id), array_agg(v.training_id), array_agg(v.label)
    into strict v_new, v_trainings, v_labels
    from core.training_versions as v
    where v.version_id = any(v_new);
    v_new := coalesce(v_new, '{}');
    update ops.judged_versions as j
    set version_id = v.version_id
    from unnest(v_new, v_trainings, v_labels) as v (version_id, training_id, label)
    where j.import_id = p_import.import_id and j.faults is null and j.version_id is null
        and v.training_id = j.training_id and v.label = j.label;

    insert into core.version_sources (version_id, document, revision)
    select distinct j.version_id, p.document, p.revision
    from ops.judged_versions as j
    cross join lateral core._parsed_sources(j.sources) as p
    where j.import_id = p_import.import_id and j.faults is null and j.version_id = any(v_new);

    with new_versions as (
        select distinct on (j.version_id) j.*
        from ops.judged_versions as j
        where j.import_id = p_import.import_id and j.faults is null and j.version_id = any(v_new)
        order by j.version_id, j.line_number
    ),

    -- what came into force next, of these and of those that were there
    ordered as (
        select
            n.*,
            least(
                lead(n.activated_at) over (
                    partition by n.training_id order by n.activated_at nulls last
                ),
                (
                    select min(o.activated_at)
                    from core.training_versions as o
                    where o.training_id = n.training_id and o.activated_at > n.activated_at
                ),
                v_now
            ) as succeeded_at
        from new_versions as n
    )

    select
        array_agg(o.version_id), array_agg(o.state), array_agg(o.submitted_at),
        array_agg(o.activated_at), array_agg(o.succeeded_at)
    into v_ids, v_states, v_submitted, v_came, v_went
    from ordered as o;
    update core.training_versions as v
    set
        state = o.state,
        submitted_at = case
            when o.state = 'pending_review' then coalesce(o.submitted_at, v_now)
            else o.submitted_at
        end,
        activated_at = o.activated_at,
        deactivated_at = case when o.state = 'inactive' then o.succeeded_at end
    from unnest(v_ids, v_states, v_submitted, v_came, v_went)
        as o (version_id, state, submitted_at, activated_at, succeeded_at)
    where v.version_id = o.version_id;

    select array_agg(n.version_id order by n.line_number) into v_pending
    from (
        select j.version_id, min(j.line_number) as line_number
        from ops.judged_versions as j
        where j.import_id = p_import.import_id and j.faults is null
            and j.version_id = any(v_new) and j.state = 'pending_review'
        group by j.version_id
    ) as n;
    if v_pending is not null then
        v_entries := core._queue_for_approval(
            v_pending, p_import.started_by, v_now, 'quality_admin'
        );
        select
            array_agg(
                row(
                    'submit_version', 'version', v.version_id::pg_catalog.text, null,
                    jsonb_build_object(
                        'training', t.name, 'version', v.label, 'author', a.employee_number,
                        'review_task_id', r.review_task_id,
                        'sources', core._sources_of(v.version_id),
                        'content_sha256', encode(v.content_sha256, 'hex'),
                        'import_id', p_import.import_id
                    )
                )::audit.entry
                order by n.place
            )
        into v_submissions
        from unnest(v_pending) with ordinality as n (version_id, place)
        inner join core.training_versions as v on n.version_id = v.version_id
        inner join core.trainings as t on v.training_id = t.training_id
        inner join core.users as a on v.author_id = a.user_id
        inner join core.review_tasks as r
            on v.version_id = r.version_id and r.task_type = 'version_approval'
            and r.state = 'open';
    end if;

    select array_agg(v.training_id) into v_activated
    from core.training_versions as v
    where v.version_id = any(v_new) and v.state = 'active';
    if v_activated is not null then
        v_opened := core._queue_outdated_sources(v_activated, v_now, p_import.started_by);
        perform core._recompute_everyone('versions');
    end if;

    -- what is in force without an approval here, by name (rule 22)
    select jsonb_build_object(
        'submitted', coalesce(cardinality(v_submissions), 0),
        'review_tasks_opened', coalesce(to_jsonb(v_opened), '[]'),
        'activated',
        coalesce(
            jsonb_agg(
                jsonb_build_object('training', t.name, 'version', v.label)
                order by v.version_id
            ),
            '[]'
        )
    )
    into strict v_outcome.details
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    where v.version_id = any(v_new) and v.state = 'active';
    v_outcome.entries := coalesce(v_entries, '{}') || coalesce(v_submissions, '{}');
    return v_outcome;
end;
$$;

comment on function core._load_versions(ops.imports) is
'Loads the judged history of versions. An active one comes only into a training that has none
(rule 22), a pending one goes to the Quality Review Queue and returns its author''s earlier
pending one to draft (rule 5). Audit entries resolve_review_task and submit_version.';
