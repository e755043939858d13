create or replace function api.claim_job(p_job text)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_interrupted bigint;
begin
    perform core._require_importer(core._actor());
    if p_job is null then
        raise exception 'No job is named'
            using errcode = 'ZR102',
            detail = 'p_job is null',
            hint = 'Name the job that is to run, such as daily.';
    end if;
    if not pg_catalog.pg_try_advisory_lock(hashtextextended('recert job ' || p_job, 0)) then
        raise exception 'The job is running already'
            using errcode = 'lock_not_available',
            detail = format('job %s', p_job),
            hint = 'Run the same command again when it has ended; `recert jobs` tells how far it is.';
    end if;

    -- whoever held the lock before is gone, and so is what they were at
    update ops.job_runs as r
    set state = 'interrupted', finished_at = clock_timestamp()
    where r.job = p_job and r.state = 'running';
    get diagnostics v_interrupted = row_count;
    return v_interrupted;
end;
$$;

comment on function api.claim_job(text) is
'Claims a job for this session, until the session ends: nobody else runs it meanwhile. Steps that a
former session left running are marked interrupted; returns how many. Raises 55P03 (it is running),
ZR102, ZR304, ZR305 and what core._actor() raises.';
