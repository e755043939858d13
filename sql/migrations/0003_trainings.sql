-- Trainings, their versions with sources, and the Quality Review Queue.

create table core.trainings (
    training_id bigint generated always as identity,
    name text not null,
    category text,
    initial_due_offset_days integer not null default 30,
    overdue_grace_days integer not null default 0,
    requires_signature boolean not null default false,
    recertification_interval_days integer,
    created_at timestamptz not null default clock_timestamp(),
    constraint trainings_pkey primary key (training_id),
    constraint trainings_name_key unique (name),
    constraint trainings_name_is_plain check (name = btrim(name) and name <> ''),
    constraint trainings_due_offset_in_range check (initial_due_offset_days between 1 and 3650),
    constraint trainings_grace_in_range check (overdue_grace_days between 0 and 364),
    constraint trainings_interval_in_range check (recertification_interval_days between 1 and 36500)
);

comment on table core.trainings is
'What must be learnt, with its scheduling settings. A row is never deleted.';
comment on column core.trainings.training_id is 'Key; given by the database, never reused.';
comment on column core.trainings.name is 'Name; unique, upper and lower case told apart.';
comment on column core.trainings.category is 'Free category for reports.';
comment on column core.trainings.initial_due_offset_days is
'UTC days from assignment to due date, 1 to 3650.';
comment on column core.trainings.overdue_grace_days is
'UTC days after the due date until overdue, 0 to 364.';
comment on column core.trainings.requires_signature is 'Whether completing needs a signature.';
comment on column core.trainings.recertification_interval_days is
'Days after completion when evidence expires; null when it never does.';
comment on column core.trainings.created_at is 'When the training was first recorded.';

create table core.training_history (
    training_id bigint not null,
    valid_until timestamptz not null,
    record jsonb not null,
    constraint training_history_pkey primary key (training_id, valid_until),
    constraint training_history_training_fkey foreign key (training_id)
    references core.trainings (training_id)
);

comment on table core.training_history is
'What a training''s row was until a change of it; append-only. The present row is in
core.trainings.';
comment on column core.training_history.training_id is 'The training.';
comment on column core.training_history.valid_until is
'Moment of the change: record was true until then.';
comment on column core.training_history.record is
'The whole row of core.trainings before the change.';

create table core.training_versions (
    version_id bigint generated always as identity,
    training_id bigint not null,
    label text not null,
    state text not null default 'draft',
    content text not null default '',
    objectives text[] not null default '{}',
    content_sha256 bytea not null,
    author_id bigint not null,
    submitted_at timestamptz,
    submission_reason text,
    approved_by bigint,
    approved_at timestamptz,
    change_reason text,
    rejected_by bigint,
    rejected_at timestamptz,
    rejection_reason text,
    activated_at timestamptz,
    deactivated_at timestamptz,
    frozen_at timestamptz,
    is_imported boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    constraint training_versions_pkey primary key (version_id),
    constraint training_versions_label_key unique (training_id, label),
    constraint training_versions_training_fkey foreign key (training_id)
    references core.trainings (training_id),
    constraint training_versions_author_fkey foreign key (author_id)
    references core.users (user_id),
    constraint training_versions_approver_fkey foreign key (approved_by)
    references core.users (user_id),
    constraint training_versions_rejecter_fkey foreign key (rejected_by)
    references core.users (user_id),
    constraint training_versions_label_is_plain check (label = btrim(label) and label <> ''),
    constraint training_versions_state_is_known check (
        state in ('draft', 'pending_review', 'approved', 'active', 'inactive', 'rejected')
    ),
    constraint training_versions_hash_is_sha256 check (octet_length(content_sha256) = 32),
    constraint training_versions_author_does_not_approve check (approved_by <> author_id),
    constraint training_versions_author_does_not_reject check (rejected_by <> author_id),
    constraint training_versions_approval_is_whole check (
        num_nonnulls(approved_by, approved_at, change_reason) in (0, 3)
    ),
    constraint training_versions_rejection_is_whole check (
        num_nonnulls(rejected_by, rejected_at, rejection_reason) in (0, 3)
    ),
    constraint training_versions_change_reason_is_long_enough check (
        length(btrim(change_reason)) >= 10
    ),
    -- only a history import brings a version that nobody approved here
    constraint training_versions_in_force_is_approved check (
        state not in ('approved', 'active', 'inactive') or approved_by is not null or is_imported
    ),
    constraint training_versions_pending_is_submitted check (
        state <> 'pending_review' or submitted_at is not null
    ),
    constraint training_versions_activation_fits_state check (
        case state
            when 'active' then activated_at is not null and deactivated_at is null
            when 'inactive' then activated_at is not null and deactivated_at is not null
            else activated_at is null and deactivated_at is null
        end
    ),
    constraint training_versions_deactivated_later check (deactivated_at >= activated_at)
);

