create or replace function core._refresh_statistics(p_table regclass, p_written bigint)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_rows real;
begin
    -- there every shard has statistics of its own, which autovacuum keeps
    if core._is_distributed() then
        return;
    end if;
    select greatest(c.reltuples, 0) into strict v_rows
    from pg_catalog.pg_class as c
    where c.oid = p_table;
    -- the measure of autovacuum, which comes too late for what is done next
    if p_written > 1000 + v_rows / 10 then
        execute format('analyze (skip_locked) %s', p_table);
    end if;
end;
$$;

comment on function core._refresh_statistics(regclass, bigint) is
'Brings the planner''s statistics of a table up to date after p_written rows were written to it,
if they are many; a recertification may follow at once.';
