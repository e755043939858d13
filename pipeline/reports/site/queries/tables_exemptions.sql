-- Who need not take what, until when, and who said so; the newest first.
select
    x.exemption_id,
    x.employee_number,
    x.full_name,
    x.training,
    x.reason,
    x.granted_by,
    x.granted_by_name,
    x.granted_at,
    x.valid_until,
    x.is_in_force,
    x.user_id,
    x.training_id
from mart_audit.exemption_register as x
order by x.granted_at desc, x.exemption_id desc;
