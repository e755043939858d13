create or replace trigger notifications_are_never_deleted
before delete or truncate on core.notifications
for each statement execute function core._refuse_change();
alter table core.notifications enable always trigger notifications_are_never_deleted;

create or replace trigger notifications_stay_as_written
before update of user_id, notification_id, campaign_id, kind, due_at, copied_to_id, created_at
on core.notifications
for each statement execute function core._refuse_change();
alter table core.notifications enable always trigger notifications_stay_as_written;

create or replace trigger notifications_are_handed_over_once
before update on core.notifications
for each row when (old.handed_over_at is not null or old.withdrawn_at is not null)
execute function core._refuse_change();
alter table core.notifications enable always trigger notifications_are_handed_over_once;
