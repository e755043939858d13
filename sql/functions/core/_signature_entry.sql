-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._signature_entry(
    p_signature core.signatures,
    p_employee_number text,
    p_training text,
    p_version text
)
returns audit.entry
language sql
immutable
parallel safe
security invoker
return row(
    'sign_evidence', 'evidence', (p_signature).evidence_id::text, null,
    jsonb_build_object(
        'employee_number', p_employee_number, 'training', p_training, 'version', p_version,
        'signature_id', (p_signature).signature_id, 'method', (p_signature).method,
        'manifestation', (p_signature).manifestation,
        'import_id', (p_signature).import_id
    )
)::audit.entry;

comment on function core._signature_entry(core.signatures, text, text, text) is
'The audit entry sign_evidence of a signature, by whose and on what.';
