create or replace function core._close_assignments(
    p_training_ids bigint[],
    p_at timestamptz,
    p_user_ids bigint[] default null
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_closed bigint;
    -- found first: the planner knows how much there is of what it is told
    v_active constant bigint[] := array(
        select v.version_id
        from core.training_versions as v
        where v.training_id = any(p_training_ids) and v.state = 'active'
    );
    v_campaigns constant bigint[] := array(
        select g.campaign_id
        from core.campaigns as g
        inner join core.training_versions as v on g.version_id = v.version_id
        where v.training_id = any(p_training_ids)
    );
begin
    if v_campaigns = '{}' then
        return 0;
    end if;
    with completed as (
        select e.user_id, v.training_id, max(e.completed_at) as completed_at
        from core.evidence as e
        inner join core.training_versions as v on e.version_id = v.version_id
        where e.version_id = any(v_active) and e.recertification_status = 'current'
            and (p_user_ids is null or e.user_id = any(p_user_ids))
        group by e.user_id, v.training_id
    ),

    -- rows of several nodes cannot be locked at once: of two that wait in a circle Citus ends one
    open as (
        select a.user_id, a.campaign_id, c.completed_at
        from completed as c
        inner join core.trainings as t on c.training_id = t.training_id
        inner join core.training_versions as v on t.training_id = v.training_id
        inner join core.campaigns as g on v.version_id = g.version_id
        inner join core.assignments as a
            on c.user_id = a.user_id and g.campaign_id = a.campaign_id
        where a.campaign_id = any(v_campaigns) and a.status in ('not_started', 'in_progress')
            -- an old paper record that the next scan expires is no answer to what was asked after
            and (
                t.recertification_interval_days is null
                or a.assigned_at
                < core._days_later(c.completed_at, t.recertification_interval_days)
            )
    )

    update core.assignments as a
    set
        status = 'completed', completed_at = least(o.completed_at, p_at), closed_at = p_at,
        overdue_since = null
    from open as o
    where a.user_id = o.user_id and a.campaign_id = o.campaign_id
        -- asked of the row itself: somebody who only shares the training, too, may have closed it
        and a.status in ('not_started', 'in_progress');
    get diagnostics v_closed = row_count;
    return v_closed;
end;
$$;

comment on function core._close_assignments(bigint[], timestamptz, bigint[]) is
'Rule 13, as sql/local/functions/core/_close_assignments.sql says, for a cluster.';
