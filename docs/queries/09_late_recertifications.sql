-- Which recertifications are late, and why were they asked for?
-- Each with people past due date and grace at the moment of the build, the latest first. Of those
-- assigned some have completed, are open (overdue ones among them), or have left with it open.
select
    campaign,
    run_by,
    change_reason,
    due_at,
    assigned,
    completed,
    open,
    overdue,
    left_open,
    percent_completed
from mart_compliance.recertification_campaigns
where overdue > 0
order by due_at, campaign;
