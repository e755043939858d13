-- The recertifications, the newest first, with the training of each. Who left with it open does
-- not count for the share that is completed, which is untold until all are enrolled.
select
    r.*,
    case when r.state <> 'enrolling' then r.assigned - r.left_open else 0 end as to_complete,
    t.training_id,
    t.overdue_grace_days,
    u.full_name as run_by_name
from mart_compliance.recertification_campaigns as r
inner join mart_compliance.dim_training as t on r.training_id = t.training_id
left join mart_compliance.dim_user as u on r.run_by = u.employee_number
order by r.first_run_at desc nulls last, r.campaign_id desc;
