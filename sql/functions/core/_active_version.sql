create or replace function core._active_version(p_training core.trainings)
returns core.training_versions
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
begin
    select v.* into v_version
    from core.training_versions as v
    where v.training_id = p_training.training_id and v.state = 'active';
    if not found then
        raise exception 'The training has no active version'
            using errcode = 'ZR204',
            detail = format('training "%s"', p_training.name),
            hint = 'Approve a version of it first: `recert queue list` shows what waits.';
    end if;
    return v_version;
end;
$$;

comment on function core._active_version(core.trainings) is
'The active version of a training. Raises ZR204 when there is none.';
