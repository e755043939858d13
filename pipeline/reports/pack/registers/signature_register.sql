-- Electronic signatures: who signed what, on which text, when and how.
select
    user_id,
    employee_number,
    full_name,
    signature_id,
    training_id,
    training,
    version,
    evidence_id,
    completed_at,
    manifestation,
    method,
    client_addr,
    signed_at,
    is_by_import,
    import_id,
    file_name
from mart_audit.signature_register
where
    signed_at <= %(as_of)s
    and signed_at >= %(since)s
    and signed_at < %(until)s
    and training_id = coalesce(%(training_id)s, training_id)
order by signed_at, user_id, signature_id
