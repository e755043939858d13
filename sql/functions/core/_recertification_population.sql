create or replace function core._recertification_population(p_version_id bigint, p_scope jsonb)
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
    v_departments pg_catalog.text[];
    v_locations pg_catalog.text[];
    v_from bigint[];
    v_training_id bigint;
    v_campaign_id bigint;
    v_holders bigint[];
    v_evidence_rows bigint[];
    v_left_out bigint[];
begin
    select v.training_id into strict v_training_id
    from core.training_versions as v
    where v.version_id = p_version_id;
    select c.campaign_id into v_campaign_id
    from core.campaigns as c
    where c.version_id = p_version_id and c.kind = 'recertification';
    select
        array_agg(d.name) filter (where d.part = 'departments'),
        array_agg(d.name) filter (where d.part = 'locations'),
        array_agg(v.version_id) filter (where d.part = 'from_versions')
    into v_departments, v_locations, v_from
    from (
        select s.part, n.name
        from jsonb_each(p_scope) as s (part, names)
        cross join lateral jsonb_array_elements_text(s.names) as n (name)
    ) as d
    left join core.training_versions as v
        on d.part = 'from_versions' and v.training_id = v_training_id and d.name = v.label;

    -- found first, so that the second step is planned for as many as there are
    select array_agg(h.user_id), array_agg(h.evidence_rows) into v_holders, v_evidence_rows
    from (
        select e.user_id, count(*) as evidence_rows
        from core.evidence as e
        where e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired')
        group by e.user_id
        having v_from is null or bool_or(e.version_id = any(v_from))
    ) as h;

    if v_from is null then
        -- whoever an earlier run left out and whom nothing keeps out any more
        v_left_out := array(
            select l.user_id
            from unnest(core._left_out(p_version_id)) as l (user_id)
            left join unnest(v_holders) as h (user_id) on l.user_id = h.user_id
            where h.user_id is null
        );
        v_holders := v_holders || v_left_out;
        v_evidence_rows := v_evidence_rows
            || array_fill(0::bigint, array[cardinality(v_left_out)]);
    end if;
    if v_holders is null or cardinality(v_holders) = 0 then
        return;
    end if;

    return query
    select p.*
    from (
        select
            h.user_id, u.department, u.location, h.evidence_rows,
            case
                when k.user_id is not null then 'already_current'
                when not u.is_active then 'inactive'
                when x.user_id is not null then 'exempt'
                when a.user_id is not null then 'already_enrolled'
                else 'created'
            end as outcome
        from unnest(v_holders, v_evidence_rows) as h (user_id, evidence_rows)
        inner join core.users as u on h.user_id = u.user_id
        left join (
            select distinct e.user_id
            from core.evidence as e
            where e.version_id = p_version_id and e.recertification_status = 'current'
        ) as k on h.user_id = k.user_id
        left join (
            select distinct e.user_id
            from core._exemptions_at(v_now) as e
            where e.training_id = v_training_id
        ) as x on h.user_id = x.user_id
        left join core.assignments as a
            on h.user_id = a.user_id and a.campaign_id = v_campaign_id
        where (v_departments is null or u.department = any(v_departments))
            and (v_locations is null or u.location = any(v_locations))
    ) as p
    where p.evidence_rows > 0 or p.outcome = 'created'
    order by p.user_id;
end;
$$;

comment on function core._recertification_population(bigint, jsonb) is
'Rules 6 and 10: everybody with current or expired evidence on a version activated before this one,
and whoever core._left_out brings back, limited to p_scope (see core._recertification_scope). One
row a person in the order of user_id: how many such evidence rows, and what a run does with the
person: created, already_enrolled, already_current, inactive or exempt. The one place that says so.';
