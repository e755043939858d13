select
    l.seq,
    l.occurred_at,
    l.actor,
    u.full_name as actor_name,
    l.db_role,
    host(l.client_addr) as client_addr,
    l.action,
    l.entity_type,
    l.entity_id,
    l.change_reason,
    s.sentence,
    l.payload,
    encode(l.hash, 'hex') as hash
from {{ ref('stg_audit_log') }} as l
inner join {{ ref('int_audit_sentences') }} as s on l.seq = s.seq
left join {{ ref('stg_users') }} as u on l.actor = u.employee_number
order by l.seq
