create or replace trigger users_are_never_deleted
before delete or truncate on core.users
for each statement execute function core._refuse_change();
alter table core.users enable always trigger users_are_never_deleted;

create or replace trigger users_keep_their_key
before update of user_id, employee_number, created_at on core.users
for each statement execute function core._refuse_change();
alter table core.users enable always trigger users_keep_their_key;

create or replace trigger users_keep_history
after update on core.users
referencing old table as old_rows new table as new_rows
for each statement execute function core._keep_user_history();
alter table core.users enable always trigger users_keep_history;

create or replace trigger user_history_is_append_only
before update or delete or truncate on core.user_history
for each statement execute function core._refuse_change();
alter table core.user_history enable always trigger user_history_is_append_only;

create or replace trigger users_are_queued_when_new
after insert on core.users
referencing new table as new_rows
for each statement execute function core._queue_new_users();
alter table core.users enable always trigger users_are_queued_when_new;

create or replace trigger users_are_queued_when_changed
after update on core.users
referencing old table as old_rows new table as new_rows
for each statement execute function core._queue_changed_users();
alter table core.users enable always trigger users_are_queued_when_changed;
