-- Assignment rules, and who is to be looked at again.

create table core.assignment_rules (
    rule_id bigint generated always as identity,
    name text not null,
    is_active boolean not null default true,
    auto_assign boolean not null default true,
    training_ids bigint[] not null,
    days_to_complete integer,
    department text[] not null default '{}',
    location text[] not null default '{}',
    activity text[] not null default '{}',
    plant text[] not null default '{}',
    line text[] not null default '{}',
    workstation text[] not null default '{}',
    attributes jsonb not null default '{}',
    created_at timestamptz not null default clock_timestamp(),
    constraint assignment_rules_pkey primary key (rule_id),
    constraint assignment_rules_name_key unique (name),
    constraint assignment_rules_name_is_plain check (name = btrim(name) and name <> ''),
    constraint assignment_rules_trainings_are_given check (
        cardinality(training_ids) > 0 and array_position(training_ids, null) is null
    ),
    constraint assignment_rules_days_in_range check (days_to_complete between 1 and 3650),
    constraint assignment_rules_attributes_are_an_object check (
        jsonb_typeof(attributes) = 'object'
    )
);

comment on table core.assignment_rules is
'Who has to take which trainings: AND across dimensions, OR within one, an empty dimension matches
anything. A row is never deleted.';
comment on column core.assignment_rules.rule_id is 'Key; given by the database, never reused.';
comment on column core.assignment_rules.name is 'Name; the key of the file.';
comment on column core.assignment_rules.is_active is 'False when it no longer assigns.';
comment on column core.assignment_rules.auto_assign is
'False when it tells who should take a training, and assigns nothing.';
comment on column core.assignment_rules.training_ids is 'The trainings to take.';
comment on column core.assignment_rules.days_to_complete is
'UTC days from assignment to due date; null for the training''s initial_due_offset_days.';
comment on column core.assignment_rules.department is 'Departments; empty for any.';
comment on column core.assignment_rules.location is 'Sites; empty for any.';
comment on column core.assignment_rules.activity is 'Activities; empty for any.';
comment on column core.assignment_rules.plant is 'Plants; empty for any.';
comment on column core.assignment_rules.line is 'Production lines; empty for any.';
comment on column core.assignment_rules.workstation is 'Workstations; empty for any.';
comment on column core.assignment_rules.attributes is
'Further attributes: an object of names and arrays of values as text; empty for any.';
comment on column core.assignment_rules.created_at is 'When the rule was first recorded.';

create table core.rule_history (
    rule_id bigint not null,
    valid_until timestamptz not null,
    record jsonb not null,
    constraint rule_history_pkey primary key (rule_id, valid_until),
    constraint rule_history_rule_fkey foreign key (rule_id)
    references core.assignment_rules (rule_id)
);

comment on table core.rule_history is
'What a rule''s row was until a change of it; append-only. The present row is in
core.assignment_rules.';
comment on column core.rule_history.rule_id is 'The rule.';
comment on column core.rule_history.valid_until is
'Moment of the change: record was true until then.';
comment on column core.rule_history.record is
'The whole row of core.assignment_rules before the change.';

create table core.recompute_queue (
    user_id bigint not null,
    queued_at timestamptz not null default clock_timestamp(),
    constraint recompute_queue_pkey primary key (user_id),
    constraint recompute_queue_user_fkey foreign key (user_id) references core.users (user_id)
);

comment on table core.recompute_queue is
'People who are new or whose attributes changed since rules were last applied to them; emptied by
recompute_assignments.';
comment on column core.recompute_queue.user_id is 'The person.';
comment on column core.recompute_queue.queued_at is 'Since when.';

create table ops.recompute_everyone (
    reason text not null,
    queued_at timestamptz not null default clock_timestamp(),
    constraint recompute_everyone_pkey primary key (reason),
    constraint recompute_everyone_reason_is_known check (reason in ('rules', 'versions'))
);

comment on table ops.recompute_everyone is
'Why everybody is to be looked at again: rules changed, or a training got an active version; emptied
by recompute_assignments.';
comment on column ops.recompute_everyone.reason is 'rules or versions.';
comment on column ops.recompute_everyone.queued_at is 'Since when.';
