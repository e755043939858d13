-- The scan sets what is overdue, so the grace is that of the last scan: a change of it shows at the
-- next one.
with scanned as (
    select max(occurred_at) as scanned_at
    from {{ ref('stg_audit_log') }}
    where action = 'scan_overdue'
),

former as (
    select distinct on (h.training_id)
        h.training_id,
        (h.record ->> 'overdue_grace_days')::integer as overdue_grace_days
    from {{ ref('stg_training_history') }} as h
    inner join scanned as s on h.valid_until > s.scanned_at
    order by h.training_id asc, h.valid_until asc
),

marked as (
    select
        a.user_id,
        a.campaign_id,
        a.status in ('not_started', 'in_progress')
        and a.overdue_since = core._overdue_since(
            a.due_at, coalesce(f.overdue_grace_days, t.overdue_grace_days), 'infinity'
        ) as is_right
    from {{ ref('stg_assignments') }} as a
    inner join {{ ref('stg_campaigns') }} as c on a.campaign_id = c.campaign_id
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
    left join former as f on t.training_id = f.training_id
    where a.overdue_since is not null
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
