create or replace function core._finish_import(
    p_import ops.imports,
    p_details jsonb,
    p_preceding audit.entry[]
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_audit_seq bigint;
begin
    v_audit_seq := audit._append(
        variadic p_preceding || row(
            'import', 'import', p_import.import_id::pg_catalog.text, null,
            jsonb_build_object(
                'kind', p_import.kind, 'file_name', p_import.file_name,
                'file_sha256', p_import.file_sha256, 'is_partial', p_import.is_partial,
                'read', p_import.read, 'inserted', p_import.inserted,
                'updated', p_import.updated, 'skipped', p_import.skipped,
                'rejected', p_import.rejected
            ) || p_details
        )::audit.entry
    );
    update ops.imports as i
    set
        is_partial = p_import.is_partial, file_sha256 = p_import.file_sha256,
        read = p_import.read, inserted = p_import.inserted, updated = p_import.updated,
        skipped = p_import.skipped, rejected = p_import.rejected, audit_seq = v_audit_seq
    where i.import_id = p_import.import_id;
    return v_audit_seq;
end;
$$;

comment on function core._finish_import(ops.imports, jsonb, audit.entry[]) is
'Writes the counts of an import to the register and, after p_preceding, its audit row with
p_details added; returns the seq of that row. The last step of an import.';
