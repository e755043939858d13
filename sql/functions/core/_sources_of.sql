create or replace function core._sources_of(p_version_id bigint)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
    select coalesce(
        jsonb_agg(concat_ws('@', s.document, s.revision) order by s.document, s.revision), '[]'
    )
    from core.version_sources as s
    where s.version_id = p_version_id;
$$;

comment on function core._sources_of(bigint) is
'The sources that a version cites, DOCUMENT or DOCUMENT@REVISION, as the audit log tells them: an
array in their order.';
