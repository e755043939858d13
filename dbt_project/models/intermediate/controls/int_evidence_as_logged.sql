{{ config(materialized='kept', key=['user_id', 'evidence_id']) }}

-- What the log told of a completion stays true of its evidence. Each is compared again when its row
-- of the record was written again; what has no row of the log is the business of another control.
with written as (
    select
        e.user_id,
        e.evidence_id,
        e.completed_at,
        e.score,
        e.content_sha256,
        u.employee_number,
        v.label
    from {{ ref('stg_evidence') }} as e
    left join {{ ref('stg_users') }} as u on e.user_id = u.user_id
    left join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
    where
        not e.is_imported
        and (e.build_number > {{ baseline_number() if goes_on() else 'null' }}) is not false
),

told as (
    select
        entity_id,
        occurred_at,
        audit._parsed(payload) as payload
    from {{ ref('stg_audit_log') }}
    where action = 'complete_training' and entity_type = 'evidence'
)

select
    e.user_id,
    e.evidence_id,
    bool_and(
        (
            l.payload ->> 'employee_number' = e.employee_number
            and l.payload ->> 'version' = e.label
            and coalesce(l.payload -> 'score', 'null') = coalesce(to_jsonb(e.score), 'null')
            and l.payload ->> 'content_sha256' = encode(e.content_sha256, 'hex')
            and e.completed_at <= l.occurred_at
            and e.completed_at > l.occurred_at - interval '24 hours'
        ) is true
    ) as is_as_logged
from written as e
inner join told as l on e.evidence_id::text = l.entity_id
group by e.user_id, e.evidence_id
