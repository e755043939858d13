{{ config(replaces=['seq']) }}

with told as (
    select
        seq,
        training_id,
        actor_name,
        sentence,
        details
    from {{ ref('int_audit_sentences') }}
    where action in (
        'submit_version', 'approve_version', 'activate_version', 'reject_version', 'recertify',
        'decline_recertification', 'create_campaign', 'resolve_review_task', 'import'
    )
),

-- a file of trainings or of versions is about each that it changed or brought into force
items as (
    select
        t.seq,
        i.item ->> 'training' as name,
        i.item
    from told as t
    cross join
        lateral jsonb_array_elements(
            case jsonb_typeof(t.details -> 'changes')
                when 'array' then t.details -> 'changes' else '[]'
            end
            || case jsonb_typeof(t.details -> 'activated')
                when 'array' then t.details -> 'activated' else '[]'
            end
        ) as i (item)
    where t.training_id is null
),

in_files as (
    select distinct on (i.seq, p.training_id)
        i.seq,
        p.training_id,
        i.item
    from items as i
    inner join {{ ref('stg_audit_log') }} as l on i.seq = l.seq
    inner join {{ ref('int_training_periods') }} as p
        on
            i.name = p.name
            and l.occurred_at >= p.valid_from and l.occurred_at < p.valid_until
    order by i.seq asc, p.training_id asc, i.item ? 'before' desc
),

concerned as (
    select
        seq,
        training_id,
        null::jsonb as item
    from told
    where training_id is not null
    union all
    select
        seq,
        training_id,
        item
    from in_files
)

select
    c.training_id,
    l.seq,
    l.occurred_at,
    l.actor,
    t.actor_name,
    l.action,
    t.sentence,
    l.change_reason,
    case
        when jsonb_typeof(c.item -> 'before') = 'object' then (c.item -> 'before')::text
    end as before,
    case
        when jsonb_typeof(c.item -> 'after') = 'object' then (c.item -> 'after')::text
    end as after
from concerned as c
inner join told as t on c.seq = t.seq
inner join {{ ref('stg_audit_log') }} as l on c.seq = l.seq
{% if goes_on() %}
    where l.build_number > {{ baseline_number() }}
{% endif %}
order by c.training_id, l.seq
