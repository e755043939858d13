create or replace trigger assignments_are_never_deleted
before delete or truncate on core.assignments
for each statement execute function core._refuse_change();
alter table core.assignments enable always trigger assignments_are_never_deleted;

create or replace trigger assignments_keep_their_key
before update of user_id, campaign_id, assigned_at, is_imported, imported_at on core.assignments
for each statement execute function core._refuse_change();
alter table core.assignments enable always trigger assignments_keep_their_key;
