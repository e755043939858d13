-- The assignments of the people whose pages are written, the newest first.
select a.*
from mart_compliance.fct_assignment as a
where a.user_id = any(current_setting('recert.site_user_ids')::bigint[])
order by a.user_id asc, a.assigned_at desc, a.campaign_id desc;
