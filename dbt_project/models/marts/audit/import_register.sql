select
    i.import_id,
    i.kind,
    i.file_name,
    i.file_sha256,
    i.is_partial,
    i.started_at as imported_at,
    coalesce(u.employee_number, 'system') as imported_by,
    u.full_name as imported_by_name,
    i.read as rows_read,
    i.inserted,
    i.updated,
    i.skipped,
    i.rejected,
    i.audit_seq
from {{ ref('stg_imports') }} as i
left join {{ ref('stg_users') }} as u on i.started_by = u.user_id
order by i.import_id
