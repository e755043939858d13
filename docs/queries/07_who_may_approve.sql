-- Who holds a role that may approve versions?
-- Everybody with such a role today and what they have decided; only those who are active can.
-- When somebody was given the role is told by 03_person_record_changes.sql.
with decisions as (
    select
        decided_by,
        count(*) as decisions,
        max(decided_at) as last_decided_at
    from mart_audit.approval_register
    group by decided_by
)

select
    u.employee_number,
    u.full_name,
    u.role,
    u.department,
    u.location,
    u.is_active,
    coalesce(d.decisions, 0) as decisions,
    d.last_decided_at
from mart_compliance.dim_user as u
left join decisions as d on u.employee_number = d.decided_by
where u.role in ('quality_admin', 'corporate_admin')
order by u.is_active desc, u.role asc, u.employee_number asc;
