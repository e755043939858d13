{{ config(replaces=['seq']) }}

with changed as (
    select
        seq,
        jsonb_array_elements(details -> 'changes') as change
    from {{ ref('int_audit_sentences') }}
    where jsonb_typeof(details -> 'changes') = 'array'
),

named as (
    select
        seq,
        coalesce(change ->> 'training', change ->> 'rule') as name,
        change
    from changed
),

-- a file of trainings or rules changes several: each by its name
changes as (
    select
        seq,
        jsonb_object_agg(name, change -> 'before') as before,
        jsonb_object_agg(name, change -> 'after') as after
    from named
    where name is not null
    group by seq
)

select
    l.seq,
    l.occurred_at,
    l.actor,
    s.actor_name,
    l.db_role,
    host(l.client_addr) as client_addr,
    l.action,
    l.entity_type,
    l.entity_id,
    s.training_id,
    l.change_reason,
    s.sentence,
    coalesce(
        case when jsonb_typeof(s.details -> 'before') = 'object' then s.details -> 'before' end,
        c.before
    )::text as before,
    coalesce(
        case when jsonb_typeof(s.details -> 'after') = 'object' then s.details -> 'after' end,
        c.after
    )::text as after,
    l.payload,
    encode(l.hash, 'hex') as hash
from {{ ref('stg_audit_log') }} as l
inner join {{ ref('int_audit_sentences') }} as s on l.seq = s.seq
left join changes as c on l.seq = c.seq
{% if goes_on() %}
    where l.build_number > {{ baseline_number() }}
{% endif %}
order by l.seq
