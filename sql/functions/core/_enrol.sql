create or replace function core._enrol(
    p_run core.recertification_runs,
    p_frame core.recertification_frame,
    p_batch core.recertification_batches,
    p_plan_digest text
)
returns core.recertification_batches
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are sorted in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_batch core.recertification_batches := p_batch;
    v_user_ids bigint[];
    v_evidence_rows bigint[];
    v_outcomes core.recertification_outcome[];
    v_expected_evidence bigint;
    v_rows bigint;
    v_due_at pg_catalog.timestamptz := p_run.due_at;
begin
    if clock_timestamp() >= core._days_later(p_run.run_at, 1) then
        -- gone on with days later: nobody is given less time than those of the first batch
        -- in seconds: a day of an interval is one of the session's time zone
        v_due_at := p_run.due_at
        + make_interval(secs => extract(epoch from clock_timestamp() - p_run.run_at)::pg_catalog.float8);
    end if;

    -- one look at the population serves the counts, the digest, the lists and the insert
    select
        count(*),
        count(*) filter (where p.outcome = 'created'),
        count(*) filter (where p.outcome = 'already_enrolled'),
        count(*) filter (where p.outcome = 'already_current'),
        count(*) filter (where p.outcome = 'inactive'),
        count(*) filter (where p.outcome = 'exempt'),
        coalesce(sum(p.evidence_rows), 0),
        array_agg(p.user_id),
        array_agg(p.evidence_rows),
        array_agg(p.outcome)
    into strict
        v_batch.population, v_batch.created, v_batch.already_enrolled, v_batch.already_current,
        v_batch.inactive, v_batch.exempt, v_expected_evidence, v_user_ids, v_evidence_rows,
        v_outcomes
    from (
        select q.user_id, q.evidence_rows, q.outcome
        from core._recertification_people(p_frame, p_batch.user_id_from, p_batch.user_id_to) as q
        order by q.user_id
    ) as p;
    v_batch.plan_blocks := core._plan_blocks(v_user_ids, v_evidence_rows, v_outcomes);
    if p_plan_digest is not null then
        perform core._require_plan(
            p_plan_digest,
            core._plan_digest(p_frame.version_id, p_run.scope, null, v_batch.plan_blocks),
            v_batch.population
        );
    end if;

    v_rows := core._assign_created(
        p_run, p_frame, v_batch, v_due_at, v_user_ids, v_outcomes
    );

    v_batch.evidence_superseded := 0;
    if v_expected_evidence > 0 and p_run.scope is null then
        update core.evidence as e
        set
            recertification_status = 'superseded',
            superseded_at = p_run.run_at,
            superseded_by_campaign_id = p_run.campaign_id
        where e.version_id = any(p_frame.earlier)
            and e.recertification_status in ('current', 'expired')
            and (p_frame.evidence_id_to is null or e.evidence_id <= p_frame.evidence_id_to)
            and (p_batch.user_id_from is null or e.user_id >= p_batch.user_id_from)
            and (p_batch.user_id_to is null or e.user_id <= p_batch.user_id_to);
        get diagnostics v_batch.evidence_superseded = row_count;
    elsif v_expected_evidence > 0 then
        update core.evidence as e
        set
            recertification_status = 'superseded',
            superseded_at = p_run.run_at,
            superseded_by_campaign_id = p_run.campaign_id
        from unnest(v_user_ids) as p (user_id)
        where p.user_id = e.user_id and e.version_id = any(p_frame.earlier)
            and e.recertification_status in ('current', 'expired')
            and (p_frame.evidence_id_to is null or e.evidence_id <= p_frame.evidence_id_to);
        get diagnostics v_batch.evidence_superseded = row_count;
    end if;

    -- the locks rule this out; if they ever do not, nobody is dropped in silence
    if v_rows <> v_batch.created or v_batch.evidence_superseded <> v_expected_evidence then
        raise exception 'The record changed while it was being recertified'
            using errcode = '40001',
            detail = format(
                'assignments %s of %s, evidence %s of %s',
                v_rows, v_batch.created, v_batch.evidence_superseded, v_expected_evidence
            ),
            hint = 'Run the same command again.';
    end if;

    if v_batch.created < v_batch.population then
        insert into core.recertification_exceptions (user_id, run_id, outcome)
        select p.user_id, p_run.run_id, p.outcome::pg_catalog.text
        from (select unnest(v_user_ids) as user_id, unnest(v_outcomes) as outcome) as p
        where p.outcome <> 'created'
        order by p.user_id;
    end if;

    v_batch.evidence_digest := sha256('');
    if v_batch.evidence_superseded > 0 then
        v_batch.evidence_digest := core._evidence_digest(
            p_frame.earlier, p_run.campaign_id, p_run.run_at, p_batch.user_id_from,
            p_batch.user_id_to
        );
    end if;
    return v_batch;
end;
$$;

comment on function core._enrol(
    core.recertification_runs, core.recertification_frame, core.recertification_batches, text
) is
'Rules 8 to 10: one insert of assignments and one update of the evidence flag for the people of a
run within its frame and the range of a batch, and everybody else by name and reason. Returns the
batch with its counts and digests; writes no row of the log. The training must be locked, or
its enrolment shared, and people. Raises ZR206 when p_plan_digest is given and is not of this population, 40001 when the
record changed meanwhile.';
