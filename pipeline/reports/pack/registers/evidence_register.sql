-- Evidence that was recorded by the moment, with the flag that it had then; of a period what was
-- completed in it.
select
    user_id,
    employee_number,
    full_name,
    training_id,
    training,
    version,
    evidence_id,
    completed_at,
    recorded_at,
    score,
    content_sha256,
    core._flag_at(superseded_at, expired_at, %(as_of)s) as recertification_status,
    case when expired_at <= %(as_of)s then expired_at end as expired_at,
    case when superseded_at <= %(as_of)s then superseded_at end as superseded_at,
    case when superseded_at <= %(as_of)s then superseded_by_campaign end as superseded_by_campaign,
    is_imported,
    coalesce(signed_at <= %(as_of)s, false) as is_signed,
    case when signed_at <= %(as_of)s then signature_manifestation end as signature_manifestation,
    case when signed_at <= %(as_of)s then signature_method end as signature_method,
    case when signed_at <= %(as_of)s then signed_at end as signed_at
from mart_audit.evidence_register
where
    recorded_at <= %(as_of)s
    and completed_at >= %(since)s
    and completed_at < %(until)s
    and training_id = coalesce(%(training_id)s, training_id)
order by user_id, evidence_id
