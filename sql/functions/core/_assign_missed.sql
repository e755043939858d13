create or replace function core._assign_missed(p_user_ids bigint[], p_at timestamptz)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_assigned bigint;
begin
    with missed as (
        select x.user_id, r.campaign_id, r.run_at as missed_at
        from core.recertification_exceptions as x
        inner join core.recertification_runs as r on x.run_id = r.run_id
        where x.outcome in ('inactive', 'exempt')
            and (p_user_ids is null or x.user_id = any(p_user_ids))
        union all
        select x.user_id, x.campaign_id, x.recorded_at
        from core.campaign_exceptions as x
        where x.outcome in ('inactive', 'exempt')
            and (p_user_ids is null or x.user_id = any(p_user_ids))
    ),

    -- of several campaigns of a training the last: nobody has to do it twice
    latest as (
        select distinct on (m.user_id, v.training_id)
            m.user_id, v.training_id, m.campaign_id, m.missed_at, v.activated_at
        from missed as m
        inner join core.campaigns as c on m.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        order by m.user_id, v.training_id, m.missed_at desc, m.campaign_id desc
    ),

    made as (
        insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
        select
            l.user_id, l.campaign_id, core._days_later(p_at, t.initial_due_offset_days), p_at
        from latest as l
        inner join core.users as u on l.user_id = u.user_id
        inner join core.trainings as t on l.training_id = t.training_id
        inner join core.training_versions as v on l.training_id = v.training_id and v.state = 'active'
        where u.is_active
            and not exists (
                select from core.exemptions as x
                where core._exempts_at(x.granted_at, x.valid_until, p_at)
                    and x.user_id = l.user_id and x.training_id = l.training_id
            )
            -- on the campaign's version or a later one, whether or not it is still the active one:
            -- what is current was not recertified
            and not exists (
                select from core.evidence as e
                inner join core.training_versions as o on e.version_id = o.version_id
                where e.user_id = l.user_id and o.training_id = l.training_id
                    and o.activated_at >= l.activated_at and e.recertification_status = 'current'
            )
            and not exists (
                select from core.assignments as a
                inner join core.campaigns as g on a.campaign_id = g.campaign_id
                inner join core.training_versions as o on g.version_id = o.version_id
                where a.user_id = l.user_id and o.training_id = l.training_id
                    and a.status <> 'cancelled'
                    and a.assigned_at >= l.missed_at
            )
        order by l.user_id, l.campaign_id
        on conflict (user_id, campaign_id) do nothing
        returning assignments.user_id
    )

    -- a cluster's row count has those that were there, too
    select count(*) into strict v_assigned
    from made as m;
    return v_assigned;
end;
$$;

comment on function core._assign_missed(bigint[], timestamptz) is
'Rule 14: gives people (null for all) the assignments of campaigns that left them out as inactive or
exempt when neither is true any more, due from now: unless they hold current evidence on the
campaign''s version or one that was activated later, or were assigned something of the training
since. Returns how many. The trainings must be locked by core._lock_for_assigning, or people for
change.';
