create or replace trigger documents_are_never_deleted
before delete or truncate on core.documents
for each statement execute function core._refuse_change();

create or replace trigger documents_keep_their_key
before update of document, revision, recorded_at on core.documents
for each statement execute function core._refuse_change();

create or replace trigger outdated_sources_are_append_only
before update or delete or truncate on core.outdated_sources
for each statement execute function core._refuse_change();
