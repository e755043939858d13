-- The audit log, a chain of hashes without gaps.

create table audit.log (
    seq bigint not null,
    occurred_at timestamptz not null,
    actor text not null,
    db_role text not null,
    client_addr inet,
    action text not null,
    entity_type text not null,
    entity_id text not null,
    change_reason text,
    payload text not null,
    prev_hash bytea not null,
    hash bytea not null,
    constraint log_pkey primary key (seq),
    constraint log_hash_is_sha256 check (
        octet_length(prev_hash) = 32 and octet_length(hash) = 32
    ),
    constraint log_action_is_known check (
        action in (
            'submit_version', 'approve_version', 'activate_version', 'reject_version', 'recertify',
            'decline_recertification', 'create_campaign', 'assign', 'complete_training',
            'sign_evidence', 'scan_overdue', 'scan_expiry', 'recompute_assignments',
            'resolve_review_task', 'grant_exemption', 'import', 'update_user', 'reactivate_user',
            'report_build', 'export'
        )
    )
);

create index log_entity on audit.log (entity_type, entity_id);

comment on table audit.log is
'Who did what, when and why; append-only, hash = sha256(prev_hash || payload).';
comment on column audit.log.seq is 'Place in the chain: 1, 2, 3 and so on, without a gap.';
comment on column audit.log.occurred_at is 'When it was written, by the server''s clock.';
comment on column audit.log.actor is 'Employee number of the acting user, or system.';
comment on column audit.log.db_role is 'Database login of the session.';
comment on column audit.log.client_addr is
'The client''s address as the server saw it; null on a local socket.';
comment on column audit.log.action is 'What was done.';
comment on column audit.log.entity_type is 'Kind of thing that it was done to.';
comment on column audit.log.entity_id is 'Which one.';
comment on column audit.log.change_reason is 'Why, verbatim, where a reason is asked for.';
comment on column audit.log.payload is
'The exact JSON text that is hashed: every other column but the hashes, and what the action
adds.';
comment on column audit.log.prev_hash is 'Hash of the row before; 32 zero bytes before the first.';
comment on column audit.log.hash is 'SHA-256 of prev_hash followed by payload in UTF-8.';

create table audit.head (
    is_head boolean not null default true,
    seq bigint not null,
    hash bytea not null,
    constraint head_pkey primary key (is_head),
    constraint head_is_one_row check (is_head)
);

insert into audit.head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

comment on table audit.head is 'End of the chain. Its one row is locked while a row is appended.';
comment on column audit.head.is_head is 'Always true: there is one row.';
comment on column audit.head.seq is 'seq of the last row of audit.log; 0 when there is none.';
comment on column audit.head.hash is 'hash of the last row of audit.log.';

create type audit.entry as (
    action text,
    entity_type text,
    entity_id text,
    change_reason text,
    details jsonb
);

comment on type audit.entry is 'What a function asks audit._append to record.';
