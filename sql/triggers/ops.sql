create or replace trigger migrations_are_append_only
before update or delete or truncate on ops.migrations
for each statement execute function core._refuse_change();
