create policy review_tasks_of_queues_seen on core.review_tasks for select to recert_runner
using (addressed_to = any((select core._queues_seen())::text[]));

comment on policy review_tasks_of_queues_seen on core.review_tasks is
'Each role sees the tasks addressed to it, a corporate_admin all: as in api.review_queue.';
