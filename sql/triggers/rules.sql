create or replace trigger assignment_rules_are_never_deleted
before delete or truncate on core.assignment_rules
for each statement execute function core._refuse_change();
alter table core.assignment_rules enable always trigger assignment_rules_are_never_deleted;

create or replace trigger assignment_rules_keep_their_key
before update of rule_id, created_at on core.assignment_rules
for each statement execute function core._refuse_change();
alter table core.assignment_rules enable always trigger assignment_rules_keep_their_key;

create or replace trigger assignment_rules_have_trainings
after insert on core.assignment_rules
referencing new table as new_rows
for each statement execute function core._check_rule_trainings();
alter table core.assignment_rules enable always trigger assignment_rules_have_trainings;

create or replace trigger assignment_rules_keep_trainings
after update on core.assignment_rules
referencing new table as new_rows
for each statement execute function core._check_rule_trainings();
alter table core.assignment_rules enable always trigger assignment_rules_keep_trainings;

create or replace trigger assignment_rules_keep_history
after update on core.assignment_rules
referencing old table as old_rows new table as new_rows
for each statement execute function core._keep_rule_history();
alter table core.assignment_rules enable always trigger assignment_rules_keep_history;

create or replace trigger rule_history_is_append_only
before update or delete or truncate on core.rule_history
for each statement execute function core._refuse_change();
alter table core.rule_history enable always trigger rule_history_is_append_only;
