-- People, with what they were before each change.

create table core.users (
    user_id bigint generated always as identity,
    employee_number text not null,
    full_name text not null,
    email text,
    role text not null default 'employee',
    is_active boolean not null default true,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    attributes jsonb not null default '{}',
    manager_id bigint,
    db_role text,
    created_at timestamptz not null default clock_timestamp(),
    constraint users_pkey primary key (user_id),
    constraint users_employee_number_key unique (employee_number),
    constraint users_db_role_key unique (db_role),
    constraint users_manager_fkey foreign key (manager_id) references core.users (user_id),
    constraint users_employee_number_is_plain check (
        employee_number = btrim(employee_number) and employee_number <> ''
    ),
    -- the audit log calls the scheduled work 'system'; nobody else may be called so
    constraint users_employee_number_is_not_reserved check (lower(employee_number) <> 'system'),
    constraint users_full_name_is_given check (btrim(full_name) <> ''),
    constraint users_role_is_known check (
        role in (
            'employee', 'team_lead', 'hr_admin', 'quality_admin', 'corporate_admin', 'auditor'
        )
    ),
    constraint users_attributes_are_an_object check (jsonb_typeof(attributes) = 'object'),
    constraint users_manager_is_somebody_else check (manager_id <> user_id)
);

create index users_manager on core.users (manager_id) where manager_id is not null;

comment on table core.users is
'People: those who are trained and those who decide. A row is never deleted.';
comment on column core.users.user_id is 'Key; given by the database, never reused.';
comment on column core.users.employee_number is
'The company''s own number for the person; the key of every file.';
comment on column core.users.full_name is 'Name as it is to be read.';
comment on column core.users.email is 'Address for reminders; may be missing or shared.';
comment on column core.users.role is
'employee, team_lead, hr_admin, quality_admin, corporate_admin or auditor.';
comment on column core.users.is_active is
'False for people who have left; they are never re-enrolled.';
comment on column core.users.department is
'Department; a dimension of assignment rules and reports.';
comment on column core.users.location is 'Site; a dimension of assignment rules and reports.';
comment on column core.users.activity is 'Activity; a dimension of assignment rules.';
comment on column core.users.plant is 'Plant; a dimension of assignment rules.';
comment on column core.users.line is 'Production line; a dimension of assignment rules.';
comment on column core.users.workstation is 'Workstation; a dimension of assignment rules.';
comment on column core.users.attributes is 'Further attributes: an object of names and values.';
comment on column core.users.manager_id is 'The person''s manager.';
comment on column core.users.db_role is 'Database login that acts as this person.';
comment on column core.users.created_at is 'When the person was first recorded.';

create table core.user_history (
    user_id bigint not null,
    valid_until timestamptz not null,
    record jsonb not null,
    constraint user_history_pkey primary key (user_id, valid_until),
    constraint user_history_user_fkey foreign key (user_id) references core.users (user_id)
);

comment on table core.user_history is
'What a person''s row was until a change of it; append-only. The present row is in core.users.';
comment on column core.user_history.user_id is 'The person.';
comment on column core.user_history.valid_until is
'Moment of the change: record was true until then.';
comment on column core.user_history.record is 'The whole row of core.users before the change.';
