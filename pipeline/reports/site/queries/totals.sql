-- How compliant everybody is, now.
select
    coalesce(sum(d.compliant), 0)::bigint as compliant,
    coalesce(sum(d.due), 0)::bigint as due,
    coalesce(sum(d.in_grace), 0)::bigint as in_grace,
    coalesce(sum(d.overdue), 0)::bigint as overdue,
    coalesce(sum(d.expired), 0)::bigint as expired,
    coalesce(sum(d.exempt), 0)::bigint as exempt,
    coalesce(sum(d.not_required), 0)::bigint as not_required,
    coalesce(sum(d.required), 0)::bigint as required
from mart_compliance.compliance_by_department as d;
