create or replace function ops._check_superseded_has_campaign()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'superseded_has_campaign',
        array(
            select format('user_id %s, evidence_id %s', e.user_id, e.evidence_id)
            from core.evidence as e
            left join core.training_versions as v on e.version_id = v.version_id
            left join core.campaigns as c on e.superseded_by_campaign_id = c.campaign_id
            left join core.training_versions as n on c.version_id = n.version_id
            left join core.recertification_runs as r
                on c.campaign_id = r.campaign_id and e.superseded_at = r.run_at
            where (e.recertification_status = 'superseded') <> (e.superseded_at is not null)
                or (e.superseded_at is null) <> (e.superseded_by_campaign_id is null)
                or (
                    e.superseded_at is not null and (
                        r.run_id is null or c.kind <> 'recertification'
                        or n.training_id is distinct from v.training_id
                    )
                )
            order by e.user_id, e.evidence_id
        ),
        'A flag was changed behind the guards: restore these rows from a backup. Evidence:'
    );
$$;

comment on function ops._check_superseded_has_campaign() is
'Rule 9: superseded evidence names the run of a recertification that superseded it, of a version of
its training; and only superseded evidence does.';
