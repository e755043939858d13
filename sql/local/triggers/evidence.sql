create or replace trigger evidence_has_parents
after insert on core.evidence
referencing new table as new_rows
for each statement execute function core._check_evidence_parents();
alter table core.evidence enable always trigger evidence_has_parents;

create or replace trigger evidence_is_superseded_by_a_campaign
after update on core.evidence
referencing new table as new_rows
for each statement execute function core._check_superseding_campaign();
alter table core.evidence enable always trigger evidence_is_superseded_by_a_campaign;
