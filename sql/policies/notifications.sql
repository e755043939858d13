create policy notifications_as_a_whole on core.notifications for select to recert_builder
using (true);

comment on policy notifications_as_a_whole on core.notifications is
'Whoever builds the marts reads all of them.';
