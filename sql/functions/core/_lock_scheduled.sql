create or replace function core._lock_scheduled(p_scheduled_recertification_id bigint)
returns core.scheduled_recertifications
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_scheduled core.scheduled_recertifications;
    v_training_id bigint;
begin
    select v.training_id into v_training_id
    from core.scheduled_recertifications as s
    inner join core.training_versions as v on s.version_id = v.version_id
    where s.scheduled_recertification_id = p_scheduled_recertification_id;
    if not found then
        raise exception 'There is no such scheduled recertification'
            using errcode = 'ZR210',
            detail = format(
                'scheduled_recertification_id %s', coalesce(p_scheduled_recertification_id, 0)
            ),
            hint = 'See `recert scheduled list`.';
    end if;
    perform core._lock_trainings(array[v_training_id], true);
    perform core._lock_enrolments(array[v_training_id]);

    -- read under the lock
    select s.* into strict v_scheduled
    from core.scheduled_recertifications as s
    where s.scheduled_recertification_id = p_scheduled_recertification_id;
    if v_scheduled.state <> 'planned' then
        raise exception 'The scheduled recertification is not planned any more'
            using errcode = 'ZR209',
            detail = format(
                'scheduled_recertification_id %s is %s since %s', p_scheduled_recertification_id,
                v_scheduled.state, audit._moment(v_scheduled.ended_at)
            ),
            hint = 'See `recert scheduled list --all`.';
    end if;
    return v_scheduled;
end;
$$;

comment on function core._lock_scheduled(bigint) is
'The scheduled recertification, still planned, its training locked until the transaction ends.
Raises ZR209 (done, cancelled or superseded), ZR210 (no such one).';
