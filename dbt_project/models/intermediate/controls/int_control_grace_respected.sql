-- The scan sets what is overdue, so the grace is that of the last scan: a change of it shows at the
-- next one.
with scanned as (
    select
        max(l.occurred_at) as scanned_at,
        greatest(max(l.occurred_at) - interval '24 hours', m.as_of - interval '48 hours')
            as seen_until
    from {{ ref('int_as_of') }} as m
    left join {{ ref('stg_audit_log') }} as l on l.action = 'scan_overdue'
    group by m.as_of
),

former as (
    select distinct on (h.training_id)
        h.training_id,
        (h.record ->> 'overdue_grace_days')::integer as overdue_grace_days
    from {{ ref('stg_training_history') }} as h
    inner join scanned as s on h.valid_until > s.scanned_at
    order by h.training_id asc, h.valid_until asc
),

-- A scan begins some time before its row of the log: what was late a day before that it has seen.
-- Two days after it became late it is marked, whether or not there was a scan.
judged as (
    select
        a.user_id,
        a.campaign_id,
        a.overdue_since,
        a.status in ('not_started', 'in_progress') as is_open,
        core._overdue_since(
            a.due_at, coalesce(f.overdue_grace_days, t.overdue_grace_days), s.scanned_at
        ) as due_to_scan,
        coalesce(a.imported_at, a.assigned_at) < s.seen_until
        and core._overdue_since(
            a.due_at,
            greatest(f.overdue_grace_days, t.overdue_grace_days),
            s.seen_until
        ) is not null as is_surely_seen
    from {{ ref('stg_assignments') }} as a
    inner join {{ ref('stg_campaigns') }} as c on a.campaign_id = c.campaign_id
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
    left join former as f on t.training_id = f.training_id
    cross join scanned as s
    where
        a.overdue_since is not null
        or (a.status in ('not_started', 'in_progress') and a.due_at < s.seen_until)
),

marked as (
    select
        user_id,
        campaign_id,
        case
            when overdue_since is not null then is_open and overdue_since = due_to_scan
            else not is_surely_seen
        end as is_right
    from judged
),

checked as (
    select count(*) as checked
    from marked
),

failed as (
    select 'campaign ' || campaign_id || ', user ' || user_id as failed_id
    from marked
    where is_right is not true
)

{{ control_result('grace_respected') }}
