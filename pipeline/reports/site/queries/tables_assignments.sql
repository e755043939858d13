-- All assignments, the newest first.
select
    u.employee_number,
    u.full_name,
    coalesce(u.department, '(none)') as department,
    u.is_active,
    a.training,
    a.version,
    a.campaign,
    a.kind,
    a.standing,
    a.status,
    a.assigned_at,
    a.started_at,
    a.due_at,
    a.overdue_since,
    a.completed_at,
    a.days_to_complete,
    a.is_imported,
    a.user_id,
    a.training_id,
    case when a.kind = 'recertification' then a.campaign_id end as recertification_id
from mart_compliance.fct_assignment as a
inner join mart_compliance.dim_user as u on a.user_id = u.user_id
order by a.assigned_at desc, a.campaign_id desc, a.user_id desc;
