{{
    config(
        materialized='kept',
        key=['user_id', 'training_id'],
        scope='int_changed_pairs',
        replaces=['user_id', 'training_id']
    )
}}

with assignments as (
    select distinct on (a.user_id, a.training_id) a.*
    from {{ ref('int_assignments') }} as a
    {{ if_changed('a.user_id', 'a.training_id') }}
    order by
        a.user_id asc,
        a.training_id asc,
        core._standing_rank(a.standing) asc,
        case when a.is_open then a.due_at end asc,
        a.completed_at desc,
        a.assigned_at desc,
        a.campaign_id desc
),

exemptions as (
    select distinct
        e.user_id,
        e.training_id
    from {{ ref('stg_exemptions') }} as e
    inner join {{ ref('int_as_of') }} as m
        on e.granted_at <= m.as_of and e.valid_until > m.as_of
),

subjects as (
    select
        coalesce(a.user_id, e.user_id) as user_id,
        coalesce(a.training_id, e.training_id) as training_id,
        a.campaign_id,
        a.status as assignment_status,
        a.standing,
        a.due_at,
        a.overdue_at,
        a.overdue_since,
        e.evidence_id,
        e.version as evidence_version,
        e.completed_at as evidence_completed_at,
        e.recertification_status,
        e.is_current_on_active,
        e.is_valid
    from assignments as a
    full outer join {{ ref('int_leading_evidence') }} as e
        on a.user_id = e.user_id and a.training_id = e.training_id
)

select
    s.user_id,
    s.training_id,
    core._compliance_status(
        case
            when s.evidence_id is not null
                then core._evidence_rank(
                    s.recertification_status, s.is_current_on_active, s.is_valid
                )
        end,
        u.is_active,
        x.user_id is not null,
        s.standing
    ) as compliance_status,
    s.evidence_id,
    s.evidence_version,
    s.evidence_completed_at,
    s.recertification_status,
    s.is_valid,
    s.campaign_id,
    s.assignment_status,
    s.due_at,
    s.overdue_at,
    s.overdue_since,
    u.department,
    u.location,
    u.is_active
from subjects as s
inner join {{ ref('stg_users') }} as u on s.user_id = u.user_id
left join exemptions as x on s.user_id = x.user_id and s.training_id = x.training_id
