with assignments as (
    select distinct on (user_id, training_id) *
    from {{ ref('int_assignments') }}
    order by
        user_id asc,
        training_id asc,
        case standing
            when 'overdue' then 1
            when 'in_grace' then 2
            when 'due' then 3
            when 'completed' then 4
            else 5
        end asc,
        case when is_open then due_at end asc,
        completed_at desc,
        assigned_at desc,
        campaign_id desc
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
    case
        when s.is_current_on_active then 'compliant'
        when not u.is_active then 'not_required'
        when x.user_id is not null then 'exempt'
        when s.standing in ('overdue', 'in_grace', 'due') then s.standing
        when s.is_valid then 'compliant'
        -- trained once, and nothing is open for them: that must not look like compliance
        when s.evidence_id is not null then 'expired'
        -- assignments that were cancelled, or completed without evidence
        else 'not_required'
    end as compliance_status,
    s.evidence_id,
    s.evidence_version,
    s.evidence_completed_at,
    s.recertification_status,
    s.campaign_id,
    s.assignment_status,
    s.due_at,
    s.overdue_at,
    s.overdue_since,
    m.as_of
from subjects as s
inner join {{ ref('stg_users') }} as u on s.user_id = u.user_id
left join exemptions as x on s.user_id = x.user_id and s.training_id = x.training_id
cross join {{ ref('int_as_of') }} as m
