create or replace function api.record_job_waits(p_job_run_id bigint, p_wait_events jsonb)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform core._require_importer(core._actor());
    if (
        jsonb_typeof(p_wait_events) = 'object' and not jsonb_path_exists(
            p_wait_events, 'strict $.keyvalue().value ? (@.type() != "number" || @ < 0)'
        )
    ) is not true then
        raise exception 'These are no counts of wait events'
            using errcode = 'ZR102',
            detail = format('wait events %s', left(p_wait_events::pg_catalog.text, 200)),
            hint = 'Give an object of events and how often each was seen.';
    end if;
    update ops.job_runs as r
    set wait_events = p_wait_events
    where r.job_run_id = p_job_run_id and r.state = 'running';
    if not found then
        raise exception 'There is no such step running'
            using errcode = 'ZR210',
            detail = format('job_run_id %s', p_job_run_id),
            hint = 'Begin it with api.begin_job_step.';
    end if;
end;
$$;

comment on function api.record_job_waits(bigint, jsonb) is
'Notes what the sessions of a running step were at so far: an object of Type/Event, or CPU, and how
often each was seen; it takes the place of what was noted before. Raises ZR102, ZR210 (not running),
ZR304, ZR305 and what core._actor() raises.';
