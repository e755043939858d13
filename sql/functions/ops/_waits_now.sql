create or replace function ops._waits_now()
returns table (run text, wait_events jsonb)
language sql
volatile
security invoker
set search_path = ''
as $$
    with seen as (
        select
            ops._run_of(a.application_name) as run,
            coalesce(a.wait_event_type || '/' || a.wait_event, 'CPU') as event,
            count(*) as sessions
        from pg_catalog.pg_stat_activity as a
        where a.datname = current_database() and a.state = 'active' and a.pid <> pg_backend_pid()
        group by
            ops._run_of(a.application_name),
            coalesce(a.wait_event_type || '/' || a.wait_event, 'CPU')
    )

    select
        s.run,
        jsonb_object_agg(s.event, s.sessions)
    from seen as s
    group by s.run;
$$;

comment on function ops._waits_now() is
'What the active sessions of each run are at: an object of Type/Event of pg_stat_activity, or CPU
where they wait for nothing, and how many are at it. Sessions of others are seen by whoever may look
at them in pg_stat_activity; the asking session is left out.';
