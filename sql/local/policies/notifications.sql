create policy notifications_of_people_seen on core.notifications for select to recert_runner
using (
    (select core._sees_everybody())
    or user_id in (select s.user_id from core._people_seen() as s)
);

comment on policy notifications_of_people_seen on core.notifications is
'People see their own reminders, team leads those of their people, others who may see everybody
all.';
