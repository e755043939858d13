-- For how long people are overdue, by department, training and range of days.
select
    o.department,
    o.training_id,
    o.training,
    o.bucket,
    o.people
from mart_compliance.overdue_aging as o
order by o.department, o.training_id, o.bucket;
