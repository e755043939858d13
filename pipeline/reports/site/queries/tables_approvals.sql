-- Who decided on which version, and why; the newest first.
select
    r.training,
    r.version,
    r.decision,
    r.state,
    r.author,
    r.author_name,
    r.decided_by,
    r.decided_by_name,
    r.decided_by_role,
    r.reason,
    r.sources,
    r.submitted_at,
    r.decided_at,
    r.days_waited,
    r.activated_at,
    r.deactivated_at,
    r.is_imported,
    r.training_id
from mart_audit.approval_register as r
order by
    coalesce(r.decided_at, r.activated_at, r.submitted_at) desc nulls last,
    r.version_id desc, r.decision asc;
