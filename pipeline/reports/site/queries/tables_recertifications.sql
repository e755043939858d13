-- The recertifications, the newest first.
select
    r.campaign,
    r.training,
    r.version,
    r.run_by,
    r.change_reason,
    r.first_run_at,
    r.due_at,
    r.state,
    r.runs,
    r.population,
    r.assigned,
    r.completed,
    r.open,
    r.overdue,
    r.percent_completed,
    r.evidence_superseded,
    r.campaign_id,
    t.training_id
from mart_compliance.recertification_campaigns as r
inner join mart_compliance.dim_training as t on r.training_id = t.training_id
order by r.first_run_at desc nulls last, r.campaign_id desc;
