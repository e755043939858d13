-- Which controls have failed, and what is accepted until when?
-- All controls of the last build, failed ones first, then those with something accepted, by
-- severity. failed_ids names what to look at. accepted counts what exceptions in force cover, and
-- the first of them ends on accepted_until.
select
    control_id,
    severity,
    owner,
    result,
    checked,
    failed,
    accepted,
    accepted_until,
    failed_ids,
    rule,
    note
from mart_audit.control_checks
order by
    result = 'fail' desc,
    accepted > 0 desc nulls last,
    array_position(array['critical', 'major', 'minor'], severity),
    control_id;
