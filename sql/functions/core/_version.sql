create or replace function core._version(p_training core.trainings, p_label text)
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
    where v.training_id = p_training.training_id and v.label = p_label;
    if not found then
        raise exception 'There is no such version of the training'
            using errcode = 'ZR202',
            detail = format('training "%s", version "%s"', p_training.name, coalesce(p_label, '')),
            hint = coalesce(
                'Its latest versions are: ' || (
                    select string_agg(l.label, ', ' order by l.version_id)
                    from (
                        select v.version_id, v.label
                        from core.training_versions as v
                        where v.training_id = p_training.training_id
                        order by v.version_id desc
                        limit 10
                    ) as l
                ) || '.',
                'It has no versions yet: `recert submit` makes one.'
            );
    end if;
    return v_version;
end;
$$;

comment on function core._version(core.trainings, text) is
'The version of the training with this label. Raises ZR202.';
