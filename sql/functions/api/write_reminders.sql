create or replace function api.write_reminders()
returns table (
    due_in_30_days bigint,
    due_in_14_days bigint,
    due_in_7_days bigint,
    due_in_1_day bigint,
    overdue bigint,
    written_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are sorted in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_now pg_catalog.timestamptz;
begin
    perform core._lock_people(false);
    perform core._require_importer(core._actor());
    v_now := clock_timestamp();

    return query
    with open as (
        select
            a.user_id, a.campaign_id, v.training_id, a.due_at, a.overdue_since, u.manager_id
        from core.assignments as a
        inner join core.campaigns as c on a.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        inner join core.users as u on a.user_id = u.user_id
        where a.status in ('not_started', 'in_progress') and u.is_active
            and (a.overdue_since is not null or a.due_at <= core._days_later(v_now, 30))
            and not exists (
                select from core.exemptions as x
                where core._exempts_at(x.granted_at, x.valid_until, v_now)
                    and x.user_id = a.user_id and x.training_id = v.training_id
            )
    ),

    -- completing it once closes all of a training: one of them reminds, the one due first
    first_due as (
        select distinct on (o.user_id, o.training_id) o.*
        from open as o
        order by o.user_id, o.training_id, o.due_at, o.campaign_id
    ),

    -- the nearest kind only: who is assigned late is not reminded four times at once
    judged as (
        select
            f.*,
            case
                when f.overdue_since is not null then 'overdue'
                when f.due_at < v_now then null
                when f.due_at <= core._days_later(v_now, 1) then 'due_in_1_day'
                when f.due_at <= core._days_later(v_now, 7) then 'due_in_7_days'
                when f.due_at <= core._days_later(v_now, 14) then 'due_in_14_days'
                else 'due_in_30_days'
            end as kind
        from first_due as f
    ),

    written as (
        insert into core.notifications (
            user_id, campaign_id, kind, due_at, copied_to_id, created_at
        )
        select
            j.user_id, j.campaign_id, j.kind, j.due_at,
            case when j.kind = 'overdue' then m.user_id end, v_now
        from judged as j
        left join core.users as m on j.manager_id = m.user_id and m.is_active
        where j.kind is not null
        order by j.user_id, j.campaign_id
        on conflict (user_id, campaign_id, kind) do nothing
        returning kind
    )

    select
        count(*) filter (where w.kind = 'due_in_30_days'),
        count(*) filter (where w.kind = 'due_in_14_days'),
        count(*) filter (where w.kind = 'due_in_7_days'),
        count(*) filter (where w.kind = 'due_in_1_day'),
        count(*) filter (where w.kind = 'overdue'),
        v_now
    from written as w;
end;
$$;

comment on function api.write_reminders() is
'Writes the reminders that are due into core.notifications: of open assignments of active people who
are not exempt, 30, 14, 7 and 1 days before they are due (the nearest of these), and when the scan
has found them overdue, the latter with a copy to an active manager. Each at most once, so a second
run writes nothing; of several open assignments of a training the one due first reminds. Returns
how many of each. Reminders are no part of the record and have no audit row; handing them over has.
Raises ZR304, ZR305 and what core._actor() raises.';
