create or replace function api.claim_recertification(p_run_id bigint)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
    v_position pg_catalog.jsonb;
    v_job_run_id bigint;
    v_actor_id constant bigint := core._actor();
    v_actor pg_catalog.text;
begin
    perform core._require_importer(v_actor_id);
    v_version := core._version_of_run(p_run_id);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    if not pg_catalog.pg_try_advisory_lock(
        hashtextextended('recert recertification ' || p_run_id, 0)
    ) then
        raise exception 'Somebody is at this recertification already'
            using errcode = 'lock_not_available',
            detail = format('run %s', p_run_id),
            hint = '`recert jobs` tells how far it is.';
    end if;
    if not exists (
        select from core.recertification_runs as r
        where r.run_id = p_run_id and r.is_enrolling
    ) then
        raise exception 'The recertification is whole already'
            using errcode = 'ZR209',
            detail = format('run %s', p_run_id),
            hint = 'See `recert campaign list`; `recert recertify` takes in who came late.';
    end if;

    -- whoever held the lock before is gone, and so is what they were at
    update ops.job_runs as j
    set state = 'interrupted', finished_at = greatest(clock_timestamp(), j.started_at)
    where j.job = 'recertify' and j.state = 'running'
        and j.result ->> 'run_id' = p_run_id::pg_catalog.text;
    -- what is there already is nobody's who begins now
    v_position := core._enrolment_position(p_run_id);
    select u.employee_number into v_actor
    from core.users as u
    where u.user_id = v_actor_id;
    insert into ops.job_runs (job, step, result)
    values (
        'recertify', 'enrol',
        v_position || jsonb_build_object(
            'rows_before', ops._rows_done(v_position),
            'actor', v_actor
        )
    )
    returning job_runs.job_run_id into strict v_job_run_id;
    return v_job_run_id;
end;
$$;

comment on function api.claim_recertification(bigint) is
'Claims a run in batches for this session, until the session ends: nobody else goes on with it
meanwhile. What a former session left running is marked interrupted. Returns the number of the new
job run, whose result is the position, with the rows that were written before it (rows_before) and who
goes on with it (actor).
Raises 55P03 (somebody is at it), ZR209 (it is whole), ZR210 (no such run), ZR304, ZR305, ZR306 (the
author) and what core._actor() raises.';
