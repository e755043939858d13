create policy evidence_for_service on core.evidence for select to recert_service
using (true);

create policy notifications_for_service on core.notifications for select to recert_service
using (true);

create policy review_tasks_for_service on core.review_tasks for select to recert_service
using (true);

comment on policy evidence_for_service on core.evidence is
'A login that may act for anybody reads for anybody; the views tell it what that person sees.';
comment on policy notifications_for_service on core.notifications is
'A login that may act for anybody reads for anybody; the views tell it what that person sees.';
comment on policy review_tasks_for_service on core.review_tasks is
'A login that may act for anybody reads for anybody; the views tell it what that person sees.';
