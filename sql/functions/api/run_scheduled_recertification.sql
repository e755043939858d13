create or replace function api.run_scheduled_recertification(p_scheduled_recertification_id bigint)
returns core.recertification_result
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_today constant pg_catalog.date := (clock_timestamp() at time zone 'UTC')::pg_catalog.date;
    v_scheduled core.scheduled_recertifications;
    v_version core.training_versions;
    v_run core.recertification_runs;
begin
    perform core._lock_people(false);
    perform core._require_importer(v_actor_id);
    v_scheduled := core._lock_scheduled(p_scheduled_recertification_id);
    if v_scheduled.effective_on > v_today then
        raise exception 'The scheduled recertification is not due yet'
            using errcode = 'ZR209',
            detail = format('effective on %s, today is %s in UTC', v_scheduled.effective_on, v_today),
            hint = 'The daily job does it on that day; `recert recertify` does it now.';
    end if;

    -- a department that was renamed meanwhile would recertify nobody, and look like success
    select v.* into strict v_version
    from core.training_versions as v
    where v.version_id = v_scheduled.version_id;
    -- not within that query: the row of a node has the type of a shard
    perform core._recertification_scope(
        v_version,
        array(select jsonb_array_elements_text(v_scheduled.scope -> 'departments')),
        array(select jsonb_array_elements_text(v_scheduled.scope -> 'locations')),
        array(select jsonb_array_elements_text(v_scheduled.scope -> 'from_versions'))
    );

    -- the decision stands, whatever became of the decider: whoever may decide can take it back
    v_run := core._recertify(
        v_scheduled.version_id, v_scheduled.decided_by, v_scheduled.change_reason, null,
        v_scheduled.scope,
        jsonb_build_object(
            'effective_on', v_scheduled.effective_on,
            'scheduled_recertification_id', v_scheduled.scheduled_recertification_id,
            'decided_by', (
                select u.employee_number from core.users as u
                where u.user_id = v_scheduled.decided_by
            ),
            'decided_at', audit._moment(v_scheduled.decided_at)
        ),
        '{}'
    );
    update core.scheduled_recertifications as s
    set state = 'done', run_id = v_run.run_id, ended_at = v_run.run_at, ended_by = v_actor_id
    where s.scheduled_recertification_id = v_scheduled.scheduled_recertification_id;
    return core._recertification_result(
        v_scheduled.version_id, v_run.run_id, v_scheduled.scheduled_recertification_id, false,
        v_run.audit_seq
    );
end;
$$;

comment on function api.run_scheduled_recertification(bigint) is
'Does a recertification that was decided for a UTC day that has come; the daily job calls it.
Returns what api.recertify returns. Audit action recertify, by whoever runs it, with decided_by.
Raises ZR102 (nobody is in a department or location of its scope any more), ZR209 (not due yet,
done, cancelled or superseded), ZR210 (no such one), ZR304, ZR305, 40001 and what core._actor()
raises.';