create unique index training_versions_one_active
on core.training_versions (training_id) where state = 'active';

comment on table core.training_versions is
'Frozen snapshots of trainings. At most one a training is active.';
comment on column core.training_versions.version_id is 'Key; given by the database, never reused.';
comment on column core.training_versions.training_id is 'The training it is a version of.';
comment on column core.training_versions.label is 'Label such as 3.2; never compared for order.';
comment on column core.training_versions.state is
'draft, pending_review, approved, active, inactive or rejected.';
comment on column core.training_versions.content is 'What is taught, in Markdown.';
comment on column core.training_versions.objectives is 'What one can do afterwards.';
comment on column core.training_versions.content_sha256 is
'SHA-256 of content in UTF-8; kept by the database.';
comment on column core.training_versions.author_id is
'Who wrote it; may neither approve nor reject it.';
comment on column core.training_versions.submitted_at is 'When it was last submitted for review.';
comment on column core.training_versions.submission_reason is 'Why it was submitted, verbatim.';
comment on column core.training_versions.approved_by is 'Who approved it.';
comment on column core.training_versions.approved_at is 'When it was approved.';
comment on column core.training_versions.change_reason is
'Why it was approved, verbatim; never edited.';
comment on column core.training_versions.rejected_by is 'Who rejected it.';
comment on column core.training_versions.rejected_at is 'When it was rejected.';
comment on column core.training_versions.rejection_reason is 'Why it was rejected, verbatim.';
comment on column core.training_versions.activated_at is
'When it came into force; the order of versions. Strictly increasing within a training.';
comment on column core.training_versions.deactivated_at is 'When it went out of force.';
comment on column core.training_versions.frozen_at is
'When the first evidence on it was recorded; from then on content, label, objectives and sources
stay.';
comment on column core.training_versions.is_imported is
'True when it was brought by a history import.';
comment on column core.training_versions.created_at is 'When it was first recorded.';

create table core.version_sources (
    version_id bigint not null,
    document text not null,
    revision text,
    constraint version_sources_key unique nulls not distinct (version_id, document, revision),
    constraint version_sources_version_fkey foreign key (version_id)
    references core.training_versions (version_id),
    constraint version_sources_document_is_plain check (
        document = btrim(document) and document <> ''
    ),
    constraint version_sources_revision_is_plain check (
        revision = btrim(revision) and revision <> ''
    )
);

comment on table core.version_sources is 'Controlled documents that a version cites.';
comment on column core.version_sources.version_id is 'The version that cites.';
comment on column core.version_sources.document is 'The document''s number or name.';
comment on column core.version_sources.revision is 'Its revision, where the version names one.';

create table core.review_tasks (
    review_task_id bigint generated always as identity,
    task_type text not null,
    state text not null default 'open',
    version_id bigint not null,
    addressed_to text not null default 'quality_admin',
    opened_at timestamptz not null,
    opened_by bigint,
    resolved_at timestamptz,
    resolved_by bigint,
    resolution text,
    constraint review_tasks_pkey primary key (review_task_id),
    constraint review_tasks_version_fkey foreign key (version_id)
    references core.training_versions (version_id),
    constraint review_tasks_opener_fkey foreign key (opened_by) references core.users (user_id),
    constraint review_tasks_resolver_fkey foreign key (resolved_by) references core.users (user_id),
    constraint review_tasks_type_is_known check (
        task_type in ('version_approval', 'source_outdated', 'recert_decision')
    ),
    constraint review_tasks_state_is_known check (state in ('open', 'resolved')),
    constraint review_tasks_addressee_is_known check (
        addressed_to in ('quality_admin', 'corporate_admin')
    ),
    constraint review_tasks_resolution_is_whole check (
        (state = 'resolved') = (resolved_at is not null and resolution is not null)
    )
);

create unique index review_tasks_one_open on core.review_tasks (version_id, task_type)
where state = 'open';

comment on table core.review_tasks is
'The Quality Review Queue: what waits for a decision, and how it ended.';
comment on column core.review_tasks.review_task_id is 'Key; given by the database, never reused.';
comment on column core.review_tasks.task_type is
'version_approval, source_outdated or recert_decision.';
comment on column core.review_tasks.state is 'open or resolved.';
comment on column core.review_tasks.version_id is 'The version that the decision is about.';
comment on column core.review_tasks.addressed_to is 'Role that is asked to decide.';
comment on column core.review_tasks.opened_at is 'When it was opened.';
comment on column core.review_tasks.opened_by is 'Who opened it; null for scheduled work.';
comment on column core.review_tasks.resolved_at is 'When it was decided.';
comment on column core.review_tasks.resolved_by is 'Who decided; null for scheduled work.';
comment on column core.review_tasks.resolution is
'How it ended: approved, rejected, superseded and so on.';
