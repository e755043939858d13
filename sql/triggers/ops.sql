create or replace trigger migrations_are_append_only
before update or delete or truncate on ops.migrations
for each statement execute function core._refuse_change();
alter table ops.migrations enable always trigger migrations_are_append_only;

create or replace trigger job_runs_are_never_deleted
before delete or truncate on ops.job_runs
for each statement execute function core._refuse_change();
alter table ops.job_runs enable always trigger job_runs_are_never_deleted;

create or replace trigger job_runs_end_once
before update on ops.job_runs
for each row when (old.state <> 'running')
execute function core._refuse_change();
alter table ops.job_runs enable always trigger job_runs_end_once;

create or replace trigger job_runs_measure_wal
before update on ops.job_runs
for each row when (old.state = 'running' and new.state not in ('running', 'interrupted'))
execute function ops._measure_wal();
alter table ops.job_runs enable always trigger job_runs_measure_wal;

create or replace trigger report_builds_are_never_deleted
before delete or truncate on ops.report_builds
for each statement execute function core._refuse_change();
alter table ops.report_builds enable always trigger report_builds_are_never_deleted;

create or replace trigger report_builds_end_once
before update on ops.report_builds
for each row when (old.state <> 'running')
execute function core._refuse_change();
alter table ops.report_builds enable always trigger report_builds_end_once;

create or replace trigger installations_are_append_only
before update or delete or truncate on ops.installations
for each statement execute function core._refuse_change();
alter table ops.installations enable always trigger installations_are_append_only;

create or replace trigger catalogue_is_append_only
before update or delete or truncate on ops.catalogue
for each statement execute function core._refuse_change();
alter table ops.catalogue enable always trigger catalogue_is_append_only;
