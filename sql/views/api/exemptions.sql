create or replace view api.exemptions
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
select
    x.exemption_id,
    u.employee_number,
    u.full_name,
    t.name as training,
    x.reason,
    g.employee_number as granted_by,
    x.granted_at,
    x.valid_until,
    x.granted_at <= clock_timestamp() and x.valid_until > clock_timestamp() as is_in_force
from core.exemptions as x
inner join core.users as u on x.user_id = u.user_id
inner join core.trainings as t on x.training_id = t.training_id
inner join core.users as g on x.granted_by = g.user_id
where
    (select core._sees_everybody())
    or u.user_id in (select s.user_id from core._people_seen() as s);

comment on view api.exemptions is
'Who need not take which training until when, and why. It shows those of people whom the reader
may see (docs/security.md).';
comment on column api.exemptions.exemption_id is 'Key.';
comment on column api.exemptions.employee_number is 'The person''s number.';
comment on column api.exemptions.full_name is 'The person''s name.';
comment on column api.exemptions.training is 'The training, as it is called now.';
comment on column api.exemptions.reason is 'Why, verbatim.';
comment on column api.exemptions.granted_by is 'Employee number of who granted it.';
comment on column api.exemptions.granted_at is 'When it was granted.';
comment on column api.exemptions.valid_until is 'Until when it holds, that moment excluded.';
comment on column api.exemptions.is_in_force is 'Whether it holds now.';
