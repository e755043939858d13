-- What is required of the people whose pages are written, and how it stands.
select s.*
from mart_compliance.user_training_status as s
where s.user_id = any(current_setting('recert.site_user_ids')::bigint[])
order by s.user_id, s.training, s.training_id;
