-- The recertifications, the newest first, with the training of each.
select
    r.*,
    t.overdue_grace_days,
    u.full_name as run_by_name
from mart_compliance.recertification_campaigns as r
inner join mart_compliance.dim_training as t on r.training_id = t.training_id
left join mart_compliance.dim_user as u on r.run_by = u.employee_number
order by r.first_run_at desc nulls last, r.campaign_id desc;
