-- All evidence, the newest first, with when it expired, what superseded it and whether it is
-- signed.
select
    r.evidence_id,
    r.employee_number,
    r.full_name,
    r.training,
    r.version,
    r.completed_at,
    r.recorded_at,
    r.score,
    r.recertification_status,
    r.expired_at,
    r.superseded_at,
    r.superseded_by_campaign,
    r.is_imported,
    r.is_signed,
    r.content_sha256,
    r.user_id,
    r.training_id
from mart_audit.evidence_register as r
order by r.recorded_at desc, r.evidence_id desc, r.user_id desc;
