-- All signatures, the newest first.
select
    r.signature_id,
    r.signed_at,
    r.employee_number,
    r.full_name,
    r.training,
    r.version,
    r.evidence_id,
    r.completed_at,
    r.method,
    r.manifestation,
    r.client_addr,
    r.is_by_import,
    r.file_name,
    r.user_id,
    r.training_id
from mart_audit.signature_register as r
order by r.signed_at desc, r.signature_id desc, r.user_id desc;
