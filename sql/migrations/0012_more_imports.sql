-- Files of completions, rules and documents.

alter table ops.imports
drop constraint imports_kind_is_known,
add constraint imports_kind_is_known check (
    kind in (
        'users', 'trainings', 'versions', 'evidence', 'assignments', 'completions', 'rules',
        'documents'
    )
);

comment on column ops.imports.kind is
'users, trainings, versions, evidence, assignments, completions, rules or documents.';

alter table core.signatures
add column import_id bigint,
add constraint signatures_import_fkey foreign key (import_id) references ops.imports (import_id);

comment on column core.signatures.import_id is
'The file of completions that handed it over; null when the person signed here.';

create unlogged table ops.staged_completions (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    employee_number text,
    training text,
    score text,
    signature_method text
);

create unlogged table ops.judged_completions (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    user_id bigint,
    training_id bigint,
    version_id bigint,
    score numeric(5, 2),
    signature_method text,
    is_new boolean
);

create unlogged table ops.staged_rules (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    name text,
    is_active text,
    auto_assign text,
    trainings text,
    days_to_complete text,
    department text,
    location text,
    activity text,
    plant text,
    line text,
    workstation text,
    attributes text
);

create unlogged table ops.judged_rules (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    rule_id bigint,
    name text,
    is_active boolean,
    auto_assign boolean,
    training_ids bigint[],
    days_to_complete integer,
    department text[],
    location text[],
    activity text[],
    plant text[],
    line text[],
    workstation text[],
    attributes jsonb
);

create unlogged table ops.staged_documents (
    import_id bigint not null,
    line_number bigint not null,
    faults jsonb,
    document text,
    revision text,
    title text,
    effective_at text
);

create unlogged table ops.judged_documents (
    import_id bigint not null,
    line_number bigint not null,
    faults ops.fault[],
    document text,
    revision text,
    title text,
    effective_at timestamptz,
    is_known boolean
);

do $$
declare
    v_column record;
begin
    for v_column in
        select c.oid::regclass as name, c.relname like 'staged%' as is_staged, a.attname as column_name
        from pg_catalog.pg_class as c
        inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid and a.attnum > 0
        where c.relnamespace = 'ops'::regnamespace
            and c.relname ~ '^(staged|judged)_(completions|rules|documents)$'
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
                when v_column.column_name = 'is_new'
                    then 'False when the person''s current evidence makes the row nothing new.'
                when v_column.column_name = 'is_known' then 'True when the revision is recorded.'
                when v_column.is_staged then 'The text in the file; see api.import_columns.'
                else 'The value, or what it names; null where there is none or it is unknown.'
            end
        );
    end loop;
end;
$$;
