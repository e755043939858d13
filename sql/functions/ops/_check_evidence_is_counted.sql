create or replace function ops._check_evidence_is_counted()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'evidence_is_counted',
        array(
            select n.name
            from (
                select format('%s imported rows of evidence, %s told', e.rows, i.rows) as name
                from (
                    select count(*) as rows from core.evidence as e where e.is_imported
                ) as e
                cross join (
                    select coalesce(sum((p.told -> 'inserted')::bigint), 0) as rows
                    from audit.log as l
                    cross join lateral audit._parsed(l.payload) as p (told)
                    where l.action = 'import' and p.told ->> 'kind' = 'evidence'
                        and jsonb_typeof(p.told -> 'inserted') = 'number'
                ) as i
                where e.rows <> i.rows
                union all
                select format('evidence_id %s, audit row %s', l.entity_id, l.seq)
                from audit.log as l
                left join (
                    -- a fence: on a cluster it is brought to where the log is
                    select r.* from core.evidence as r where not r.is_imported offset 0
                ) as e on l.entity_id = e.evidence_id::pg_catalog.text
                left join core.users as u on e.user_id = u.user_id
                where l.action = 'complete_training' and l.entity_type = 'evidence'
                    and (
                        audit._parsed(l.payload) @> jsonb_build_object(
                            'employee_number', u.employee_number, 'score', e.score,
                            'content_sha256', encode(e.content_sha256, 'hex')
                        )
                        and e.completed_at <= l.occurred_at
                        and e.completed_at > l.occurred_at - interval '1 day'
                    ) is not true
            ) as n
            order by n.name
        ),
        'Evidence was added, changed or deleted behind the guards: restore it from a backup. '
        'Evidence:'
    );
$$;

comment on function ops._check_evidence_is_counted() is
'Rule 20: there is as much imported evidence as the imports told the log, and every completion that
the log tells of, by the same person, with the same score and content, at that moment.';
