create or replace function core._is_distributed()
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_partitions constant pg_catalog.regclass := to_regclass('pg_catalog.pg_dist_partition');
    v_is_distributed boolean;
begin
    if v_partitions is null then
        return false;
    end if;
    execute format('select exists (select from %s as p where p.logicalrelid = $1)', v_partitions)
        into strict v_is_distributed
        using 'core.evidence'::pg_catalog.regclass;
    return v_is_distributed;
end;
$$;

comment on function core._is_distributed() is
'Whether the record is spread over the nodes of a Citus cluster. What no statement can do there at
once, such as locking rows of several nodes, is left out; see docs/decisions/0030.';
