create or replace function core._check_evidence_parents()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
-- the keys of a million rows are compared in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_user_id bigint;
    v_version_id bigint;
begin
    -- the least, not any: a LIMIT would have the planner look up a million keys one by one
    select min(n.user_id) into v_user_id
    from new_rows as n
    where not exists (select from core.users as u where u.user_id = n.user_id);
    select min(n.version_id) into v_version_id
    from (select distinct r.version_id from new_rows as r) as n
    where not exists (
        select from core.training_versions as v where v.version_id = n.version_id
    );
    if v_user_id is not null or v_version_id is not null then
        raise exception 'Evidence names a user or version that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'version_id ' || v_version_id),
            hint = 'Record the user and the version first.';
    end if;

    if exists (
        select from new_rows as n
        where n.recertification_status <> 'current' or n.superseded_at is not null
            or n.superseded_by_campaign_id is not null
    ) then
        raise exception 'New evidence is current; only later events expire or supersede it'
            using errcode = 'ZR301',
            detail = 'recertification_status other than current, or a moment or campaign beside it',
            hint = 'Record the evidence as current.';
    end if;

    -- rule 19: what people were trained on stays as it was
    update core.training_versions as v set frozen_at = clock_timestamp()
    where v.frozen_at is null and v.version_id in (select r.version_id from new_rows as r);
    return null;
end;
$$;

comment on function core._check_evidence_parents() is
'Trigger function: every evidence row written by a statement has its user and version (stands for
two foreign keys, see docs/decisions/0005); new evidence is current; the first evidence freezes
its version. Raises ZR207, ZR301.';
