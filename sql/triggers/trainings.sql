create or replace trigger trainings_are_never_deleted
before delete or truncate on core.trainings
for each statement execute function core._refuse_change();
alter table core.trainings enable always trigger trainings_are_never_deleted;

create or replace trigger trainings_keep_their_key
before update of training_id, created_at on core.trainings
for each statement execute function core._refuse_change();
alter table core.trainings enable always trigger trainings_keep_their_key;

create or replace trigger trainings_keep_history
after update on core.trainings
referencing old table as old_rows new table as new_rows
for each statement execute function core._keep_training_history();
alter table core.trainings enable always trigger trainings_keep_history;

create or replace trigger training_history_is_append_only
before update or delete or truncate on core.training_history
for each statement execute function core._refuse_change();
alter table core.training_history enable always trigger training_history_is_append_only;
