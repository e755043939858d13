-- Recertifications: who first decided it and why, and what became of everybody whom it concerned;
-- recertification_runs has each run. Of created, already_enrolled, already_current, inactive and
-- exempt the population is the sum.
with runs as (
    select *
    from mart_audit.recertification_runs
    where run_at <= %(as_of)s and training_id = coalesce(%(training_id)s, training_id)
),

-- everybody once, in however many runs they were
people as (
    select distinct on (campaign_id, user_id)
        campaign_id,
        user_id,
        outcome
    from mart_audit.recertification_ledger
    where run_at <= %(as_of)s and training_id = coalesce(%(training_id)s, training_id)
    order by campaign_id asc, user_id asc, outcome <> 'created', run_at desc
),

counts as (
    select
        campaign_id,
        count(*) as population,
        count(*) filter (where outcome = 'created') as created,
        count(*) filter (where outcome = 'already_enrolled') as already_enrolled,
        count(*) filter (where outcome = 'already_current') as already_current,
        count(*) filter (where outcome = 'inactive') as inactive,
        count(*) filter (where outcome = 'exempt') as exempt
    from people
    group by campaign_id
),

decisions as (
    select
        campaign_id,
        min(run_at) as first_run_at,
        max(run_at) as last_run_at,
        count(*) as runs,
        sum(evidence_superseded)::bigint as evidence_superseded
    from runs
    group by campaign_id
),

assignments as (
    select
        a.campaign_id,
        count(*) as assigned,
        count(*) filter (
            where core._assignment_status_at(a.status, a.started_at, a.closed_at, %(as_of)s)
            = 'completed'
        ) as completed
    from mart_compliance.fct_assignment as a
    where a.kind = 'recertification' and a.assigned_at <= %(as_of)s
    group by a.campaign_id
)

select
    c.campaign_id,
    c.campaign,
    c.training_id,
    c.training,
    c.version,
    c.approved_by,
    c.approved_by_name,
    c.approved_at,
    c.approval_reason,
    d.first_run_at,
    d.last_run_at,
    d.runs,
    c.run_by,
    c.change_reason,
    c.state,
    coalesce(n.population, 0) as population,
    coalesce(n.created, 0) as created,
    coalesce(n.already_enrolled, 0) as already_enrolled,
    coalesce(n.already_current, 0) as already_current,
    coalesce(n.inactive, 0) as inactive,
    coalesce(n.exempt, 0) as exempt,
    d.evidence_superseded,
    c.due_at,
    coalesce(a.assigned, 0) as assigned,
    coalesce(a.completed, 0) as completed
from mart_compliance.recertification_campaigns as c
inner join decisions as d on c.campaign_id = d.campaign_id
left join counts as n on c.campaign_id = n.campaign_id
left join assignments as a on c.campaign_id = a.campaign_id
where
    c.campaign_id in (
        select r.campaign_id from runs as r
        where r.run_at >= %(since)s and r.run_at < %(until)s
    )
order by d.first_run_at, c.campaign_id
