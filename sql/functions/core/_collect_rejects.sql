create or replace function core._collect_rejects(p_import ops.imports)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_rejected bigint;
begin
    -- the plans of loading a million rows and of loading ten differ
    execute format('analyze ops.%I', 'judged_' || p_import.kind);
    execute format(
        'insert into ops.import_rejects (import_id, line_number, column_name, reason, value) '
        'select j.import_id, j.line_number, f.column_name, f.reason, f.value '
        'from ops.%I as j cross join lateral unnest(j.faults) as f '
        'where j.import_id = $1 and j.faults is not null',
        'judged_' || p_import.kind
    )
    using p_import.import_id;

    select count(distinct r.line_number) into strict v_rejected
    from ops.import_rejects as r
    where r.import_id = p_import.import_id;
    return v_rejected;
end;
$$;

comment on function core._collect_rejects(ops.imports) is
'Adds the faults of the judged rows to ops.import_rejects. Returns how many rows are rejected, the
unreadable ones included.';
