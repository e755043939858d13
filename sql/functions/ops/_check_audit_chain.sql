create or replace function ops._check_audit_chain()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'audit_chain',
        array(
            select format('row %s: %s', v.first_bad_seq, v.problem)
            from api.verify_audit_chain() as v
            where not v.is_intact
        ),
        'The log was changed behind the guards: compare it with an exported one and with '
        'anchors. First:'
    );
$$;

comment on function ops._check_audit_chain() is
'Rule 20: the audit log has no gap, every hash fits, every column is as hashed, and it ends where
its head says.';
