-- Each run of a recertification and each person of its population: what it did with them, and how
-- their assignment stood at the moment.
select
    l.user_id,
    l.employee_number,
    l.full_name,
    l.run_id,
    l.training_id,
    l.training,
    l.version,
    l.campaign_id,
    l.campaign,
    l.run_at,
    l.run_by,
    l.change_reason,
    l.scope,
    l.outcome,
    case
        when a.user_id is not null
            then core._assignment_status_at(a.status, a.started_at, a.closed_at, %(as_of)s)
    end as assignment_status,
    a.assigned_at,
    a.due_at,
    case
        when
            core._assignment_status_at(a.status, a.started_at, a.closed_at, %(as_of)s)
            = 'completed'
            then a.completed_at
    end as completed_at
from mart_audit.recertification_ledger as l
left join mart_compliance.fct_assignment as a
    on
        l.user_id = a.user_id and l.campaign_id = a.campaign_id
        and a.assigned_at <= %(as_of)s
where
    l.run_at <= %(as_of)s
    and l.run_at >= %(since)s
    and l.run_at < %(until)s
    and l.training_id = coalesce(%(training_id)s, l.training_id)
order by l.run_at, l.run_id, l.user_id
