-- Which signatures were given in this period, and on what text?
-- The first one first; the end of the period is not in it. file_name is that of a file of
-- completions which handed the signature over; empty when the person signed here.
\if :{?from} \else \set from '2026-02-01 00:00+00' \endif
\if :{?until} \else \set until '2026-06-01 00:00+00' \endif

select
    signed_at,
    employee_number,
    full_name,
    training,
    version,
    method,
    manifestation,
    client_addr,
    file_name
from mart_audit.signature_register
where signed_at >= :'from' and signed_at < :'until'
order by signed_at, signature_id;
