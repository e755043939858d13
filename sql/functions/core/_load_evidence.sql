create or replace function core._load_evidence(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_now constant pg_catalog.timestamptz := clock_timestamp();
    v_versions bigint[];
    v_trainings bigint[];
    v_people bigint[];
    v_closed bigint := 0;
begin
    v_outcome.updated := 0;
    select array_agg(distinct v.version_id), array_agg(distinct v.training_id)
    into v_versions, v_trainings
    from (select distinct j.version_id from ops.judged_evidence as j where j.faults is null) as n
    inner join core.training_versions as v on n.version_id = v.version_id;
    if p_import.read <= 10000 then
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
        where j.import_id = p_import.import_id and j.faults is null
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
    get diagnostics v_outcome.inserted = row_count;

    perform core._refresh_statistics('core.evidence', v_outcome.inserted);
    if v_outcome.inserted > 0 then
        perform core._freeze_versions(v_versions);
        -- rule 13
        v_closed := core._close_assignments(v_trainings, v_now, v_people);
    end if;

    v_outcome.details := jsonb_build_object('assignments_closed', v_closed);
    v_outcome.entries := '{}';
    return v_outcome;
end;
$$;

comment on function core._load_evidence(ops.imports) is
'Loads the judged history of evidence: n equal rows of a file are n records. Evidence on an active
version closes open assignments of the training (rule 13).';
