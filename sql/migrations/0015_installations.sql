-- What was installed, object by object: what `recert doctor` compares the database with.

create table ops.installations (
    installation_id bigint generated always as identity,
    command_version text not null,
    server_major integer not null default current_setting('server_version_num')::integer / 10000,
    installed_at timestamptz not null default clock_timestamp(),
    installed_by text not null default session_user,
    constraint installations_pkey primary key (installation_id)
);

comment on table ops.installations is
'One row for each time that functions, triggers, views, rights and guards were applied;
append-only.';
comment on column ops.installations.installation_id is
'Key; given by the database, never reused. The highest is what holds.';
comment on column ops.installations.command_version is 'Version of the command that applied them.';
comment on column ops.installations.server_major is
'Major version of the server: another one tells definitions in other words.';
comment on column ops.installations.installed_at is 'When they were applied.';
comment on column ops.installations.installed_by is 'Database login that applied them.';

create table ops.catalogue (
    installation_id bigint not null,
    kind text not null,
    object text not null,
    definition text not null,
    constraint catalogue_pkey primary key (installation_id, kind, object),
    constraint catalogue_installation_fkey foreign key (installation_id)
    references ops.installations (installation_id)
);

comment on table ops.catalogue is
'Everything that an installation left in our schemas, as ops._catalogue() tells it; append-only.';
comment on column ops.catalogue.installation_id is 'The installation.';
comment on column ops.catalogue.kind is
'table, column, constraint, index, function, trigger, view, rule, policy, event trigger or right.';
comment on column ops.catalogue.object is 'Its name, with that of what it belongs to.';
comment on column ops.catalogue.definition is
'Its definition as the server tells it; of functions and views the SHA-256 of that.';

create type ops.finding as (
    "check" text,
    status text,
    rows bigint,
    remedy text
);

comment on type ops.finding is
'What a check of the record found: status pass, fail or not applicable, how many rows do not hold,
and what to do about them, the first of them named.';
