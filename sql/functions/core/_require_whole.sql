create or replace function core._require_whole(p_training_id bigint)
returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_run pg_catalog.text;
begin
    select format('"%s" %s, run %s', t.name, v.label, r.run_id) into v_run
    from core.recertification_runs as r
    inner join core.campaigns as c on r.campaign_id = c.campaign_id
    inner join core.training_versions as v on c.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    where r.is_enrolling and v.training_id = p_training_id;
    if found then
        raise exception 'A recertification of the training is not whole yet'
            using errcode = 'ZR214',
            detail = v_run,
            hint = 'Let it end, or go on with it: `recert recertify --resume`.';
    end if;
end;
$$;

comment on function core._require_whole(bigint) is
'Raises ZR214 while a recertification of the training has batches to enrol: until it is whole no
other version comes into force and nothing else is recertified. The training must be locked.';
