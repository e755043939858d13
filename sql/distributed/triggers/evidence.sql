-- On a cluster the parents of evidence are kept by foreign keys, and what stands in a new row by
-- the row itself: a shard's trigger cannot ask tables of other nodes.
create or replace trigger evidence_begins_current
before insert on core.evidence
for each row
when (
    new.recertification_status <> 'current' or new.superseded_at is not null
    or new.superseded_by_campaign_id is not null
)
execute function core._refuse_judged_evidence();
alter table core.evidence enable always trigger evidence_begins_current;
