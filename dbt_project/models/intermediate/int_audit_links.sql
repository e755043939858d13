{{ config(materialized='kept', key=['seq']) }}

-- A row that was changed breaks its own link, or that of the row after it.
with links as (
    select seq
    from {{ ref('stg_audit_log') }}
    {% if goes_on() %}
        where build_number > {{ baseline_number() }}
        union
        select seq + 1
        from {{ ref('stg_audit_log') }}
        where build_number > {{ baseline_number() }}
    {% endif %}
)

select
    l.seq,
    coalesce(
        l.hash = sha256(l.prev_hash || convert_to(l.payload, 'UTF8'))
        -- what is read in the columns is what was hashed
        and audit._parsed(l.payload) @> audit._payload(
            l.seq, l.occurred_at, l.actor, l.db_role, l.client_addr, l.action, l.entity_type,
            l.entity_id, l.change_reason
        )
        and l.prev_hash = case when l.seq = 1 then decode(repeat('00', 32), 'hex') else p.hash end,
        false
    ) as is_intact
from links as c
inner join {{ ref('stg_audit_log') }} as l on c.seq = l.seq
left join {{ ref('stg_audit_log') }} as p on p.seq = l.seq - 1
order by l.seq
