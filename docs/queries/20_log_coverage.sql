-- Is the audit log intact, and which part of it do these marts cover?
-- A row for each build of the marts, the last one first, twenty at most. A build covers the log
-- up to its head_seq. log_fits tells that this row of the trail still has the hash that it had
-- then. chain stands beside the last build that succeeded: what came of recomputing every hash and
-- link. f or fail is a broken log.
select
    b.build_number,
    b.state,
    b.as_of,
    b.actor,
    b.selection,
    b.head_seq,
    b.head_seq - max(b.head_seq) over earlier as rows_since,
    t.hash = b.head_hash as log_fits,
    c.result as chain,
    c.checked as chain_rows
from mart_audit.builds as b
left join mart_audit.audit_trail as t on b.head_seq = t.seq
left join mart_audit.control_checks as c
    on
        c.control_id = 'audit_chain_intact'
        and b.build_number = (
            select max(s.build_number)
            from mart_audit.builds as s
            where s.state = 'succeeded'
        )
window earlier as (order by b.build_number rows between unbounded preceding and 1 preceding)
order by b.build_number desc
limit 20;
