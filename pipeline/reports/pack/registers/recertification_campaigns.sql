-- Recertifications: who decided what and why, and what became of everybody whom it concerned. The
-- sum of created, already_enrolled, already_current, inactive and exempt is the population.
with runs as (
    select *
    from mart_audit.recertification_ledger
    where run_at <= %(as_of)s and training_id = coalesce(%(training_id)s, training_id)
),

-- everybody once, in however many runs they were
people as (
    select distinct on (campaign_id, user_id)
        campaign_id,
        user_id,
        outcome
    from runs
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
        count(distinct run_id) as runs,
        string_agg(distinct coalesce(scope, 'everyone'), '; ') as scopes,
        string_agg(distinct change_reason, '; ') as reasons
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
    c.training,
    c.version,
    c.approved_by,
    c.approved_by_name,
    c.approved_at,
    c.approval_reason,
    coalesce(d.first_run_at, c.first_run_at) as first_run_at,
    coalesce(d.last_run_at, c.last_run_at) as last_run_at,
    coalesce(d.runs, 0) as runs,
    d.scopes,
    c.run_by,
    d.reasons as change_reasons,
    c.state,
    coalesce(n.population, 0) as population,
    coalesce(n.created, 0) as created,
    coalesce(n.already_enrolled, 0) as already_enrolled,
    coalesce(n.already_current, 0) as already_current,
    coalesce(n.inactive, 0) as inactive,
    coalesce(n.exempt, 0) as exempt,
    c.due_at,
    coalesce(a.assigned, 0) as assigned,
    coalesce(a.completed, 0) as completed
from mart_compliance.recertification_campaigns as c
inner join mart_compliance.dim_training as t on c.training = t.training
left join counts as n on c.campaign_id = n.campaign_id
left join decisions as d on c.campaign_id = d.campaign_id
left join assignments as a on c.campaign_id = a.campaign_id
where
    c.first_run_at <= %(as_of)s
    -- by a run of the period; the first one may have found nobody, and then has no row
    and (
        (c.first_run_at >= %(since)s and c.first_run_at < %(until)s)
        or c.campaign_id in (
            select r.campaign_id from runs as r
            where r.run_at >= %(since)s and r.run_at < %(until)s
        )
    )
    and t.training_id = coalesce(%(training_id)s, t.training_id)
order by c.first_run_at, c.campaign_id
