create or replace function api.end_import(p_import_id bigint)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_import constant ops.imports := core._import(p_import_id);
begin
    -- not truncated: that would wait for a backup that is reading the table
    execute format('delete from ops.%I', 'staged_' || v_import.kind);
    execute format('delete from ops.%I', 'judged_' || v_import.kind);
    delete from ops.import_rejects as r
    where r.import_id = p_import_id;
end;
$$;

comment on function api.end_import(bigint) is
'Empties the tables of an import; its rejected rows have been read by then. Raises ZR208 unless
this transaction has begun the import.';
