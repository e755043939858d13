-- The signatures of the people whose pages are written, the newest first.
select s.*
from mart_audit.signature_register as s
where s.user_id = any(current_setting('recert.site_user_ids')::bigint[])
order by s.user_id asc, s.signed_at desc, s.signature_id desc;
