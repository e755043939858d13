create or replace function core._is_distributed()
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_is_distributed boolean;
begin
    if to_regclass('pg_catalog.pg_dist_partition') is null then
        return false;
    end if;
    execute
        'select exists (select from pg_catalog.pg_dist_partition as p'
        ' where p.logicalrelid = ''core.evidence''::pg_catalog.regclass)'
        into strict v_is_distributed;
    return v_is_distributed;
end;
$$;

comment on function core._is_distributed() is
'Whether the record is spread over the nodes of a Citus cluster. What no statement can do there at
once, such as locking rows of several nodes, is left out; see docs/decisions/0030.';
