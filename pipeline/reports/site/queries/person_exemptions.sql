-- The exemptions of the people whose pages are written, the newest first.
select
    x.*,
    x.valid_until > m.as_of as holds
from mart_audit.exemption_register as x
cross join api.marts_standing as m
where x.user_id = any(current_setting('recert.site_user_ids')::bigint[])
order by x.user_id asc, x.granted_at desc, x.exemption_id desc;
