create or replace view api.audit_log
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
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
from audit.log as l
where (select core._require_log_reader());

comment on view api.audit_log is
'The audit log, hashes in hexadecimal. hr_admin, quality_admin, corporate_admin, auditor and
services read the whole of it, others nothing (ZR304).';
comment on column api.audit_log.seq is 'Place in the chain: 1, 2, 3 and so on, without a gap.';
comment on column api.audit_log.occurred_at is 'When it was written, by the server''s clock.';
comment on column api.audit_log.actor is 'Employee number of the acting user, or system.';
comment on column api.audit_log.db_role is 'Database login of the session.';
comment on column api.audit_log.client_addr is
'The client''s address as the server saw it; null on a local socket.';
comment on column api.audit_log.action is 'What was done.';
comment on column api.audit_log.entity_type is 'Kind of thing that it was done to.';
comment on column api.audit_log.entity_id is 'Which one.';
comment on column api.audit_log.change_reason is 'Why, verbatim, where a reason is asked for.';
comment on column api.audit_log.payload is 'The exact JSON text that is hashed.';
comment on column api.audit_log.prev_hash is
'Hash of the row before, hexadecimal; 64 zeros before the first.';
comment on column api.audit_log.hash is
'SHA-256 of the bytes of prev_hash followed by payload in UTF-8, hexadecimal.';
