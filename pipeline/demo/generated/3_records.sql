-- Who learnt what, who still has to, and the paper records that turn up late.
-- Settings: demo.today, the date that ages count back from.

create temporary table demo_history on commit drop as
with obliged as (
    select
        p.person_number,
        p.employee_number,
        p.is_active,
        c.name as training,
        c.initial_due_offset_days,
        sha256(convert_to(p.employee_number || ' ' || c.name, 'UTF8')) as dice,
        c.name = 'Lockout/Tagout' and p.person_number % 160 = 8 and p.person_number <= 2000
            as is_on_paper
    from demo_people as p
    inner join demo_catalogue as c
        on c.audience = '{}' or p.department = any(c.audience)
        -- a paper record may be of anybody
        or (c.name = 'Lockout/Tagout' and p.person_number % 160 = 8 and p.person_number <= 2000)
),

judged as (
    select
        o.*,
        not o.is_on_paper and (get_byte(o.dice, 0) >= 16 or o.person_number between 1 and 12)
            as has_active,
        not o.is_on_paper and get_byte(o.dice, 0) between 8 and 90 as has_earlier
    from obliged as o
)

select
    j.employee_number,
    j.is_active,
    j.is_on_paper,
    j.training,
    v.label,
    v.state,
    j.initial_due_offset_days,
    j.dice,
    case v.state when 'active' then j.has_active else j.has_earlier end as is_completed,
    -- on some day while the version was in force, between 06:00 and 18:00 UTC
    v.since
    + (get_byte(j.dice, 1) * 256 + get_byte(j.dice, 2)) % (v.until - v.since)
    + time '06:00'
    + make_interval(
        secs => (get_byte(j.dice, 3) * 256 + get_byte(j.dice, 4)) % 43200
    ) as completed_at,
    70 + get_byte(j.dice, 5) % 31 as score
from judged as j
inner join demo_all_versions as v on j.training = v.training and v.state in ('inactive', 'active');

create temporary table demo_evidence on commit drop as
select
    h.employee_number,
    h.training,
    h.label as version,
    to_char(h.completed_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as completed_at,
    h.score
from demo_history as h
where h.is_completed;

create temporary table demo_late_evidence on commit drop as
select
    h.employee_number,
    h.training,
    h.label as version,
    to_char(h.completed_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as completed_at,
    null::integer as score
from demo_history as h
where h.is_on_paper and h.state = 'active';

-- The roll-out of each version in force: who has not completed it yet, and who did of late.
create temporary table demo_assignments on commit drop as
with owed as (
    select
        h.*,
        case
            when h.is_completed then h.completed_at::date - 1 - get_byte(h.dice, 6) % 14
            else current_setting('demo.today')::date - 1 - get_byte(h.dice, 6) % 45
        end as assigned_on
    from demo_history as h
    where h.state = 'active' and not h.is_on_paper and (
        not h.is_completed or h.completed_at > current_setting('demo.today')::date - 90
    )
)

select
    o.employee_number,
    format('Roll-out of %s %s', o.training, o.label) as campaign,
    o.training,
    o.label as version,
    case
        when o.is_completed then 'completed'
        when not o.is_active then 'cancelled'
        when get_byte(o.dice, 7) < 100 then 'in_progress'
        else 'not_started'
    end as status,
    o.assigned_on + o.initial_due_offset_days as due_at,
    o.assigned_on as assigned_at,
    case when o.is_completed then to_char(o.completed_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end
        as completed_at
from owed as o;
