-- Roles, schemas and the install ledger.
--
-- The one migration that runs as the login that installs: roles and schemas are not the owner's
-- to make. Every later file runs as recert_owner. Roles belong to the whole server, so they may
-- be there already from another database on it.

do $$
declare
    v_role text;
    v_meaning text;
    -- from 16 on a role's maker is a member of it that may not become it
    v_membership constant text :=
        case when current_setting('server_version_num')::integer < 160000 then 'member' else 'set' end;
begin
    for v_role, v_meaning in
        values
        ('recert_owner', 'Owns every object of Recert; cannot log in.'),
        ('recert_runner', 'Executes the functions of schema api; has no direct DML.'),
        ('recert_auditor', 'Reads marts, the audit log and evidence; nothing else.'),
        ('recert_builder', 'Builds the marts: reads core and audit, owns the mart schemas.'),
        ('recert_service', 'Logins that may act for somebody else through recert.actor.')
    loop
        if not exists (select from pg_catalog.pg_roles as r where r.rolname = v_role) then
            begin
                execute format('create role %I nologin', v_role);
                execute format('comment on role %I is %L', v_role, v_meaning);
            exception
                -- another install on the same server was faster
                when duplicate_object or unique_violation then null;
            end;
        end if;
        if v_role in ('recert_owner', 'recert_builder')
            and not pg_has_role(current_user, v_role, v_membership)
        then
            begin
                execute format('grant %I to current_user', v_role);
            exception
                when insufficient_privilege then
                    raise exception 'This login may not become %', v_role
                        using errcode = 'insufficient_privilege',
                        detail = sqlerrm,
                        hint = format(
                            'Have an administrator run: grant recert_owner, recert_builder to %I;',
                            current_user
                        );
            end;
        end if;
    end loop;
end;
$$;

create schema core authorization recert_owner;
create schema api authorization recert_owner;
create schema audit authorization recert_owner;
create schema ops authorization recert_owner;
create schema staging authorization recert_builder;
create schema intermediate authorization recert_builder;
create schema mart_compliance authorization recert_builder;
create schema mart_audit authorization recert_builder;

comment on schema core is
'The record: people, trainings, versions, campaigns, assignments, evidence.';
comment on schema api is 'What people call and read: functions that write, views that read.';
comment on schema audit is 'The append-only, hash-chained record of who did what, when and why.';
comment on schema ops is 'The install ledger and the staging of imports.';
comment on schema staging is 'dbt: one model a source table, renamed and typed, no logic.';
comment on schema intermediate is 'dbt: where each rule of the marts is derived once.';
comment on schema mart_compliance is
'dbt: who is compliant with what, and how recertifications go.';
comment on schema mart_audit is 'dbt: what an auditor reads.';

set local role recert_owner;

-- A function is nobody's until grants/ says whose.
alter default privileges revoke execute on functions from public;

create table ops.migrations (
    migration_number integer not null,
    name text not null,
    checksum text not null,
    command_version text not null,
    applied_at timestamptz not null default clock_timestamp(),
    applied_by text not null default session_user,
    constraint migrations_pkey primary key (migration_number),
    constraint migrations_name_key unique (name)
);

comment on table ops.migrations is 'One row for each migration applied to this database.';
comment on column ops.migrations.migration_number is 'Number that the file''s name starts with.';
comment on column ops.migrations.name is 'File name without its ending.';
comment on column ops.migrations.checksum is 'SHA-256 of the file''s text, hexadecimal.';
comment on column ops.migrations.command_version is 'Version of the command that applied it.';
comment on column ops.migrations.applied_at is 'When it was applied.';
comment on column ops.migrations.applied_by is 'Database login that applied it.';

create table ops.objects (
    path text not null,
    checksum text not null,
    command_version text not null,
    applied_at timestamptz not null default clock_timestamp(),
    constraint objects_pkey primary key (path)
);

comment on table ops.objects is
'One row for each function, trigger, view and grant file as last applied.';
comment on column ops.objects.path is 'File below sql/, such as functions/api/approve_version.sql.';
comment on column ops.objects.checksum is 'SHA-256 of the file''s text, hexadecimal.';
comment on column ops.objects.command_version is 'Version of the command that applied it.';
comment on column ops.objects.applied_at is 'When it was applied.';
