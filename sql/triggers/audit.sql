create or replace trigger log_is_append_only
before update or delete or truncate on audit.log
for each statement execute function core._refuse_change();
alter table audit.log enable always trigger log_is_append_only;

create or replace trigger head_is_never_deleted
before delete or truncate on audit.head
for each statement execute function core._refuse_change();
alter table audit.head enable always trigger head_is_never_deleted;

create or replace trigger log_is_written_now
after insert on audit.log
referencing new table as new_rows
for each statement execute function audit._check_written();
alter table audit.log enable always trigger log_is_written_now;

create or replace trigger head_goes_forward
after update on audit.head
for each row execute function audit._check_head();
alter table audit.head enable always trigger head_goes_forward;
