create or replace view api.job_runs as
select
    r.job_run_id,
    r.job,
    r.step,
    r.state,
    r.started_at,
    r.finished_at,
    round(
        extract(epoch from coalesce(r.finished_at, clock_timestamp()) - r.started_at), 3
    ) as seconds,
    r.result,
    r.sqlstate,
    r.message,
    r.db_role
from ops.job_runs as r;

comment on view api.job_runs is
'What scheduled work ran when, for how long, with which result: one row a step.';
comment on column api.job_runs.job_run_id is 'Key.';
comment on column api.job_runs.job is 'The job, such as daily.';
comment on column api.job_runs.step is 'Its step.';
comment on column api.job_runs.state is 'running, succeeded, failed, skipped or interrupted.';
comment on column api.job_runs.started_at is 'When it began.';
comment on column api.job_runs.finished_at is 'When it ended.';
comment on column api.job_runs.seconds is 'For how long it ran, or has been running.';
comment on column api.job_runs.result is 'Its counts.';
comment on column api.job_runs.sqlstate is 'Code of its error, where it has one.';
comment on column api.job_runs.message is 'Its error, in a sentence.';
comment on column api.job_runs.db_role is 'Database login of the session.';
