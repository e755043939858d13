create or replace trigger documents_are_never_deleted
before delete or truncate on core.documents
for each statement execute function core._refuse_change();
alter table core.documents enable always trigger documents_are_never_deleted;

create or replace trigger documents_keep_their_key
before update of document, revision, recorded_at on core.documents
for each statement execute function core._refuse_change();
alter table core.documents enable always trigger documents_keep_their_key;

create or replace trigger outdated_sources_are_append_only
before update or delete or truncate on core.outdated_sources
for each statement execute function core._refuse_change();
alter table core.outdated_sources enable always trigger outdated_sources_are_append_only;
