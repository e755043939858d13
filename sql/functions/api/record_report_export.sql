create or replace function api.record_report_export(
    p_kind text,
    p_name text,
    p_scope jsonb,
    p_head_seq bigint,
    p_head_hash text,
    p_sha256 text default null
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform core._require_log_reader();
    if (p_kind in ('pack', 'site', 'mart')) is not true
        or (core._trimmed(p_name) <> '') is not true
        or (jsonb_typeof(p_scope) = 'object') is not true
        or p_sha256 !~ '^[0-9a-f]{64}$' then
        raise exception 'This is no export of the marts'
            using errcode = 'ZR102',
            detail = format('kind %s, name %s', coalesce(p_kind, 'null'), coalesce(p_name, 'null')),
            hint = 'Give the kind pack, site or mart, a name, a scope that is a JSON object, and a '
            'SHA-256 in lower-case hexadecimal or none.';
    end if;
    -- marts may be built before anything was recorded
    if (p_head_seq = 0 and p_head_hash = repeat('0', 64)) is not true then
        perform audit._require_row(p_head_seq, p_head_hash);
    end if;
    return audit._append(
        row(
            'export', p_kind, p_name, null,
            jsonb_build_object(
                'scope', p_scope, 'head_seq', p_head_seq, 'head_hash', p_head_hash
            ) || case when p_sha256 is null then '{}' else jsonb_build_object('sha256', p_sha256) end
        )::audit.entry
    );
end;
$$;

comment on function api.record_report_export(text, text, jsonb, bigint, text, text) is
'Records that something made of the marts was handed out, and returns audit_seq. p_kind is pack (the
inspector''s pack), site or mart; p_name the name of its file or folder, of a mart that of the mart;
p_scope what was asked for, as an object; p_head_seq and p_head_hash the row of the audit log that
it goes up to: of a pack the last one in its log, else the last one that the marts cover (0 and 64
zeros where there was none); p_sha256, in lower-case hexadecimal, that of the file, or of what
sha256sum prints of all files of a site. Call it when all is written. Audit action export. Open to
who sees everybody. Raises ZR102, ZR304 and what core._actor() raises.';
