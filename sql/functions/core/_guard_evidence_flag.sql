create or replace function core._guard_evidence_flag()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
    raise exception 'The flag of evidence goes forward only'
        using errcode = 'ZR301',
        detail = format(
            'user_id %s, evidence_id %s, from %s to %s', old.user_id, old.evidence_id,
            old.recertification_status, new.recertification_status
        ),
        hint = 'Current evidence expires or is superseded, expired evidence is superseded; then it stays.';
end;
$$;

comment on function core._guard_evidence_flag() is
'Trigger function: refuses a change of the flag that its trigger found not to be a step forward, and
a flag that does not go with the moment and the campaign beside it. Raises ZR301.';
