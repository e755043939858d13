-- For how long people of each department were without evidence on each version.
select *
from mart_compliance.untrained_exposure
order by training_id asc, activated_at desc, version_id desc, department asc;
