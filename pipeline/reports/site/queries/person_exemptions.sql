-- The exemptions of the people whose pages are written, the newest first.
select x.*
from mart_audit.exemption_register as x
where x.user_id = any(current_setting('recert.site_user_ids')::bigint[])
order by x.user_id asc, x.granted_at desc, x.exemption_id desc;
