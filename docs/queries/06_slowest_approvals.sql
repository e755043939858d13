-- Which approvals took longest?
-- Days of 24 hours from submission to decision, the longest first, twenty at most. Left out is
-- what was submitted again since, and what a history import brought into force.
select
    training,
    version,
    decision,
    author,
    submitted_at,
    decided_by,
    decided_at,
    days_waited
from mart_audit.approval_register
where days_waited is not null
order by days_waited desc, training asc, version asc, decision asc
limit 20;
