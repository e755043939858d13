create or replace function ops._measure_wal()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
    v_now constant pg_catalog.pg_lsn := pg_current_wal_insert_lsn();
begin
    -- a restored database may be another server's, whose log is not as far
    if v_now >= old.wal_lsn_from then
        new.wal_bytes := v_now - old.wal_lsn_from;
    end if;
    return new;
end;
$$;

comment on function ops._measure_wal() is
'Trigger function: notes how much write-ahead log the server has written since the run began.';
