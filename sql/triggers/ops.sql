create or replace trigger migrations_are_append_only
before update or delete or truncate on ops.migrations
for each statement execute function core._refuse_change();

create or replace trigger job_runs_are_never_deleted
before delete or truncate on ops.job_runs
for each statement execute function core._refuse_change();

create or replace trigger job_runs_end_once
before update on ops.job_runs
for each row when (old.state <> 'running')
execute function core._refuse_change();
