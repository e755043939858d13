create or replace function api.record_audit_export(p_seq bigint, p_hash text)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform audit._require_row(p_seq, p_hash);
    return audit._append(
        row(
            'export', 'audit_log', 'all', null,
            jsonb_build_object('head_seq', p_seq, 'head_hash', p_hash)
        )::audit.entry
    );
end;
$$;

comment on function api.record_audit_export(bigint, text) is
'Records that the audit log was exported up to the row p_seq with the hash p_hash, and returns
audit_seq, which is that of a later row. Call it when the file is written, so that the log is not
held meanwhile. Audit action export. Raises ZR102 and what core._actor() raises.';
