create or replace view api.audit_head as
select
    h.seq,
    encode(h.hash, 'hex') as hash,
    l.occurred_at,
    now() as anchored_at,
    current_database()::text as database
from audit.head as h
left join audit.log as l on h.seq = l.seq;

comment on view api.audit_head is
'The end of the audit log: what an anchor keeps of it.';
comment on column api.audit_head.seq is 'seq of the last row; 0 when there is none.';
comment on column api.audit_head.hash is
'hash of the last row, hexadecimal; 64 zeros when there is none.';
comment on column api.audit_head.occurred_at is 'When the last row was written.';
comment on column api.audit_head.anchored_at is 'Now, by the server''s clock.';
comment on column api.audit_head.database is 'Which database of its server this is.';
