create or replace function core._require_source(p_version core.training_versions)
returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    if not exists (
        select from core.version_sources as s where s.version_id = p_version.version_id
    ) then
        raise exception 'A version without a source cannot be approved'
            using errcode = 'ZR205',
            detail = format('version_id %s, label "%s"', p_version.version_id, p_version.label),
            hint = 'Submit it anew with the controlled documents that it follows: --source DOCUMENT@REVISION.';
    end if;
end;
$$;

comment on function core._require_source(core.training_versions) is
'Rule 3: an approvable version cites at least one source. Raises ZR205.';
