-- What a run had the server do: whose sessions it was, what was written, and what it waited for.

alter table ops.job_runs
add column application_name text,
add column wal_lsn_from pg_lsn,
add column wal_bytes bigint,
add column wait_events jsonb,
add constraint job_runs_wal_bytes_is_an_amount check (wal_bytes >= 0),
add constraint job_runs_wait_events_are_counted check (jsonb_typeof(wait_events) = 'object');

-- only now: of the rows that are there nobody knows
alter table ops.job_runs
alter column application_name set default nullif(current_setting('application_name'), ''),
alter column wal_lsn_from set default pg_current_wal_insert_lsn();

comment on table ops.job_runs is
'One row for each step of scheduled work, and for each run of a command that writes much. A row is
never deleted. While it is running, how far it is and what it waits for is noted; once it has ended,
nothing of it changes.';
comment on column ops.job_runs.job is 'The job, such as daily, or the command, such as import.';
comment on column ops.job_runs.step is
'Its step, such as overdue_scan; of an import the kind of file.';
comment on column ops.job_runs.application_name is
'By which its sessions are found in pg_stat_activity and in the server''s log: the run id of the
command, perhaps with a word after it. Null when unknown.';
comment on column ops.job_runs.wal_lsn_from is
'Where the write-ahead log of the server ended when it began. Null when unknown.';
comment on column ops.job_runs.wal_bytes is
'Bytes of write-ahead log that the server wrote from its beginning to its end, by all sessions of
all databases. Null when unknown, as of a run that was interrupted.';
comment on column ops.job_runs.wait_events is
'What its sessions were at, looked at once a second: Type/Event of pg_stat_activity, or CPU where
they waited for nothing, and how often an active session was seen at it. Null when nobody looked.';
