-- Who is compliant with what: the rows behind most numbers of the site. bucket is that of
-- mart_compliance.overdue_aging, and (none) stands for people without a department, as in the
-- counts.
select
    s.employee_number,
    s.full_name,
    coalesce(s.department, '(none)') as department,
    coalesce(s.location, '(none)') as location,
    s.is_active,
    s.training,
    s.compliance_status,
    s.active_version,
    s.evidence_version,
    s.evidence_completed_at,
    s.recertification_status,
    s.campaign,
    s.assignment_status,
    s.due_at,
    s.overdue_since,
    case
        when s.compliance_status <> 'overdue' then null
        when m.as_of <= s.overdue_since + interval '168 hours' then '1_to_7'
        when m.as_of <= s.overdue_since + interval '720 hours' then '8_to_30'
        when m.as_of <= s.overdue_since + interval '2160 hours' then '31_to_90'
        else 'over_90'
    end as bucket,
    s.user_id,
    s.training_id
from mart_compliance.user_training_status as s
cross join api.marts_standing as m
order by s.employee_number, s.training_id, s.user_id;
