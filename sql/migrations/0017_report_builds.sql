-- Builds of the marts: when each ran, which data it covers, and how it ended.

create table ops.report_builds (
    build_number bigint generated always as identity,
    build_id text not null,
    state text not null default 'running',
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    actor text not null,
    db_role text not null default session_user,
    selection text[],
    definition text not null,
    baseline_build_number bigint,
    is_whole boolean not null default false,
    snapshot_xmin xid8 not null,
    system_identifier bigint not null,
    database_oid oid not null,
    as_of timestamptz,
    head_seq bigint,
    head_hash text,
    models bigint,
    tests_passed bigint,
    tests_warned bigint,
    failed text[] not null default '{}',
    message text,
    job_run_id bigint not null,
    audit_seq bigint,
    constraint report_builds_pkey primary key (build_number),
    constraint report_builds_build_id_key unique (build_id),
    constraint report_builds_baseline_fkey foreign key (baseline_build_number)
    references ops.report_builds (build_number),
    constraint report_builds_job_run_fkey foreign key (job_run_id)
    references ops.job_runs (job_run_id),
    constraint report_builds_build_id_is_given check (btrim(build_id) <> ''),
    constraint report_builds_state_is_known check (
        state in ('running', 'succeeded', 'failed', 'interrupted')
    ),
    constraint report_builds_end_fits_state check (
        (state = 'running') = (finished_at is null)
        and (state = 'succeeded') = (audit_seq is not null)
        and (
            state <> 'succeeded'
            or num_nulls(as_of, head_seq, head_hash, models, tests_passed, tests_warned) = 0
        )
    )
);

create unique index report_builds_one_running on ops.report_builds (state)
where state = 'running';

comment on table ops.report_builds is
'Builds of the marts. A row is never deleted, and changes once: when the build ends.';
comment on column ops.report_builds.build_number is 'Key; given by the database, never reused.';
comment on column ops.report_builds.build_id is 'dbt''s id of the invocation.';
comment on column ops.report_builds.state is
'running, succeeded (its marts are what people read), failed, or interrupted (it ended without a
word).';
comment on column ops.report_builds.started_at is 'When it began.';
comment on column ops.report_builds.finished_at is 'When it ended.';
comment on column ops.report_builds.actor is 'Employee number of who built, or system.';
comment on column ops.report_builds.db_role is 'Database login of the session.';
comment on column ops.report_builds.selection is 'What was asked for; null for all marts.';
comment on column ops.report_builds.definition is
'Digest of the models: marts of other models are built anew as a whole.';
comment on column ops.report_builds.baseline_build_number is
'The build that it went on from; null when it built everything anew.';
comment on column ops.report_builds.is_whole is
'Whether every model was built and every test asked: only then the next build goes on from it.';
comment on column ops.report_builds.snapshot_xmin is
'Oldest transaction that its view of the record may not have seen whole: the next build reads what
was written from there on.';
comment on column ops.report_builds.system_identifier is
'The server: transactions are numbered by each on its own.';
comment on column ops.report_builds.database_oid is 'The database on that server.';
comment on column ops.report_builds.as_of is
'The moment that the marts tell of, by the server''s clock.';
comment on column ops.report_builds.head_seq is
'The last row of the audit log that the marts cover.';
comment on column ops.report_builds.head_hash is 'Its hash, hexadecimal.';
comment on column ops.report_builds.models is 'Models that were built.';
comment on column ops.report_builds.tests_passed is 'Tests that passed.';
comment on column ops.report_builds.tests_warned is 'Tests that warned.';
comment on column ops.report_builds.failed is 'Models and tests that failed.';
comment on column ops.report_builds.message is 'What went wrong, in a sentence.';
comment on column ops.report_builds.job_run_id is 'Its row of the runs of jobs.';
comment on column ops.report_builds.audit_seq is 'Its row of the audit log.';

-- takes other arguments now; the file of its function makes it anew
drop function if exists api.record_report_build(
    text, text[], bigint, bigint, bigint, numeric, jsonb
);
