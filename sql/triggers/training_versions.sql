create or replace trigger training_versions_are_never_deleted
before delete or truncate on core.training_versions
for each statement execute function core._refuse_change();
alter table core.training_versions enable always trigger training_versions_are_never_deleted;

create or replace trigger training_versions_are_guarded
before insert or update on core.training_versions
for each row execute function core._guard_version();
alter table core.training_versions enable always trigger training_versions_are_guarded;

create or replace trigger version_sources_are_never_truncated
before truncate on core.version_sources
for each statement execute function core._refuse_change();
alter table core.version_sources enable always trigger version_sources_are_never_truncated;

create or replace trigger version_sources_are_guarded
before insert or update or delete on core.version_sources
for each row execute function core._guard_version_source();
alter table core.version_sources enable always trigger version_sources_are_guarded;

create or replace trigger review_tasks_are_resolved_once
before update on core.review_tasks
for each row when (old.state = 'resolved')
execute function core._refuse_change();
alter table core.review_tasks enable always trigger review_tasks_are_resolved_once;

create or replace trigger review_tasks_stay_as_asked
before update of review_task_id, task_type, version_id, addressed_to, opened_at, opened_by
on core.review_tasks
for each statement execute function core._refuse_change();
alter table core.review_tasks enable always trigger review_tasks_stay_as_asked;

create or replace trigger review_tasks_are_never_deleted
before delete or truncate on core.review_tasks
for each statement execute function core._refuse_change();
alter table core.review_tasks enable always trigger review_tasks_are_never_deleted;
