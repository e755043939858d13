create or replace function ops._check_pending_versions_are_queued()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'pending_versions_are_queued',
        array(
            select format('"%s" %s is %s', t.name, v.label, v.state)
            from core.training_versions as v
            inner join core.trainings as t on v.training_id = t.training_id
            left join core.review_tasks as r
                on v.version_id = r.version_id and r.task_type = 'version_approval'
                and r.state = 'open'
            where (v.state = 'pending_review') <> (r.review_task_id is not null)
            order by 1
        ),
        'Have the author submit the version once more. Versions:'
    );
$$;

comment on function ops._check_pending_versions_are_queued() is
'Every version that is pending review has an open version_approval, and no other has.';
