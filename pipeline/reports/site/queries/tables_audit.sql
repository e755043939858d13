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
    d.training,
    t.sentence,
    t.change_reason,
    t.before,
    t.after,
    t.db_role,
    t.client_addr,
    t.hash,
    t.training_id
from mart_audit.audit_trail as t
left join mart_compliance.dim_training as d on t.training_id = d.training_id
order by t.seq desc;
