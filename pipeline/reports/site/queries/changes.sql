-- What was decided about each training and changed of it, the newest first.
select *
from mart_audit.training_changes
order by training_id asc, seq desc;
