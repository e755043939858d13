create or replace function core._freeze_versions(p_version_ids bigint[])
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_now constant pg_catalog.timestamptz := clock_timestamp();
begin
    if not core._is_distributed() then
        return;
    end if;
    -- looked at first: an update locks the whole table there, even where it finds nothing
    if not exists (
        select from core.training_versions as v
        where v.frozen_at is null and v.version_id = any(p_version_ids)
    ) then
        return;
    end if;
    update core.training_versions as v set frozen_at = v_now
    where v.frozen_at is null and v.version_id = any(p_version_ids);
end;
$$;

comment on function core._freeze_versions(bigint[]) is
'Freezes what people were trained on, where it is not frozen yet (rule 19), on a cluster: elsewhere
core._check_evidence_parents() does it.';
