-- Which approvals took longest?
-- Days of 24 hours from submission to decision, the longest first, twenty at most; of what still
-- waits (pending), until the marts were built. Left out is what was submitted again since, and what
-- a history import brought into force.
with waits as (
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
    union all
    select
        v.training,
        v.version,
        'pending' as decision,
        v.author,
        v.submitted_at,
        null as decided_by,
        null as decided_at,
        round(date_part('epoch', b.as_of - v.submitted_at)::numeric / 86400, 2) as days_waited
    from mart_compliance.dim_training_version as v
    cross join (select max(as_of) as as_of from mart_audit.builds) as b
    where v.state = 'pending_review'
)

select *
from waits
order by days_waited desc, training asc, version asc, decision asc
limit 20;
