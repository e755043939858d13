-- What scheduled work ran when, for how long, with which result.

create table ops.job_runs (
    job_run_id bigint generated always as identity,
    job text not null,
    step text not null,
    state text not null default 'running',
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    db_role text not null default session_user,
    result jsonb,
    sqlstate text,
    message text,
    constraint job_runs_pkey primary key (job_run_id),
    constraint job_runs_state_is_known check (
        state in ('running', 'succeeded', 'failed', 'skipped', 'interrupted')
    ),
    constraint job_runs_end_fits_state check ((state = 'running') = (finished_at is null)),
    constraint job_runs_job_is_plain check (job ~ '^[a-z][a-z0-9_]{0,59}$'),
    constraint job_runs_step_is_plain check (step ~ '^[a-z][a-z0-9_]{0,59}$')
);

create index job_runs_running on ops.job_runs (job) where state = 'running';

comment on table ops.job_runs is
'One row for each step of scheduled work. A row is never deleted, and changes once: at its end.';
comment on column ops.job_runs.job_run_id is 'Key; given by the database, never reused.';
comment on column ops.job_runs.job is 'The job, such as daily.';
comment on column ops.job_runs.step is 'Its step, such as overdue_scan.';
comment on column ops.job_runs.state is
'running, succeeded, failed, skipped (a step before it failed) or interrupted (its session ended
without a word).';
comment on column ops.job_runs.started_at is 'When it began.';
comment on column ops.job_runs.finished_at is 'When it ended.';
comment on column ops.job_runs.db_role is 'Database login of the session.';
comment on column ops.job_runs.result is 'What the step returned: its counts.';
comment on column ops.job_runs.sqlstate is 'Code of the error of a failed step, where it has one.';
comment on column ops.job_runs.message is 'The error of a failed step, in a sentence.';
