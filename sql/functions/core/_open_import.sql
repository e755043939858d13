create or replace function core._open_import(
    p_import_id bigint,
    p_partial boolean,
    p_file_sha256 text
)
returns ops.imports
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_import ops.imports := core._import(p_import_id);
begin
    if v_import.read is not null then
        raise exception 'The import is done'
            using errcode = 'ZR208',
            detail = format('import_id %s, rows read %s', p_import_id, v_import.read),
            hint = 'Begin another with api.begin_import.';
    end if;

    -- the plans of judging a million rows and of judging ten differ
    execute format('analyze ops.%I', 'staged_' || v_import.kind);
    execute format('select count(*) from ops.%I where import_id = $1', 'staged_' || v_import.kind)
    into strict v_import.read using p_import_id;
    if v_import.read = 0 then
        raise exception 'The file has no rows'
            using errcode = 'ZR103',
            detail = format('%s: a header only', v_import.file_name),
            hint = 'Check that the right file was given and that it was written to its end.';
    end if;

    execute format(
        'insert into ops.import_rejects (import_id, line_number, column_name, reason, value) '
        'select s.import_id, s.line_number, f."column", f.reason, left(f.value, 200) '
        'from ops.%I as s, '
        'jsonb_to_recordset(s.faults) as f ("column" pg_catalog.text, reason pg_catalog.text, value pg_catalog.text) '
        'where s.import_id = $1 and s.faults is not null',
        'staged_' || v_import.kind
    )
    using p_import_id;

    v_import.is_partial := coalesce(p_partial, false);
    v_import.file_sha256 := p_file_sha256;
    return v_import;
end;
$$;

comment on function core._open_import(bigint, boolean, text) is
'The import of this import_id with its rows counted, and those that could not be read rejected. Not
yet written: core._finish_import does that. Raises ZR103 (no rows), ZR208 (done), and what
core._import raises.';
