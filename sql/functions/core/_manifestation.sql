-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._manifestation(
    p_full_name text,
    p_employee_number text,
    p_training text,
    p_version text,
    p_completed_at timestamptz,
    p_signed_at timestamptz
)
returns text
language sql
stable
parallel safe
security invoker
return format(
    'I, %s (%s), completed the training "%s" in version %s on %s and sign this record on %s.',
    p_full_name, p_employee_number, p_training, p_version,
    to_char(p_completed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
    to_char(p_signed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
);

comment on function core._manifestation(text, text, text, text, timestamptz, timestamptz) is
'The text that is signed: who (name and employee number), what (training and version), and when, in
UTC. 21 CFR 11.50: the printed name, the time, and the meaning of the signature.';
