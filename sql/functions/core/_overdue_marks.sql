-- A set-returning function of SQL: within PL/pgSQL, or for one value, several processes would not
-- share the work.
create or replace function core._overdue_marks(p_now timestamptz)
returns setof core.overdue_marks
language sql
stable
security definer
rows 1
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
    with allowances as materialized (
        select c.campaign_id, t.overdue_grace_days as grace_days
        from core.campaigns as c
        inner join core.training_versions as v on c.version_id = v.version_id
        inner join core.trainings as t on v.training_id = t.training_id
    ),

    judged as (
        select
            a.user_id, a.campaign_id, a.overdue_since as former,
            core._overdue_since(a.due_at, w.grace_days, p_now) as overdue_since
        from core.assignments as a
        inner join allowances as w on a.campaign_id = w.campaign_id
        where a.status in ('not_started', 'in_progress')
            and (a.due_at < p_now or a.overdue_since is not null)
    )

    select
        count(j.overdue_since),
        array_agg(j.user_id) filter (where j.former is distinct from j.overdue_since),
        array_agg(j.campaign_id) filter (where j.former is distinct from j.overdue_since),
        array_agg(j.former) filter (where j.former is distinct from j.overdue_since),
        array_agg(j.overdue_since) filter (where j.former is distinct from j.overdue_since)
    from judged as j;
$$;

comment on function core._overdue_marks(timestamptz) is
'Rule 16: the open assignments whose mark is not what it should be at a moment, in one look at all
that are open, and how many are overdue then. One row.';
