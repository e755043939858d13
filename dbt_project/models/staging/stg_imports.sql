{{ config(key=['import_id']) }}

select
    import_id,
    kind,
    file_name,
    file_sha256,
    is_partial,
    started_at,
    started_by,
    read,
    inserted,
    updated,
    skipped,
    rejected,
    audit_seq
from {{ source('ops', 'imports') }}
{{ where_written_since() }}
