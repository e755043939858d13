create or replace function core._lock_decisions(p_alone boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if p_alone then
        perform pg_catalog.pg_advisory_xact_lock(hashtextextended('recert decisions', 0));
    else
        perform pg_catalog.pg_advisory_xact_lock_shared(hashtextextended('recert decisions', 0));
    end if;
end;
$$;

comment on function core._lock_decisions(boolean) is
'On a cluster, before the first write to a table that is on every node, and before the end of the
log: for such a write Citus locks the whole table, and those that its foreign keys name, so one who
has written and waits for the log, and one who has the log and writes, would wait in a circle.
Batches, which write there only when they have the log, share it.';
