create or replace function api.import_evidence(
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
    v_import ops.imports := core._open_import(p_import_id, 'evidence', p_partial, p_file_sha256);
    v_now timestamptz;
    v_versions bigint[];
    v_trainings bigint[];
    v_people bigint[];
    v_closed bigint := 0;
begin
    -- recertifying locks a training for no key update: it waits for this evidence, or this for it
    perform 1
    from core.trainings as t
    where t.name in (select core._trimmed(s.training) from ops.staged_evidence as s)
    order by t.training_id
    for share;
    v_now := clock_timestamp();

    perform core._judge_evidence(p_import_id);
    v_import.rejected := core._collect_rejects(v_import);
    if v_import.rejected > 0 and not v_import.is_partial then
        return query
        select
            v_import.read, 0::bigint, 0::bigint, 0::bigint, v_import.rejected, null::bigint;
        return;
    end if;

    select array_agg(distinct v.version_id), array_agg(distinct v.training_id)
    into v_versions, v_trainings
    from (select distinct j.version_id from ops.judged_evidence as j where j.faults is null) as n
    inner join core.training_versions as v on n.version_id = v.version_id;
    if v_import.read <= 10000 then
        -- of few people only theirs is looked at, not all evidence of these versions
        select array_agg(distinct j.user_id) into v_people
        from ops.judged_evidence as j
        where j.faults is null;
    end if;

    -- A multiset: of n equal rows as many are new as go beyond those that are there. In the order
    -- of the key, so that its index grows at its end.
    insert into core.evidence (
        user_id, version_id, completed_at, recorded_at, is_imported, score, content_sha256
    )
    select n.user_id, n.version_id, n.completed_at, v_now, true, n.score, v.content_sha256
    from (
        select
            j.*,
            row_number() over (
                partition by j.user_id, j.version_id, j.completed_at, j.score
                order by j.line_number
            ) as copy
        from ops.judged_evidence as j
        where j.import_id = p_import_id and j.faults is null
    ) as n
    inner join core.training_versions as v on n.version_id = v.version_id
    left join (
        select e.user_id, e.version_id, e.completed_at, e.score, count(*) as copies
        from core.evidence as e
        where e.version_id = any(v_versions) and (v_people is null or e.user_id = any(v_people))
        group by e.user_id, e.version_id, e.completed_at, e.score
    ) as known
        on n.user_id = known.user_id and n.version_id = known.version_id
        and n.completed_at = known.completed_at
        and coalesce(n.score, -1) = coalesce(known.score, -1)
    where n.copy > coalesce(known.copies, 0)
    order by n.user_id, n.version_id, n.completed_at;
    get diagnostics v_import.inserted = row_count;
    v_import.updated := 0;
    v_import.skipped := v_import.read - v_import.rejected - v_import.inserted;

    perform core._refresh_statistics('core.evidence', v_import.inserted);
    if v_import.inserted > 0 then
        -- rule 13
        v_closed := core._close_assignments(v_trainings, v_now, v_people);
    end if;

    v_import.audit_seq := core._finish_import(
        v_import, jsonb_build_object('assignments_closed', v_closed), '{}'
    );
    return query
    select
        v_import.read, v_import.inserted, v_import.updated, v_import.skipped, v_import.rejected,
        v_import.audit_seq;
end;
$$;

comment on function api.import_evidence(bigint, boolean, text) is
'Loads the staged history of evidence. Rows already there are skipped; n equal rows of a file are n
records. Evidence on an active version closes open assignments of the training (rule 13).
Nothing is loaded when a row is rejected, unless p_partial; the reasons are in
api.import_rejects. Audit action import. Raises ZR103, ZR208 and what core._require_importer
raises.';
