create or replace trigger recertification_exceptions_have_parents
after insert on core.recertification_exceptions
referencing new table as new_rows
for each statement execute function core._check_exception_parents();
alter table core.recertification_exceptions
enable always trigger recertification_exceptions_have_parents;

create or replace trigger campaign_exceptions_have_parents
after insert on core.campaign_exceptions
referencing new table as new_rows
for each statement execute function core._check_campaign_exception_parents();
alter table core.campaign_exceptions enable always trigger campaign_exceptions_have_parents;
