create or replace function ops._check_changes_are_in_the_log()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'changes_are_in_the_log',
        array(
            select n.name
            from (
                select d.name
                from ops._decisions_not_in_the_log() as d (name)
                union all
                select format('completion, evidence_id %s', e.evidence_id)
                from core.evidence as e
                left join audit.log as l
                    on l.entity_type = 'evidence' and e.evidence_id::pg_catalog.text = l.entity_id
                    and l.action = 'complete_training'
                where not e.is_imported and l.seq is null
            ) as n
            order by n.name
        ),
        'What the log does not tell was not done by the functions of Recert: find out who '
        'wrote it. Rows:'
    );
$$;

comment on function ops._check_changes_are_in_the_log() is
'Rule 20: decisions, runs, launches, completions, signatures, exemptions and imports have
their audit rows.';
