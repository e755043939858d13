create or replace view api.review_queue as
select
    r.review_task_id,
    r.task_type,
    r.state,
    t.name as training,
    v.label as version,
    v.state as version_state,
    a.employee_number as author,
    v.submission_reason,
    (
        select array_agg(concat_ws('@', s.document, s.revision) order by s.document, s.revision)
        from core.version_sources as s
        where s.version_id = v.version_id
    ) as sources,
    r.addressed_to,
    r.opened_at,
    r.resolved_at,
    d.employee_number as resolved_by,
    r.resolution
from core.review_tasks as r
inner join core.training_versions as v on r.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
inner join core.users as a on v.author_id = a.user_id
left join core.users as d on r.resolved_by = d.user_id;

comment on view api.review_queue is
'The Quality Review Queue: each task with the version it is about, its author, reason and
sources.';
