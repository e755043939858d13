-- Reminders, for whatever sends mail.

create table core.notifications (
    user_id bigint not null,
    notification_id bigint generated always as identity,
    campaign_id bigint not null,
    kind text not null,
    due_at timestamptz not null,
    copied_to_id bigint,
    created_at timestamptz not null,
    handed_over_at timestamptz,
    withdrawn_at timestamptz,
    export_seq bigint,
    constraint notifications_pkey primary key (user_id, notification_id),
    -- at most once
    constraint notifications_kind_key unique (user_id, campaign_id, kind),
    constraint notifications_assignment_fkey foreign key (user_id, campaign_id)
    references core.assignments (user_id, campaign_id),
    constraint notifications_copied_fkey foreign key (copied_to_id) references core.users (user_id),
    constraint notifications_kind_is_known check (
        kind in ('due_in_30_days', 'due_in_14_days', 'due_in_7_days', 'due_in_1_day', 'overdue')
    ),
    constraint notifications_handover_is_whole check (
        (handed_over_at is null) = (export_seq is null)
    ),
    constraint notifications_end_once check (num_nonnulls(handed_over_at, withdrawn_at) <= 1)
);

create index notifications_waiting on core.notifications (notification_id)
where handed_over_at is null and withdrawn_at is null;

comment on table core.notifications is
'Reminders of assignments, each at most once, for whatever sends mail. A row is never deleted, and
changes once: when it is handed over or withdrawn.';
comment on column core.notifications.user_id is 'Who is reminded.';
comment on column core.notifications.notification_id is 'Key; given by the database, never reused.';
comment on column core.notifications.campaign_id is
'Of which assignment of theirs: the one in this campaign.';
comment on column core.notifications.kind is
'Why: due_in_30_days, due_in_14_days, due_in_7_days, due_in_1_day or overdue.';
comment on column core.notifications.due_at is 'When the assignment was due at that time.';
comment on column core.notifications.copied_to_id is
'The manager who gets a copy; only of an overdue one.';
comment on column core.notifications.created_at is 'When it was written.';
comment on column core.notifications.handed_over_at is 'When an export handed it over.';
comment on column core.notifications.withdrawn_at is
'When an export found that there was nothing to remind of any more.';
comment on column core.notifications.export_seq is 'The export''s row of the audit log.';
