create or replace view api.job_runs as
-- asked once, and only where one of the columns is read that depend on it
with reader as materialized (
    select core._sees_everybody() as sees_everybody
),

runs as (
    select
        j.*,
        (select p.sees_everybody from reader as p)
        -- a service that acts for a person sees what that person sees
        or (
            j.db_role = session_user
            and nullif(current_setting('recert.actor', true), '') is null
        ) as is_told
    from ops.job_runs as j
)

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
    case when r.is_told then r.result end as result,
    case when r.is_told then r.sqlstate end as sqlstate,
    case when r.is_told then r.message end as message,
    case when r.is_told then r.db_role end as db_role,
    case when r.is_told then r.application_name end as application_name,
    d.rows,
    round(
        nullif(d.rows, 0)
        / nullif(extract(epoch from coalesce(r.finished_at, clock_timestamp()) - r.started_at), 0),
        1
    ) as rows_per_second,
    case
        when r.state = 'running'
            then (
                select (pg_current_wal_insert_lsn() - r.wal_lsn_from)::bigint
                where not pg_is_in_recovery() and pg_current_wal_insert_lsn() >= r.wal_lsn_from
            )
        else r.wal_bytes
    end as wal_bytes,
    coalesce(r.wait_events, w.wait_events) as wait_events
from runs as r
cross join lateral ops._rows_done(r.result) as d (rows)
-- looked at once, not once a row
left join ops._waits_now() as w on r.state = 'running' and ops._run_of(r.application_name) = w.run;

comment on view api.job_runs is
'What ran when, for how long, with which result, and what the server did meanwhile: one row a step
of scheduled work, and one for each command that writes much. Result, sqlstate, message, db_role and
application_name tell what somebody did: they are null where the reader does not see everybody
(docs/security.md), except in rows of the own login that names nobody.';
comment on column api.job_runs.job_run_id is 'Key.';
comment on column api.job_runs.job is 'The job, such as daily, or the command, such as import.';
comment on column api.job_runs.step is 'Its step; of an import the kind of file.';
comment on column api.job_runs.state is 'running, succeeded, failed, skipped or interrupted.';
comment on column api.job_runs.started_at is 'When it began.';
comment on column api.job_runs.finished_at is 'When it ended.';
comment on column api.job_runs.seconds is 'For how long it ran, or has been running.';
comment on column api.job_runs.result is 'Its counts; of what runs, how far it is.';
comment on column api.job_runs.sqlstate is 'Code of its error, where it has one.';
comment on column api.job_runs.message is 'Its error, in a sentence.';
comment on column api.job_runs.db_role is 'Database login of the session.';
comment on column api.job_runs.application_name is
'By which its sessions are found in pg_stat_activity and in the server''s log: the run id of the
command, perhaps with a word after it.';
comment on column api.job_runs.rows is
'How many rows it has written; null where its result does not tell.';
comment on column api.job_runs.rows_per_second is 'Rows a second; null without any.';
comment on column api.job_runs.wal_bytes is
'Bytes of write-ahead log that the server wrote meanwhile, by all sessions of all databases; of what
runs, until now. Null when unknown, and on a standby for what runs.';
comment on column api.job_runs.wait_events is
'What its sessions were at, looked at once a second: Type/Event of pg_stat_activity, or CPU where
they waited for nothing, and how often an active session was seen at it. Of what runs and has noted
nothing yet, what they are at now, as far as the reader may see. Null when nobody looked.';
