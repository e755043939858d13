create or replace function api.begin_job_step(p_job text, p_step text)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_job_run_id bigint;
begin
    perform core._require_importer(core._actor());
    if (p_job ~ '^[a-z][a-z0-9_]{0,59}$' and p_step ~ '^[a-z][a-z0-9_]{0,59}$') is not true then
        raise exception 'The name of a job or of its step cannot be used'
            using errcode = 'ZR102',
            detail = format('job %L, step %L', p_job, p_step),
            hint = 'Use up to 60 lower-case letters, digits and underscores, a letter first.';
    end if;
    -- whose sessions are gone had nobody to say how they ended, and a run id is no other session's
    -- name; of a transaction that began earlier the sessions of now are not those that it has looked
    -- at before
    perform pg_stat_clear_snapshot();
    update ops.job_runs as r
    set state = 'interrupted', finished_at = greatest(clock_timestamp(), r.started_at)
    where r.job = p_job and r.step = p_step and r.state = 'running'
        and ops._run_of(r.application_name) ~ '^recert-[0-9a-f]{12}$'
        and not exists (
            select from pg_catalog.pg_stat_activity as a
            where a.datname = current_database()
                and ops._run_of(a.application_name) = ops._run_of(r.application_name)
        );
    insert into ops.job_runs (job, step)
    values (p_job, p_step)
    returning job_runs.job_run_id into strict v_job_run_id;
    return v_job_run_id;
end;
$$;

comment on function api.begin_job_step(text, text) is
'Records that a step of a job begins, in a transaction of its own before the step''s. Returns its
job_run_id. Rows of the same step that are called running, have the run id of a command as their
application_name, and no session of that run left in the database, are marked interrupted. Raises
ZR102, ZR304, ZR305 and what core._actor() raises.';
