-- Each run of each recertification, and what it did with the people that it found.
select
    l.campaign_id,
    l.run_id,
    l.run_at,
    l.run_by,
    l.change_reason,
    l.scope,
    count(*) as population,
    count(*) filter (where l.outcome = 'created') as created,
    count(*) filter (where l.outcome = 'already_enrolled') as already_enrolled,
    count(*) filter (where l.outcome = 'already_current') as already_current,
    count(*) filter (where l.outcome = 'inactive') as inactive,
    count(*) filter (where l.outcome = 'exempt') as exempt
from mart_audit.recertification_ledger as l
group by l.campaign_id, l.run_id, l.run_at, l.run_by, l.change_reason, l.scope
order by l.campaign_id, l.run_at, l.run_id;
