-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._completion_entry(
    p_evidence_id bigint,
    p_employee_number text,
    p_training text,
    p_version text,
    p_score numeric,
    p_content_sha256 bytea
)
returns audit.entry
language sql
immutable
parallel safe
security invoker
return row(
    'complete_training', 'evidence', p_evidence_id::text, null,
    jsonb_build_object(
        'employee_number', p_employee_number, 'training', p_training, 'version', p_version,
        'score', p_score, 'content_sha256', encode(p_content_sha256, 'hex')
    )
)::audit.entry;

comment on function core._completion_entry(bigint, text, text, text, numeric, bytea) is
'The audit entry complete_training of evidence: whose, on what, with which score.';
