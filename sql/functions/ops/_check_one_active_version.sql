create or replace function ops._check_one_active_version()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'one_active_version',
        array(
            select format('"%s": %s', t.name, string_agg(v.label, ', ' order by v.label))
            from core.training_versions as v
            inner join core.trainings as t on v.training_id = t.training_id
            where v.state = 'active'
            group by t.training_id
            having count(*) > 1
            order by 1
        ),
        'Find out in the audit log which activation is the valid one, and have a superuser '
        'restore the index training_versions_one_active. Trainings:'
    );
$$;

comment on function ops._check_one_active_version() is
'Rule 4: a training has at most one active version.';
