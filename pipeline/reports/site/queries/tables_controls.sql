-- The controls of the record, what fails first.
select
    c.result,
    c.name,
    c.severity,
    c.shows,
    c.checked,
    c.failed,
    c.accepted,
    c.accepted_until,
    c.failed_ids,
    c.note,
    c.owner,
    c.rule,
    c.control_id
from mart_audit.control_checks as c
order by c.result, c.control_id;
