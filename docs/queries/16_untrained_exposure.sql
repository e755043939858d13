-- For how long did people work to a procedure that they had not been trained on?
-- By version and department: how many people, and days of 24 hours from when the version was in
-- force and concerned them until they had evidence on it. The longest one is that of a single
-- person.
select
    training,
    version,
    department,
    activated_at,
    people,
    person_days,
    longest_days,
    people_still_exposed
from mart_compliance.untrained_exposure
order by person_days desc, training asc, version asc, department asc;
