create or replace function core._earlier_versions(p_version_id bigint)
returns bigint[]
language sql
stable
security definer
set search_path = ''
as $$
    -- a version not yet active would come after all that ever were
    select coalesce(array_agg(e.version_id order by e.version_id), '{}')
    from core.training_versions as v
    inner join core.training_versions as e
        on v.training_id = e.training_id and v.version_id <> e.version_id
    where v.version_id = p_version_id
        and e.activated_at < coalesce(v.activated_at, 'infinity');
$$;

comment on function core._earlier_versions(bigint) is
'Rule 6: the other versions of the training that were activated before this one. Labels do not
count.';
