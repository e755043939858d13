-- Everybody, and how many of the trainings that are required of them are as they should be.
with standings as (
    select
        s.user_id,
        count(*) filter (where s.compliance_status = 'compliant') as compliant,
        count(*) filter (where s.compliance_status in ('due', 'in_grace')) as open,
        count(*) filter (where s.compliance_status = 'overdue') as overdue,
        count(*) filter (where s.compliance_status = 'expired') as expired
    from mart_compliance.user_training_status as s
    group by s.user_id
)

select
    u.employee_number,
    u.full_name,
    u.role,
    u.is_active,
    coalesce(u.department, '(none)') as department,
    coalesce(u.location, '(none)') as location,
    u.line,
    u.manager,
    coalesce(s.compliant, 0) as compliant,
    coalesce(s.open, 0) as open,
    coalesce(s.overdue, 0) as overdue,
    coalesce(s.expired, 0) as expired,
    u.user_id
from mart_compliance.dim_user as u
left join standings as s on u.user_id = s.user_id
order by u.employee_number, u.user_id;
