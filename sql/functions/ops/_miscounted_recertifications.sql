create or replace function ops._miscounted_recertifications()
returns setof text
language sql
stable
security definer
set search_path = ''
as $$
    select format('run %s, "%s"', r.run_id, c.name)
    from core.recertification_runs as r
    inner join core.campaigns as c on r.campaign_id = c.campaign_id
    left join (
        select a.campaign_id, a.assigned_at, count(*) as created
        from core.assignments as a
        where not a.is_imported
        group by a.campaign_id, a.assigned_at
    ) as a on r.campaign_id = a.campaign_id and r.run_at = a.assigned_at
    left join (
        select
            x.run_id,
            count(*) filter (where x.outcome = 'already_enrolled') as already_enrolled,
            count(*) filter (where x.outcome = 'already_current') as already_current,
            count(*) filter (where x.outcome = 'inactive') as inactive,
            count(*) filter (where x.outcome = 'exempt') as exempt
        from core.recertification_exceptions as x
        group by x.run_id
    ) as x on r.run_id = x.run_id
    left join (
        select e.superseded_by_campaign_id, e.superseded_at, count(*) as superseded
        from core.evidence as e
        where e.recertification_status = 'superseded'
        group by e.superseded_by_campaign_id, e.superseded_at
    ) as e
        on r.campaign_id = e.superseded_by_campaign_id and r.run_at = e.superseded_at
    left join (
        select
            b.run_id, sum(b.population) as population, sum(b.created) as created,
            sum(b.evidence_superseded) as evidence_superseded
        from core.recertification_batches as b
        group by b.run_id
    ) as b on r.run_id = b.run_id
    left join audit.log as l on r.audit_seq = l.seq
    where r.created + r.already_enrolled + r.already_current + r.inactive + r.exempt
        <> r.population
        or r.created <> coalesce(a.created, 0)
        or r.already_enrolled <> coalesce(x.already_enrolled, 0)
        or r.already_current <> coalesce(x.already_current, 0)
        or r.inactive <> coalesce(x.inactive, 0)
        or r.exempt <> coalesce(x.exempt, 0)
        or r.evidence_superseded <> coalesce(e.superseded, 0)
        or (
            b.run_id is not null
            and (r.population, r.created, r.evidence_superseded) is distinct from (
                coalesce(b.population, 0), coalesce(b.created, 0),
                coalesce(b.evidence_superseded, 0)
            )
        )
        or (not r.is_enrolling and l.action is distinct from 'recertify')
        or (not r.is_enrolling and audit._parsed(l.payload) @> jsonb_build_object(
            'population', r.population, 'created', r.created,
            'already_enrolled', r.already_enrolled,
            'already_current', r.already_current, 'inactive', r.inactive,
            'exempt', r.exempt, 'evidence_superseded', r.evidence_superseded,
            'plan_digest', r.plan_digest
        ) is not true)
    union all
    select f.name
    from ops._false_batches(null) as f (name)
    union all
    -- somebody who goes on with it enrols a batch in seconds
    select
        format(
            'run %s, "%s", enrolling since %s', r.run_id, c.name, audit._moment(r.run_at)
        )
    from core.recertification_runs as r
    inner join core.campaigns as c on r.campaign_id = c.campaign_id
    left join (
        select b.run_id, max(b.enrolled_at) as enrolled_at
        from core.recertification_batches as b
        group by b.run_id
    ) as b on r.run_id = b.run_id
    where r.is_enrolling
        and coalesce(b.enrolled_at, r.run_at) < clock_timestamp() - interval '24 hours'
    order by 1;
$$;

comment on function ops._miscounted_recertifications() is
'Rule 10: runs whose counts do not add up, or are not those of the assignments, the exceptions and
the evidence that they made or flagged, of their batches, or of their audit rows, and runs of which no
batch was enrolled for a day, in words such as run 7, "...".';
