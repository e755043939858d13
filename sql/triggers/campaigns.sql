create or replace trigger campaigns_are_never_deleted
before delete or truncate on core.campaigns
for each statement execute function core._refuse_change();

create or replace trigger campaigns_keep_what_they_are
before update on core.campaigns
for each statement execute function core._refuse_change();

create or replace trigger exemptions_are_append_only
before update or delete or truncate on core.exemptions
for each statement execute function core._refuse_change();

create or replace trigger recertification_runs_are_append_only
before update or delete or truncate on core.recertification_runs
for each statement execute function core._refuse_change();

create or replace trigger recertification_exceptions_are_append_only
before update or delete or truncate on core.recertification_exceptions
for each statement execute function core._refuse_change();

create or replace trigger recertification_exceptions_have_parents
after insert on core.recertification_exceptions
referencing new table as new_rows
for each statement execute function core._check_exception_parents();
