create or replace function core._begin_batches(
    p_version_id bigint,
    p_actor_id bigint,
    p_change_reason text,
    p_plan_digest text,
    p_scope jsonb,
    p_batch_size integer,
    p_details jsonb,
    p_preceding audit.entry[]
)
returns core.recertification_runs
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are put into ranges in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_run core.recertification_runs;
    v_frame core.recertification_frame;
    v_blocks bigint[];
    v_holders bigint[];
    v_batches integer;
begin
    if p_batch_size is null or p_batch_size < 1 then
        raise exception 'A batch has at least one person'
            using errcode = 'ZR102',
            detail = format('batch size %s', p_batch_size),
            hint = 'Give a batch size such as 10000.';
    end if;
    -- people move meanwhile, and with the one look at them gone nobody would be told
    if p_scope ?| array['departments', 'locations'] then
        raise exception 'People of departments and locations are recertified in one transaction'
            using errcode = 'ZR102',
            detail = p_scope::pg_catalog.text,
            hint = 'Leave out --jobs and --batch-size.';
    end if;
    if p_plan_digest is not null then
        perform core._require_plan(
            p_plan_digest,
            core._plan_digest(
                p_version_id, p_scope, null,
                core._plan_blocks(
                    array_agg(p.user_id), array_agg(p.evidence_rows), array_agg(p.outcome)
                )
            ),
            count(*)
        )
        from core._recertification_population(p_version_id, p_scope) as p;
    end if;

    v_run := core._begin_run(p_version_id, p_actor_id, p_change_reason, p_scope);
    v_frame := core._recertification_frame(
        p_version_id, p_scope, v_run.campaign_id, v_run.run_at, null, null, null
    );

    select b.blocks, b.holders, b.evidence_id_to, b.evidence_rows
    into strict v_blocks, v_holders, v_run.evidence_id_to, v_run.evidence_to_supersede
    from core._enrolment_blocks(v_frame.earlier, v_frame.from_versions) as b;
    if v_frame.from_versions is not null then
        -- whoever is meant, with all that they hold
        select coalesce(sum(p.evidence_rows), 0) into strict v_run.evidence_to_supersede
        from (
            select count(*) as evidence_rows
            from core.evidence as e
            where e.version_id = any(v_frame.earlier)
                and e.recertification_status in ('current', 'expired')
            group by e.user_id
            having bool_or(e.version_id = any(v_frame.from_versions))
        ) as p;
    end if;

    insert into core.recertification_batches (
        run_id, batch_number, user_id_from, user_id_to
    )
    with people as (
        select
            b.block,
            sum(bit_count(bit_or(b.people)::pg_catalog.bit(64))) over (order by b.block) as people_to,
            bit_count(bit_or(b.people)::pg_catalog.bit(64)) as people
        from (
            select unnest(v_blocks) as block, unnest(v_holders) as people
            union all
            select l.user_id >> 6, 1::bigint << (l.user_id & 63)::integer
            from unnest(v_frame.left_out) as l (user_id)
        ) as b
        group by b.block
    ),

    -- a batch ends with a block of core._plan_blocks, the last one with all who are left
    ends as (
        select p.block << 6 | 63 as user_id
        from people as p
        where div(p.people_to, p_batch_size) > div(p.people_to - p.people, p_batch_size)
            and p.block < (select max(l.block) from people as l)
    ),

    ranges as (
        select
            row_number() over (order by e.user_id nulls last) as batch_number,
            lag(e.user_id) over (order by e.user_id nulls last) + 1 as user_id_from,
            e.user_id as user_id_to
        from (
            select n.user_id from ends as n
            union all
            select null
        ) as e
    )

    select v_run.run_id, r.batch_number, r.user_id_from, r.user_id_to
    from ranges as r
    order by r.batch_number;
    get diagnostics v_batches = row_count;

    select
        audit._append(
            variadic p_preceding || row(
                'recertify', 'campaign', v_run.campaign_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'training', t.name, 'version', v.label, 'version_id', p_version_id,
                    'campaign', c.name, 'population', 0, 'created', 0, 'already_enrolled', 0,
                    'already_current', 0, 'inactive', 0, 'exempt', 0, 'evidence_superseded', 0,
                    'due_at', audit._moment(v_run.due_at), 'scope', p_scope,
                    'run_id', v_run.run_id, 'batches', v_batches, 'is_enrolling', true,
                    'evidence_id_to', v_run.evidence_id_to,
                    'evidence_to_supersede', v_run.evidence_to_supersede,
                    'plan_digest', p_plan_digest
                ) || p_details
            )::audit.entry
        )
    into strict v_run.begun_audit_seq
    from core.campaigns as c
    inner join core.training_versions as v on c.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    where c.campaign_id = v_run.campaign_id;
    update core.recertification_runs as r
    set
        begun_audit_seq = v_run.begun_audit_seq, evidence_id_to = v_run.evidence_id_to,
        evidence_to_supersede = v_run.evidence_to_supersede
    where r.run_id = v_run.run_id;
    return v_run;
end;
$$;

comment on function core._begin_batches(
    bigint, bigint, text, text, jsonb, integer, jsonb, audit.entry[]
) is
'Begins a recertification in batches of about p_batch_size people: its campaign, its run, the ranges
of people, and the audit row recertify that tells of the beginning, its counts zero, p_details in it,
after p_preceding. The training and the people must be locked and the caller''s rights checked.
Raises ZR102 (no people in a batch, or a scope of departments or locations), ZR206 when p_plan_digest is given and differs, ZR214.';
