create or replace function core._guard_version_source()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
begin
    select v.* into v_version
    from core.training_versions as v
    where v.version_id in (
        case when tg_op <> 'INSERT' then old.version_id end,
        case when tg_op <> 'DELETE' then new.version_id end
    ) and (v.state <> 'draft' or v.frozen_at is not null)
    limit 1;
    if found then
        raise exception 'The sources of the version are fixed'
            using errcode = 'ZR307',
            detail = format(
                'version_id %s, label "%s", state %s',
                v_version.version_id, v_version.label, v_version.state
            ),
            hint = 'Submit the change as a new version.';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end;
$$;

comment on function core._guard_version_source() is
'Trigger function: sources change only while their version is a draft without evidence. Raises
ZR307.';
