create or replace function api.fail_report_build(
    p_build_id text,
    p_state text,
    p_message text,
    p_failed text[] default '{}'
)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_job_run_id bigint;
begin
    perform core._actor();
    if (p_state in ('failed', 'interrupted')) is not true then
        raise exception 'A build does not end like this'
            using errcode = 'ZR102',
            detail = format('state %L', p_state),
            hint = 'Say failed or interrupted; api.record_report_build tells of success.';
    end if;
    update ops.report_builds as b
    set
        state = p_state, finished_at = clock_timestamp(), message = p_message,
        failed = coalesce(p_failed, '{}')
    where b.build_id = p_build_id and b.state = 'running'
    returning b.job_run_id into v_job_run_id;
    update ops.job_runs as r
    set
        state = p_state, finished_at = greatest(clock_timestamp(), r.started_at),
        message = p_message
    where r.job_run_id = v_job_run_id and r.state = 'running';
    return v_job_run_id is not null;
end;
$$;

comment on function api.fail_report_build(text, text, text, text[]) is
'Records that a build of the marts failed or was interrupted, with a sentence and the names of the
models and tests that failed; the marts are those of the build before. Returns false when it is not
running. Raises ZR102 and what core._actor() raises.';
