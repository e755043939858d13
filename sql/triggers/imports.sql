create or replace trigger imports_are_never_deleted
before delete or truncate on ops.imports
for each statement execute function core._refuse_change();
alter table ops.imports enable always trigger imports_are_never_deleted;

create or replace trigger imports_are_written_once
before update on ops.imports
for each row when (old.audit_seq is not null)
execute function core._refuse_change();
alter table ops.imports enable always trigger imports_are_written_once;
