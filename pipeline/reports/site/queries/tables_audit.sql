-- The audit trail, the newest row first. What is hashed, the payload, is left to the export of the
-- log.
select
    t.seq,
    t.occurred_at,
    t.actor,
    t.actor_name,
    t.action,
    t.entity_type,
    t.entity_id,
    t.sentence,
    t.change_reason,
    t.before,
    t.after,
    t.db_role,
    t.client_addr,
    t.hash
from mart_audit.audit_trail as t
order by t.seq desc;
