-- What an import needs: the register of loads, and for each kind of file two tables.
--
-- A file is copied into the staged table of its kind as text. Judging reads the values, looks up
-- what they name and puts the outcome into the judged table; loading takes the rows without
-- faults from there. All of it is one transaction that also empties these tables: nobody ever sees
-- a row of them. So they are unlogged, without keys and without checks.

create table ops.imports (
    import_id bigint generated always as identity,
    kind text not null,
    file_name text not null,
    column_names text[] not null,
    started_at timestamptz not null default clock_timestamp(),
    started_by bigint,
    transaction_id xid8 not null default pg_current_xact_id(),
    is_partial boolean,
    file_sha256 text,
    read bigint,
    inserted bigint,
    updated bigint,
    skipped bigint,
    rejected bigint,
    audit_seq bigint,
    constraint imports_pkey primary key (import_id),
    constraint imports_starter_fkey foreign key (started_by) references core.users (user_id),
    constraint imports_kind_is_known check (
        kind in ('users', 'trainings', 'versions', 'evidence', 'assignments')
    ),
    constraint imports_hash_is_sha256 check (file_sha256 ~ '^[0-9a-f]{64}$'),
    constraint imports_nothing_is_dropped check (
        inserted + updated + skipped + rejected = read
    )
);

comment on table ops.imports is 'The register of loads: one row for each file that was loaded.';
comment on column ops.imports.import_id is 'Key; given by the database, never reused.';
comment on column ops.imports.kind is 'users, trainings, versions, evidence or assignments.';
comment on column ops.imports.file_name is 'Name of the file, without its folder.';
comment on column ops.imports.column_names is 'Columns of the file, in its order.';
comment on column ops.imports.started_at is 'When the import began.';
comment on column ops.imports.started_by is 'Who imported; null for scheduled work.';
comment on column ops.imports.transaction_id is 'Transaction of the import: all of it is in one.';
comment on column ops.imports.is_partial is 'Whether good rows were to be loaded beside bad ones.';
comment on column ops.imports.file_sha256 is 'SHA-256 of the file, hexadecimal, where it is known.';
comment on column ops.imports.read is 'Rows of the file, the rejected ones included.';
comment on column ops.imports.inserted is 'Rows that were new.';
comment on column ops.imports.updated is 'Rows that changed what was there.';
comment on column ops.imports.skipped is 'Rows that were there already.';
comment on column ops.imports.rejected is 'Rows that could not be loaded.';
comment on column ops.imports.audit_seq is 'Its row of the audit log.';

create unlogged table ops.staged_users (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    full_name text,
    email text,
    role text,
    is_active text,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    manager text,
    attributes text,
    db_role text
);

create unlogged table ops.staged_trainings (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    name text,
    category text,
    initial_due_offset_days text,
    overdue_grace_days text,
    requires_signature text,
    recertification_interval_days text
);

create unlogged table ops.staged_versions (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    training text,
    label text,
    state text,
    author text,
    content text,
    objectives text,
    sources text,
    submitted_at text,
    activated_at text
);

create unlogged table ops.staged_evidence (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    training text,
    version text,
    completed_at text,
    score text
);

create unlogged table ops.staged_assignments (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    campaign text,
    training text,
    version text,
    status text,
    due_at text,
    assigned_at text,
    completed_at text
);

create type ops.fault as (
    column_name text,
    reason text,
    value text
);

comment on type ops.fault is 'What is wrong with a column of a staged row.';

create type ops.import_outcome as (
    inserted bigint,
    updated bigint,
    details jsonb,
    entries audit.entry []
);

comment on type ops.import_outcome is
'What loading the judged rows of an import came to: the counts, what its audit row adds to them,
and the audit entries that go before that row.';

create unlogged table ops.judged_users (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    employee_number text,
    full_name text,
    email text,
    role text,
    is_active boolean,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    manager text,
    attributes jsonb,
    db_role text
);

create unlogged table ops.judged_trainings (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    training_id bigint,
    name text,
    category text,
    initial_due_offset_days integer,
    overdue_grace_days integer,
    requires_signature boolean,
    recertification_interval_days integer
);

create unlogged table ops.judged_versions (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    version_id bigint,
    training_id bigint,
    label text,
    state text,
    author_id bigint,
    content text,
    objectives text[],
    sources text[],
    submitted_at timestamptz,
    activated_at timestamptz
);

create unlogged table ops.judged_evidence (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    version_id bigint,
    completed_at timestamptz,
    score numeric(5, 2)
);

create unlogged table ops.judged_assignments (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    version_id bigint,
    campaign text,
    status text,
    due_at timestamptz,
    assigned_at timestamptz,
    completed_at timestamptz
);

-- What the columns of files mean is said once, by the view api.import_columns.
do $$
declare
    v_column record;
begin
    for v_column in
        select c.oid::regclass as name, c.relname like 'staged%' as is_staged, a.attname as column_name
        from pg_catalog.pg_class as c
        inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid and a.attnum > 0
        where c.relnamespace = 'ops'::regnamespace and c.relname ~ '^(staged|judged)_'
    loop
        execute format(
            'comment on table %s is %L', v_column.name,
            case
                when v_column.is_staged then 'Rows of a file as text, for the time of one import.'
                else 'Rows of a file as they would be loaded, for the time of one import.'
            end
        );
        execute format(
            'comment on column %s.%I is %L', v_column.name, v_column.column_name,
            case
                when v_column.column_name = 'import_id' then 'The import that reads the file.'
                when v_column.column_name = 'line_number'
                    then 'Line of the file on which the row starts; in Parquet the number of the row.'
                when v_column.column_name = 'faults' and v_column.is_staged
                    then 'Why the row could not be read: an array of objects with column, reason and '
                        'value; the columns of the file are null then.'
                when v_column.column_name = 'faults' then 'What is wrong with the row; null if nothing.'
                when v_column.is_staged then 'The text in the file; see api.import_columns.'
                else 'The value, or what it names; null where there is none or it is unknown.'
            end
        );
    end loop;
end;
$$;

create unlogged table ops.import_rejects (
    import_id bigint not null,
    line_number bigint not null,
    column_name text,
    reason text not null,
    value text
);

comment on table ops.import_rejects is
'Why rows of a file are not loaded, for the time of one import: one row for each reason.';
comment on column ops.import_rejects.import_id is 'The import that reads the file.';
comment on column ops.import_rejects.line_number is
'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column ops.import_rejects.column_name is 'Column that is wrong; null for the whole row.';
comment on column ops.import_rejects.reason is 'What is wrong with it, to be read after its name.';
comment on column ops.import_rejects.value is 'The value, cut to 200 characters.';
