create or replace function api.end_job_step(
    p_job_run_id bigint,
    p_state text,
    p_result jsonb default null,
    p_sqlstate text default null,
    p_message text default null
)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform core._require_importer(core._actor());
    if (p_state in ('succeeded', 'failed', 'skipped', 'interrupted')) is not true then
        raise exception 'A step does not end like this'
            using errcode = 'ZR102',
            detail = format('state %L', p_state),
            hint = 'Say succeeded, failed, skipped or interrupted.';
    end if;
    update ops.job_runs as r
    set
        state = p_state, finished_at = greatest(clock_timestamp(), r.started_at),
        result = coalesce(p_result, r.result), sqlstate = p_sqlstate, message = p_message
    where r.job_run_id = p_job_run_id and r.state = 'running';
    if not found then
        raise exception 'There is no such step running'
            using errcode = 'ZR210',
            detail = format('job_run_id %s', p_job_run_id),
            hint = 'Begin it with api.begin_job_step.';
    end if;
end;
$$;

comment on function api.end_job_step(bigint, text, jsonb, text, text) is
'Records how a step of a job ended: succeeded, failed, skipped or interrupted, with its counts or
its error. Raises ZR102, ZR210 (not running), ZR304, ZR305 and what core._actor() raises.';
