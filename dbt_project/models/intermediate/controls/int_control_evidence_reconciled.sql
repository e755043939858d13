-- A completion here has one row of the log, also one from a file of completions; the evidence of a
-- history import has the number that its row tells.
with told as (
    select
        count(*) as completions,
        coalesce(bit_xor(hashtextextended(entity_id, 0)), 0) as checksum
    from {{ ref('stg_audit_log') }}
    where action = 'complete_training' and entity_type = 'evidence'
),

imports as (
    select
        coalesce(
            sum(
                case
                    when jsonb_typeof(p.told -> 'inserted') = 'number'
                        then (p.told ->> 'inserted')::numeric
                end
            ),
            0
        ) as inserted
    from {{ ref('stg_audit_log') }} as l
    cross join lateral audit._parsed(l.payload) as p (told)
    where l.action = 'import' and l.entity_type = 'import' and p.told ->> 'kind' = 'evidence'
),

checked as (
    select evidence as checked
    from {{ ref('int_evidence_checks') }}
),

-- the records are looked up one by one only when there are others than the log tells
differs as (
    select
        e.evidence - e.imported <> t.completions
        or e.recorded_here_checksum <> t.checksum as is_other
    from {{ ref('int_evidence_checks') }} as e
    cross join told as t
),

completions as (
    select
        l.entity_id,
        l.seq,
        row_number() over (partition by l.entity_id order by l.seq) as times
    from {{ ref('stg_audit_log') }} as l
    where
        l.action = 'complete_training' and l.entity_type = 'evidence'
        and (select d.is_other from differs as d)
),

recorded as (
    select
        e.evidence_id::text as evidence_id,
        1 as times
    from {{ ref('stg_evidence') }} as e
    where not e.is_imported and (select d.is_other from differs as d)
),

failed as (
    select coalesce('evidence ' || r.evidence_id, 'audit row ' || c.seq) as failed_id
    from recorded as r
    full outer join completions as c on r.evidence_id = c.entity_id and r.times = c.times
    where r.evidence_id is null or c.entity_id is null
    union all
    select format('imported evidence: %s recorded, %s told', e.imported, i.inserted) as failed_id
    from {{ ref('int_evidence_checks') }} as e
    inner join imports as i on e.imported <> i.inserted
)

{{ control_result('evidence_reconciled') }}
