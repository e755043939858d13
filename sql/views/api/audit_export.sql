create or replace view api.audit_export
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
select
    l.seq,
    -- as audit._moment writes it into the payload: whoever reads a view needs the right to call
    -- the functions in it
    to_char(l.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
    l.actor,
    l.db_role,
    host(l.client_addr) as client_addr,
    l.action,
    l.entity_type,
    l.entity_id,
    l.change_reason,
    l.payload,
    encode(l.prev_hash, 'hex') as prev_hash,
    encode(l.hash, 'hex') as hash
from audit.log as l
where (select core._require_log_reader());

comment on view api.audit_export is
'The audit log as recert audit export writes it: every column as its payload has it, hashes in
hexadecimal.';
comment on column api.audit_export.seq is 'Place in the chain: 1, 2, 3 and so on, without a gap.';
comment on column api.audit_export.occurred_at is
'When it was written, by the server''s clock: ISO 8601 in UTC with microseconds.';
comment on column api.audit_export.actor is 'Employee number of the acting user, or system.';
comment on column api.audit_export.db_role is 'Database login of the session.';
comment on column api.audit_export.client_addr is
'The client''s address as the server saw it; null on a local socket.';
comment on column api.audit_export.action is 'What was done.';
comment on column api.audit_export.entity_type is 'Kind of thing that it was done to.';
comment on column api.audit_export.entity_id is 'Which one.';
comment on column api.audit_export.change_reason is
'Why, verbatim, where a reason is asked for.';
comment on column api.audit_export.payload is 'The exact JSON text that is hashed.';
comment on column api.audit_export.prev_hash is
'Hash of the row before, hexadecimal; 64 zeros before the first.';
comment on column api.audit_export.hash is
'SHA-256 of the bytes of prev_hash followed by payload in UTF-8, hexadecimal.';
