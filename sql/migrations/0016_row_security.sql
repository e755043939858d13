-- Whoever reads these tables sees the rows that a policy shows, and none where there is no policy.
-- The policies are in policies/. Not forced on the owner: see docs/decisions/0021.

alter table core.evidence enable row level security;
alter table core.notifications enable row level security;
alter table core.review_tasks enable row level security;

comment on table ops.objects is
'One row for each function, trigger, view, policy and grant file as last applied.';
