create or replace function api.end_recertification(p_run_id bigint)
returns core.recertification_result
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
    v_run core.recertification_runs;
begin
    perform core._lock_people(false);
    perform core._require_importer(core._actor());
    v_version := core._version_of_run(p_run_id);
    perform core._require_not_author(core._actor(), v_version.version_id);
    -- after the last batch of whoever is still at one
    perform core._lock_trainings(array[v_version.training_id], true);
    perform core._lock_enrolments(array[v_version.training_id]);
    select r.* into strict v_run
    from core.recertification_runs as r
    where r.run_id = p_run_id;
    if v_run.is_enrolling then
        v_run := core._end_batches(v_run, v_version.version_id);
        update ops.job_runs as j
        set
            state = 'succeeded', finished_at = greatest(clock_timestamp(), j.started_at),
            result = j.result || core._enrolment_position(p_run_id)
        where j.job = 'recertify' and j.state = 'running'
            and j.result ->> 'run_id' = p_run_id::pg_catalog.text;
    end if;
    return core._recertification_result(
        v_version.version_id, p_run_id, null, false, v_run.audit_seq
    );
end;
$$;

comment on function api.end_recertification(bigint) is
'Ends a recertification whose batches are all enrolled: from here on it is whole, and its audit row
recertify has all counts, the sums of its batches. Returns what api.recertify returns. One that is
whole stays as it is. Raises ZR210 (no such run), ZR214 (batches are left), ZR304, ZR305, ZR306 (the
author), ZR402 and what core._actor() raises.';
