{{ config(materialized='ephemeral') }}

with assignments as (
    select
        a.user_id,
        a.campaign_id,
        c.version_id,
        t.training_id,
        a.status,
        a.assigned_at,
        a.started_at,
        a.completed_at,
        a.closed_at,
        a.due_at,
        a.is_imported,
        t.overdue_grace_days,
        a.status in ('not_started', 'in_progress') as is_open,
        m.as_of
    from {{ ref('stg_assignments') }} as a
    inner join {{ ref('stg_campaigns') }} as c on a.campaign_id = c.campaign_id
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
    cross join {{ ref('int_as_of') }} as m
),

judged as (
    select
        *,
        core._overdue_since(due_at, overdue_grace_days, 'infinity') as overdue_at,
        case
            when is_open then core._overdue_since(due_at, overdue_grace_days, as_of)
        end as overdue_since,
        core._standing(status, due_at, overdue_grace_days, as_of) as standing
    from assignments
)

select
    user_id,
    campaign_id,
    version_id,
    training_id,
    status,
    assigned_at,
    started_at,
    completed_at,
    closed_at,
    due_at,
    is_imported,
    overdue_at,
    overdue_since,
    is_open,
    standing
from judged
