create policy review_tasks_as_a_whole on core.review_tasks for select to recert_builder
using (true);

comment on policy review_tasks_as_a_whole on core.review_tasks is
'Whoever builds the marts reads all of them.';
