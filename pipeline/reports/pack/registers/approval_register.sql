-- Decisions on versions: who wrote, who decided, when, why, and on which documents. Since when a
-- version was in force is told as it was known at the moment.
select
    version_id,
    decision,
    training_id,
    training,
    version,
    author,
    author_name,
    author_role,
    decided_by,
    decided_by_name,
    decided_by_role,
    sources,
    reason,
    submitted_at,
    decided_at,
    case when activated_at <= %(as_of)s then activated_at end as activated_at,
    case when deactivated_at <= %(as_of)s then deactivated_at end as deactivated_at,
    days_waited,
    is_imported
from mart_audit.approval_register
where
    coalesce(decided_at, activated_at) <= %(as_of)s
    -- an import brings versions that have been in force for long
    and version_id in (
        select v.version_id from mart_compliance.dim_training_version as v
        where v.created_at <= %(as_of)s
    )
    and coalesce(decided_at, activated_at) >= %(since)s
    and coalesce(decided_at, activated_at) < %(until)s
    and training_id = coalesce(%(training_id)s, training_id)
order by coalesce(decided_at, activated_at), version_id, decision
