-- The audit log in sentences; audit.jsonl has it as it is hashed.
select
    seq,
    occurred_at,
    actor,
    actor_name,
    db_role,
    client_addr,
    action,
    entity_type,
    entity_id,
    training_id,
    change_reason,
    sentence,
    before,
    after
from mart_audit.audit_trail
where
    occurred_at <= %(as_of)s
    and occurred_at >= %(since)s
    and occurred_at < %(until)s
    and seq <= %(head_seq)s
order by seq
