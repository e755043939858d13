-- Who stood how with what at the moment of the build.
select *
from mart_compliance.user_training_status
where training_id = coalesce(%(training_id)s, training_id)
order by user_id, training_id
