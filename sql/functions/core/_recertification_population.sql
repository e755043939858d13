create or replace function core._recertification_population(p_version_id bigint)
returns table (
    user_id bigint,
    department text,
    location text,
    evidence_rows bigint,
    outcome text
)
language plpgsql
stable
security definer
set search_path = ''
-- a million people are grouped and joined in memory, not on disk
set work_mem = '256MB'
as $$
declare
    -- not the transaction's: it may have waited for the training while an exemption was granted
    v_now constant pg_catalog.timestamptz := clock_timestamp();
    v_earlier constant bigint[] := core._earlier_versions(p_version_id);
    v_training_id bigint;
    v_campaign_id bigint;
    v_holders bigint[];
    v_evidence_rows bigint[];
begin
    -- found first, so that the second step is planned for as many as there are
    select array_agg(h.user_id), array_agg(h.evidence_rows) into v_holders, v_evidence_rows
    from (
        select e.user_id, count(*) as evidence_rows
        from core.evidence as e
        where e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired')
        group by e.user_id
    ) as h;
    if v_holders is null then
        return;
    end if;

    select v.training_id into strict v_training_id
    from core.training_versions as v
    where v.version_id = p_version_id;
    select c.campaign_id into v_campaign_id
    from core.campaigns as c
    where c.version_id = p_version_id and c.kind = 'recertification';

    return query
    select
        h.user_id, u.department, u.location, h.evidence_rows,
        case
            when k.user_id is not null then 'already_current'
            when not u.is_active then 'inactive'
            when x.user_id is not null then 'exempt'
            when a.user_id is not null then 'already_enrolled'
            else 'created'
        end
    from unnest(v_holders, v_evidence_rows) as h (user_id, evidence_rows)
    inner join core.users as u on h.user_id = u.user_id
    left join (
        select distinct e.user_id
        from core.evidence as e
        where e.version_id = p_version_id and e.recertification_status = 'current'
    ) as k on h.user_id = k.user_id
    left join (
        select distinct e.user_id
        from core.exemptions as e
        where e.training_id = v_training_id and e.granted_at <= v_now and e.valid_until > v_now
    ) as x on h.user_id = x.user_id
    left join core.assignments as a
        on h.user_id = a.user_id and a.campaign_id = v_campaign_id
    order by h.user_id;
end;
$$;

comment on function core._recertification_population(bigint) is
'Rules 6 and 10: everybody with current or expired evidence on a version activated before this one,
one row a person in the order of user_id: how many such evidence rows, and what a run does with the
person: created, already_enrolled, already_current, inactive or exempt. The one place that says so.';
