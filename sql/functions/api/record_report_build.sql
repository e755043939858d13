create or replace function api.record_report_build(
    p_build_id text,
    p_models bigint,
    p_tests_passed bigint,
    p_tests_warned bigint,
    p_marts jsonb,
    p_as_of timestamptz,
    p_head_seq bigint,
    p_head_hash text,
    p_is_whole boolean default false
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_build ops.report_builds;
    v_ended_at pg_catalog.timestamptz;
    v_seconds numeric;
    v_result pg_catalog.jsonb;
    v_audit_seq bigint;
begin
    perform core._actor();
    select b.* into v_build
    from ops.report_builds as b
    where b.build_id = p_build_id and b.state = 'running'
    for update;
    if not found then
        raise exception 'This build of the marts is not running'
            using errcode = 'ZR208',
            detail = format('build %s', coalesce(p_build_id, 'without an id')),
            hint = 'Another build has begun since: build once more when it has ended.';
    end if;
    -- before its first row a log has a head all the same: nothing, and zeros
    if not exists (
        select from audit.log as l
        where l.seq = p_head_seq and encode(l.hash, 'hex') = p_head_hash
    ) and (p_head_seq = 0 and p_head_hash = repeat('0', 64)) is not true then
        raise exception 'The audit log does not have the row that the marts were built on'
            using errcode = 'ZR401',
            detail = format('row %s with the hash %s', p_head_seq, p_head_hash),
            hint = 'Run `recert audit verify`; `recert report build --full-refresh` builds on what is left.';
    end if;
    v_ended_at := clock_timestamp();
    v_seconds := round(extract(epoch from v_ended_at - v_build.started_at), 2);
    v_result := jsonb_build_object(
        'build_number', v_build.build_number, 'build_id', p_build_id,
        'selection', to_jsonb(v_build.selection),
        'is_full', v_build.baseline_build_number is null,
        'models', p_models, 'tests_passed', p_tests_passed, 'tests_warned', p_tests_warned,
        'seconds', v_seconds, 'marts', p_marts - 'controls',
        'controls', p_marts -> 'controls', 'as_of', audit._moment(p_as_of),
        'head_seq', p_head_seq, 'head_hash', p_head_hash
    );
    v_audit_seq := audit._append(
        row('report_build', 'build', p_build_id, null, v_result)::audit.entry
    );
    update ops.report_builds as b
    set
        state = 'succeeded', finished_at = v_ended_at, as_of = p_as_of, head_seq = p_head_seq,
        head_hash = p_head_hash, is_whole = coalesce(p_is_whole, false), models = p_models, tests_passed = p_tests_passed,
        tests_warned = p_tests_warned, audit_seq = v_audit_seq
    where b.build_number = v_build.build_number;
    update ops.job_runs as r
    set
        state = 'succeeded', finished_at = greatest(v_ended_at, r.started_at),
        result = v_result || jsonb_build_object('audit_seq', v_audit_seq)
    where r.job_run_id = v_build.job_run_id;
    return v_audit_seq;
end;
$$;

comment on function api.record_report_build(
    text, bigint, bigint, bigint, jsonb, timestamptz, bigint, text, boolean
) is
'Records that a build of the marts succeeded, in the transaction that publishes them, and returns
audit_seq. p_marts is an object of the marts built and their rows, and of the controls that were
asked (under controls: result, failed, accepted of each), p_as_of the moment that they tell
of, p_head_seq and p_head_hash the last row of the audit log that they cover, p_is_whole whether
every model was built and every test asked. Audit action report_build. Raises ZR401 (no such row),
ZR208 (not running: another build has begun since) and what core._actor()
raises.';
