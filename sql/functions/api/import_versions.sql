create or replace function api.import_versions(
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
    v_import ops.imports := core._open_import(p_import_id, 'versions', p_partial, p_file_sha256);
    v_now timestamptz;
    v_new bigint[];
    v_pending bigint[];
    v_entries audit.entry[];
    v_submissions audit.entry[];
begin
    perform 1
    from core.trainings as t
    where t.name in (select core._trimmed(s.training) from ops.staged_versions as s)
    order by t.training_id
    for no key update;
    v_now := clock_timestamp();

    perform core._judge_versions(p_import_id);
    v_import.rejected := core._collect_rejects(v_import);
    if v_import.rejected > 0 and not v_import.is_partial then
        return query
        select
            v_import.read, 0::bigint, 0::bigint, 0::bigint, v_import.rejected, null::bigint;
        return;
    end if;

    -- as drafts first, then their sources, then their state: the guards want that order
    with made as (
        insert into core.training_versions (
            training_id, label, content, objectives, content_sha256, author_id, is_imported
        )
        select n.training_id, n.label, n.content, n.objectives, sha256(''), n.author_id, true
        from (
            select distinct on (j.training_id, j.label) j.*
            from ops.judged_versions as j
            where j.import_id = p_import_id and j.faults is null and j.version_id is null
            order by j.training_id, j.label, j.line_number
        ) as n
        order by n.line_number
        returning version_id
    )

    select coalesce(array_agg(m.version_id), '{}') into strict v_new
    from made as m;
    v_import.inserted := cardinality(v_new);
    v_import.updated := 0;
    v_import.skipped := v_import.read - v_import.rejected - v_import.inserted;

    update ops.judged_versions as j
    set version_id = v.version_id
    from core.training_versions as v
    where j.import_id = p_import_id and j.faults is null and j.version_id is null
        and v.training_id = j.training_id and v.label = j.label;

    insert into core.version_sources (version_id, document, revision)
    select distinct j.version_id, p.document, p.revision
    from ops.judged_versions as j
    cross join lateral core._parsed_sources(j.sources) as p
    where j.import_id = p_import_id and j.faults is null and j.version_id = any(v_new);

    with new_versions as (
        select distinct on (j.version_id) j.*
        from ops.judged_versions as j
        where j.import_id = p_import_id and j.faults is null and j.version_id = any(v_new)
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

    update core.training_versions as v
    set
        state = o.state,
        submitted_at = case
            when o.state = 'pending_review' then coalesce(o.submitted_at, v_now)
            else o.submitted_at
        end,
        activated_at = o.activated_at,
        deactivated_at = case when o.state = 'inactive' then o.succeeded_at end
    from ordered as o
    where v.version_id = o.version_id;

    select array_agg(n.version_id order by n.line_number) into v_pending
    from (
        select j.version_id, min(j.line_number) as line_number
        from ops.judged_versions as j
        where j.import_id = p_import_id and j.faults is null
            and j.version_id = any(v_new) and j.state = 'pending_review'
        group by j.version_id
    ) as n;
    if v_pending is not null then
        v_entries := core._queue_for_approval(v_pending, v_import.started_by, v_now);
        select
            array_agg(
                row(
                    'submit_version', 'version', v.version_id::text, null,
                    jsonb_build_object(
                        'training', t.name, 'version', v.label,
                        'review_task_id', r.review_task_id,
                        'sources', (
                            select coalesce(
                                jsonb_agg(
                                    concat_ws('@', s.document, s.revision)
                                    order by s.document, s.revision
                                ),
                                '[]'
                            )
                            from core.version_sources as s
                            where s.version_id = v.version_id
                        ),
                        'content_sha256', encode(v.content_sha256, 'hex'),
                        'import_id', p_import_id
                    )
                )::audit.entry
                order by n.place
            )
        into v_submissions
        from unnest(v_pending) with ordinality as n (version_id, place)
        inner join core.training_versions as v on n.version_id = v.version_id
        inner join core.trainings as t on v.training_id = t.training_id
        inner join core.review_tasks as r
            on v.version_id = r.version_id and r.task_type = 'version_approval'
            and r.state = 'open';
    end if;

    v_import.audit_seq := core._finish_import(
        v_import,
        jsonb_build_object('submitted', coalesce(cardinality(v_submissions), 0)),
        coalesce(v_entries, '{}') || coalesce(v_submissions, '{}')
    );
    return query
    select
        v_import.read, v_import.inserted, v_import.updated, v_import.skipped, v_import.rejected,
        v_import.audit_seq;
end;
$$;

comment on function api.import_versions(bigint, boolean, text) is
'Loads the staged history of versions; those already there are skipped. An active one comes only
into a training that has none (rule 22), a pending one goes to the Quality Review Queue and
returns its author''s earlier pending one to draft (rule 5). Nothing is loaded when a row is
rejected, unless p_partial; the reasons are in api.import_rejects. Audit actions
resolve_review_task, submit_version, import. Raises ZR103, ZR208 and what core._require_importer
raises.';
