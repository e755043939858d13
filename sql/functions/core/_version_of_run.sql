create or replace function core._version_of_run(p_run_id bigint)
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
    from core.recertification_runs as r
    inner join core.campaigns as c on r.campaign_id = c.campaign_id
    inner join core.training_versions as v on c.version_id = v.version_id
    where r.run_id = p_run_id;
    if not found then
        raise exception 'There is no such run of a recertification'
            using errcode = 'ZR210',
            detail = format('run %s', p_run_id),
            hint = '`recert jobs --job recertify` lists them.';
    end if;
    return v_version;
end;
$$;

comment on function core._version_of_run(bigint) is
'The version for which a run recertifies. Raises ZR210.';
