-- one without a row of the log has loaded nothing
with loads as (
    select
        import_id::text as import_id,
        audit_seq,
        jsonb_build_object(
            'kind', kind, 'file_name', file_name, 'file_sha256', file_sha256, 'read', read,
            'inserted', inserted, 'updated', updated, 'skipped', skipped, 'rejected', rejected
        ) as registered
    from {{ ref('stg_imports') }}
    where audit_seq is not null or inserted > 0 or updated > 0
),

told as (
    select
        seq,
        entity_id,
        audit._parsed(payload) as payload
    from {{ ref('stg_audit_log') }}
    where action = 'import' and entity_type = 'import'
),

compared as (
    select
        coalesce('import ' || i.import_id, 'audit row ' || l.seq) as failed_id,
        l.payload @> i.registered as is_told
    from loads as i
    full outer join told as l on i.import_id = l.entity_id and i.audit_seq = l.seq
),

checked as (
    select count(*) as checked
    from compared
),

failed as (
    select failed_id
    from compared
    where is_told is not true
)

{{ control_result('imports_logged') }}
