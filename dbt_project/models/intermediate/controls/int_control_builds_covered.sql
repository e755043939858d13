-- What earlier builds covered is still there, and this one covers all that is.
with covered as (
    select
        'build ' || build_number as failed_id,
        head_seq,
        head_hash
    from {{ ref('stg_report_builds') }}
    where state = 'succeeded'
    union all
    select
        'this build' as failed_id,
        m.head_seq,
        m.head_hash
    from {{ ref('int_as_of') }} as m
),

checked as (
    select count(*) as checked
    from covered
),

failed as (
    select c.failed_id
    from covered as c
    left join {{ ref('stg_audit_log') }} as l on c.head_seq = l.seq
    where c.head_seq > 0 and encode(l.hash, 'hex') is distinct from c.head_hash
    union all
    select 'this build'
    from {{ ref('int_as_of') }} as m
    where m.head_seq < (select max(l.seq) from {{ ref('stg_audit_log') }} as l)
)

{{ control_result('builds_covered') }}
