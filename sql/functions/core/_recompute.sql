create or replace function core._recompute(
    p_user_ids bigint[],
    p_at timestamptz,
    p_actor_id bigint
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are grouped and joined in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_names constant pg_catalog.text[] := array(
        select distinct n.name
        from core.assignment_rules as r
        cross join lateral jsonb_object_keys(r.attributes) as n (name)
        where r.is_active and r.auto_assign
    );
    v_user_ids bigint[];
    v_training_ids bigint[];
    v_version_ids bigint[];
    v_rules pg_catalog.text[];
    v_days integer[];
    v_created bigint;
begin
    -- People who are alike in all that rules ask are judged once; of several rules for a training
    -- the one with the shortest time wins.
    with people as (
        select
            u.user_id, u.department, u.location, u.activity, u.plant, u.line, u.workstation,
            -- as text, as rules compare them: to jsonb 7 and 7.0 are equal
            case
                when v_names = '{}' or u.attributes = '{}' then '{}'
                else (
                    select coalesce(jsonb_object_agg(a.name, a.value), '{}')::pg_catalog.text
                    from jsonb_each(u.attributes) as a (name, value)
                    where a.name = any(v_names)
                )
            end as attributes
        from core.users as u
        where u.is_active and (p_user_ids is null or u.user_id = any(p_user_ids))
    ),

    fitting as materialized (
        select
            n.attributes,
            array(
                select r.rule_id
                from core.assignment_rules as r
                where r.is_active and r.auto_assign
                    and (
                        r.attributes = '{}'
                        or core._has_attributes(r.attributes, n.attributes::pg_catalog.jsonb)
                    )
            ) as rule_ids
        from (select distinct p.attributes from people as p) as n
    ),

    profiles as materialized (
        select
            row_number() over () as profile_id, g.*, f.rule_ids
        from (
            select
                array_agg(p.user_id) as user_ids, p.department, p.location, p.activity, p.plant,
                p.line, p.workstation, p.attributes
            from people as p
            group by
                p.department, p.location, p.activity, p.plant, p.line, p.workstation, p.attributes
        ) as g
        inner join fitting as f on g.attributes = f.attributes
    ),

    chosen as (
        select distinct on (p.profile_id, t.training_id)
            p.profile_id, t.training_id, v.version_id, r.name,
            coalesce(r.days_to_complete, t.initial_due_offset_days) as days
        from profiles as p
        inner join core.assignment_rules as r
            on r.rule_id = any(p.rule_ids)
            and core._in_dimension(r.department, p.department)
            and core._in_dimension(r.location, p.location)
            and core._in_dimension(r.activity, p.activity)
            and core._in_dimension(r.plant, p.plant)
            and core._in_dimension(r.line, p.line)
            and core._in_dimension(r.workstation, p.workstation)
        inner join core.trainings as t on t.training_id = any(r.training_ids)
        inner join core.training_versions as v
            on t.training_id = v.training_id and v.state = 'active'
        order by
            p.profile_id, t.training_id,
            coalesce(r.days_to_complete, t.initial_due_offset_days), r.rule_id
    )

    select
        array_agg(u.user_id), array_agg(c.training_id), array_agg(c.version_id),
        array_agg(c.name), array_agg(c.days)
    into v_user_ids, v_training_ids, v_version_ids, v_rules, v_days
    from chosen as c
    inner join profiles as p on c.profile_id = p.profile_id
    cross join lateral unnest(p.user_ids) as u (user_id);
    if v_user_ids is null then
        return 0;
    end if;

    -- Whoever was trained or assigned it before is somebody else's concern: whether they do it again
    -- is decided by recertifying, and by time.
    select
        array_agg(m.user_id), array_agg(m.version_id), array_agg(m.rule), array_agg(m.days)
    into v_user_ids, v_version_ids, v_rules, v_days
    from unnest(v_user_ids, v_training_ids, v_version_ids, v_rules, v_days) as m (
        user_id, training_id, version_id, rule, days
    )
    left join (
        select e.user_id, v.training_id
        from core.evidence as e
        inner join core.training_versions as v on e.version_id = v.version_id
        where (p_user_ids is null or e.user_id = any(p_user_ids))
        union all
        select a.user_id, v.training_id
        from core.assignments as a
        inner join core.campaigns as c on a.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        where (p_user_ids is null or a.user_id = any(p_user_ids))
            and (a.status <> 'cancelled' or c.kind = 'rule')
        union all
        select x.user_id, x.training_id
        from core.exemptions as x
        where (p_user_ids is null or x.user_id = any(p_user_ids))
            and core._exempts_at(x.granted_at, x.valid_until, p_at)
    ) as known
        on m.user_id = known.user_id and m.training_id = known.training_id
    where known.user_id is null;
    if v_user_ids is null then
        return 0;
    end if;

    insert into core.campaigns (name, kind, version_id, created_by)
    select distinct 'Rule: ' || m.rule, 'rule', m.version_id, p_actor_id
    from unnest(v_version_ids, v_rules) as m (version_id, rule)
    on conflict (version_id, kind, name) do nothing;

    -- in the order of the key, so that its index grows at its end
    with made as (
        insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
        select m.user_id, c.campaign_id, core._days_later(p_at, m.days), p_at
        from unnest(v_user_ids, v_version_ids, v_rules, v_days) as m (user_id, version_id, rule, days)
        inner join core.campaigns as c
            on m.version_id = c.version_id and c.kind = 'rule' and c.name = 'Rule: ' || m.rule
        order by m.user_id, c.campaign_id
        on conflict (user_id, campaign_id) do nothing
        returning assignments.user_id
    )

    -- a cluster's row count has those that were there, too
    select count(*) into strict v_created
    from made as m;
    perform core._refresh_statistics('core.assignments', v_created);
    return v_created;
end;
$$;

comment on function core._recompute(bigint[], timestamptz, bigint) is
'Rule 18: applies all active rules that assign to all active people (or those of p_user_ids) at
once: who matches, is not exempt, and was never trained in a training nor assigned it, is assigned
its active version in the campaign of the rule, due after the rule''s days_to_complete, else the
training''s offset. Deletes nothing and duplicates nothing. Returns how many were assigned. The
trainings must be locked by core._lock_for_assigning, or people for change.';
