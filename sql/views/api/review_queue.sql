create or replace view api.review_queue
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
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
    (
        select array_agg(concat_ws('@', o.document, o.revision) order by o.document, c.effective_at)
        from core.outdated_sources as o
        inner join core.documents as c on o.document = c.document and o.revision = c.revision
        where o.review_task_id = r.review_task_id
    ) as newer_sources,
    r.addressed_to,
    r.opened_at,
    r.resolved_at,
    d.employee_number as resolved_by,
    r.resolution,
    r.resolution_reason
from core.review_tasks as r
inner join core.training_versions as v on r.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
inner join core.users as a on v.author_id = a.user_id
left join core.users as d on r.resolved_by = d.user_id
where r.addressed_to = any((select core._queues_seen())::text[]);

comment on view api.review_queue is
'The Quality Review Queue: each task with the version it is about, its author, reason and sources. A
quality_admin sees the tasks addressed to that role, a corporate_admin and a service login that
names nobody all, everybody else none.';
comment on column api.review_queue.review_task_id is 'The task.';
comment on column api.review_queue.task_type is
'version_approval, source_outdated or recert_decision.';
comment on column api.review_queue.state is 'open or resolved.';
comment on column api.review_queue.training is 'The training, as it is called now.';
comment on column api.review_queue.version is 'Label of the version.';
comment on column api.review_queue.version_state is 'State of the version now.';
comment on column api.review_queue.author is 'Employee number of its author.';
comment on column api.review_queue.submission_reason is 'Why it was submitted, verbatim.';
comment on column api.review_queue.sources is 'What it cites, DOCUMENT or DOCUMENT@REVISION.';
comment on column api.review_queue.newer_sources is
'Of a source_outdated task: the newer revisions it is about, DOCUMENT@REVISION.';
comment on column api.review_queue.addressed_to is 'Role that is asked to decide.';
comment on column api.review_queue.opened_at is 'When it was opened.';
comment on column api.review_queue.resolved_at is 'When it was decided.';
comment on column api.review_queue.resolved_by is
'Employee number of who decided; null for scheduled work.';
comment on column api.review_queue.resolution is
'How it ended: approved, rejected, recertified, declined, no_change_needed, revision_planned or
superseded.';
comment on column api.review_queue.resolution_reason is 'Why it ended so, verbatim.';
