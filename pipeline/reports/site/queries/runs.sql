-- Each run of each recertification, also of those that found nobody.
select *
from mart_audit.recertification_runs
order by campaign_id, run_at, run_id;
