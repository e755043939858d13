-- For which trainings are people past their due date, but within the grace?
-- By department, at the moment of the build. These people are not overdue yet, and will be when
-- they have not completed it by the end of the grace.
select
    m.training,
    m.department,
    m.in_grace,
    t.overdue_grace_days,
    m.overdue,
    m.required,
    m.percent_compliant
from mart_compliance.compliance_matrix as m
inner join mart_compliance.dim_training as t on m.training_id = t.training_id
where m.in_grace > 0
order by m.in_grace desc, m.training asc, m.department asc;
