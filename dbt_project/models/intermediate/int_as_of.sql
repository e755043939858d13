with head as (
    select
        seq,
        hash
    from {{ ref('stg_audit_log') }}
    order by seq desc
    limit 1
)

-- a log without a row has a head all the same: nothing, and zeros
select
    {{ moment() }} as as_of,
    coalesce(max(seq), 0)::bigint as head_seq,
    coalesce(max(encode(hash, 'hex')), repeat('0', 64)) as head_hash
from head
