-- The rows of the audit trail are numbered 1, 2, 3 and so on.
select
    count(*) as found,
    max(seq) as latest
from {{ ref('audit_trail') }}
having count(*) <> coalesce(max(seq), 0)
