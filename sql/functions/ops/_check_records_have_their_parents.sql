create or replace function ops._check_records_have_their_parents()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'records_have_their_parents',
        array(
            select n.name
            from (
                select format('evidence of user_id %s, %s', e.user_id, e.evidence_id) as name
                from core.evidence as e
                left join core.users as u on e.user_id = u.user_id
                left join core.training_versions as v on e.version_id = v.version_id
                where u.user_id is null or v.version_id is null
                union all
                select format('assignment of user_id %s, %s', a.user_id, a.campaign_id)
                from core.assignments as a
                left join core.users as u on a.user_id = u.user_id
                left join core.campaigns as c on a.campaign_id = c.campaign_id
                where u.user_id is null or c.campaign_id is null
                union all
                select format('recertification exception of user_id %s, %s', x.user_id, x.run_id)
                from core.recertification_exceptions as x
                left join core.users as u on x.user_id = u.user_id
                left join core.recertification_runs as r on x.run_id = r.run_id
                where u.user_id is null or r.run_id is null
                union all
                select format('campaign exception of user_id %s, %s', x.user_id, x.campaign_id)
                from core.campaign_exceptions as x
                left join core.users as u on x.user_id = u.user_id
                left join core.campaigns as c on x.campaign_id = c.campaign_id
                where u.user_id is null or c.campaign_id is null
                union all
                select format('signature of user_id %s, evidence_id %s', g.user_id, g.evidence_id)
                from core.signatures as g
                where g.import_id in (
                    select s.import_id
                    -- a fence: on a cluster the numbers alone come to where the imports are
                    from (
                        select distinct o.import_id
                        from core.signatures as o
                        where o.import_id is not null
                        offset 0
                    ) as s
                    left join ops.imports as i on s.import_id = i.import_id
                    where i.import_id is null
                )
                union all
                select format('import_id %s', i.import_id)
                from ops.imports as i
                left join core.users as u on i.started_by = u.user_id
                where i.started_by is not null and u.user_id is null
            ) as n
            order by n.name
        ),
        'Rows were written or deleted behind the guards: restore them from a backup. Rows:'
    );
$$;

comment on function ops._check_records_have_their_parents() is
'What has no enforced foreign keys (docs/decisions/0005, and 0030 on a cluster) names people,
versions, campaigns, runs and imports that there are.';
