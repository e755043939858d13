create or replace function core._import(p_import_id bigint)
returns ops.imports
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_import ops.imports;
begin
    select i.* into v_import
    from ops.imports as i
    where i.import_id = p_import_id and i.transaction_id = pg_current_xact_id_if_assigned();
    if not found then
        raise exception 'This transaction has begun no such import'
            using errcode = 'ZR208',
            detail = format('import_id %s', p_import_id),
            hint = 'Call api.begin_import first, in the same transaction.';
    end if;
    return v_import;
end;
$$;

comment on function core._import(bigint) is
'The import of this import_id, which this transaction has begun. Raises ZR208.';
