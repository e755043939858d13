create or replace function core._is_worker()
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    -- the one row of it says which node this is
    v_local_group constant pg_catalog.regclass := to_regclass('pg_catalog.pg_dist_local_group');
    v_group_id integer;
begin
    if v_local_group is null then
        return false;
    end if;
    execute format('select g.groupid from %s as g', v_local_group) into strict v_group_id;
    return v_group_id <> 0;
end;
$$;

comment on function core._is_worker() is
'Whether this server is a worker of a Citus cluster. A table that is on every node has its triggers
on every node, too; those that write elsewhere do it once, on the coordinator.';
