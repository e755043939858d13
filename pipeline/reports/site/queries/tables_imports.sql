-- The files that were loaded, the newest first.
select
    r.import_id,
    r.imported_at,
    r.kind,
    r.file_name,
    r.imported_by,
    r.imported_by_name,
    r.rows_read,
    r.inserted,
    r.updated,
    r.skipped,
    r.rejected,
    r.is_partial,
    r.audit_seq,
    r.file_sha256
from mart_audit.import_register as r
order by r.import_id desc;
