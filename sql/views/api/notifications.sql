create or replace view api.notifications
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
select
    n.notification_id,
    n.kind,
    u.employee_number,
    u.full_name,
    u.email,
    m.employee_number as copy_to,
    m.email as copy_email,
    t.name as training,
    a.label as version,
    c.name as campaign,
    n.due_at,
    n.created_at,
    n.handed_over_at,
    n.withdrawn_at,
    case
        when n.kind = 'overdue' then format('Overdue: "%s"', t.name)
        else format(
            '"%s" is due on %s', t.name, to_char(n.due_at at time zone 'UTC', 'YYYY-MM-DD')
        )
    end as subject
from core.notifications as n
inner join core.users as u on n.user_id = u.user_id
inner join core.campaigns as c on n.campaign_id = c.campaign_id
inner join core.training_versions as v on c.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
left join core.training_versions as a on t.training_id = a.training_id and a.state = 'active'
left join core.users as m on n.copied_to_id = m.user_id
where
    (select core._sees_everybody())
    or u.user_id in (select s.user_id from core._people_seen() as s);

comment on view api.notifications is
'Reminders: who is reminded of what, why and when, and whether it was handed over. It shows
those of people whom the reader may see (docs/security.md).';
comment on column api.notifications.notification_id is 'Key; in the order of writing.';
comment on column api.notifications.kind is
'due_in_30_days, due_in_14_days, due_in_7_days, due_in_1_day or overdue.';
comment on column api.notifications.employee_number is 'The person''s number.';
comment on column api.notifications.full_name is 'The person''s name.';
comment on column api.notifications.email is 'The person''s address now; may be missing.';
comment on column api.notifications.copy_to is 'Number of the manager who gets a copy.';
comment on column api.notifications.copy_email is 'The manager''s address now; may be missing.';
comment on column api.notifications.training is 'The training, as it is called now.';
comment on column api.notifications.version is 'Label of its active version now.';
comment on column api.notifications.campaign is 'Campaign of the assignment.';
comment on column api.notifications.due_at is 'When it is due.';
comment on column api.notifications.created_at is 'When the reminder was written.';
comment on column api.notifications.handed_over_at is
'When an export handed it over; null while it waits.';
comment on column api.notifications.withdrawn_at is
'When an export found that there was nothing to remind of any more; null otherwise.';
comment on column api.notifications.subject is 'It in a few words.';
