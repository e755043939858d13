-- Who stood how with what at an earlier moment.
select *
from api.compliance_as_of(%(as_of)s)
where training_id = coalesce(%(training_id)s, training_id)
order by user_id, training_id
