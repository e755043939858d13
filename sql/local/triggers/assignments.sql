create or replace trigger assignments_have_parents
after insert on core.assignments
referencing new table as new_rows
for each statement execute function core._check_assignment_parents();
alter table core.assignments enable always trigger assignments_have_parents;
