create or replace view api.audit_log as
select
    l.seq,
    l.occurred_at,
    l.actor,
    l.db_role,
    l.client_addr,
    l.action,
    l.entity_type,
    l.entity_id,
    l.change_reason,
    l.payload,
    encode(l.prev_hash, 'hex') as prev_hash,
    encode(l.hash, 'hex') as hash
from audit.log as l;

comment on view api.audit_log is
'The audit log, hashes in hexadecimal. See audit.log for the columns.';
