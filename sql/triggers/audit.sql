create or replace trigger log_is_append_only
before update or delete or truncate on audit.log
for each statement execute function core._refuse_change();
alter table audit.log enable always trigger log_is_append_only;

create or replace trigger head_is_never_deleted
before delete or truncate on audit.head
for each statement execute function core._refuse_change();
alter table audit.head enable always trigger head_is_never_deleted;
