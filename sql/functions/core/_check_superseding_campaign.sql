create or replace function core._check_superseding_campaign()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_campaign_id bigint;
begin
    select n.superseded_by_campaign_id into v_campaign_id
    from (
        select distinct r.superseded_by_campaign_id
        from new_rows as r
        where r.superseded_by_campaign_id is not null
    ) as n
    where not exists (
        select from core.campaigns as c
        where c.campaign_id = n.superseded_by_campaign_id and c.kind = 'recertification'
    )
    limit 1;
    if found then
        raise exception 'Evidence would be superseded by a recertification that does not exist'
            using errcode = 'ZR207',
            detail = format('campaign_id %s', v_campaign_id),
            hint = 'Supersede evidence with api.recertify.';
    end if;
    return null;
end;
$$;

comment on function core._check_superseding_campaign() is
'Trigger function: what supersedes evidence is a recertification campaign; stands for a foreign
key, see docs/decisions/0005. Raises ZR207.';
