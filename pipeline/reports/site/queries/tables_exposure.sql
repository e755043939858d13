-- For how long people were without evidence on a version in force.
select
    x.training,
    x.version,
    x.department,
    x.activated_at,
    x.deactivated_at,
    x.people,
    x.person_days,
    x.people_still_exposed,
    x.longest_days,
    x.training_id
from mart_compliance.untrained_exposure as x
order by x.person_days desc, x.version_id asc, x.department asc;
