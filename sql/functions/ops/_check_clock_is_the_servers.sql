create or replace function ops._check_clock_is_the_servers()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    with ours as (
        select n.oid
        from pg_catalog.pg_namespace as n
        where n.nspname in ('core', 'api', 'audit', 'ops')
    ),

    -- whatever calls a function that is neither the server's nor ours might call a clock
    foreign_functions as (
        select p.oid
        from pg_catalog.pg_proc as p
        inner join pg_catalog.pg_namespace as n on p.pronamespace = n.oid
        where n.nspname not in ('pg_catalog', 'recert_guards')
            and p.pronamespace not in (select o.oid from ours as o)
    )

    select ops._finding(
        'clock_is_the_servers',
        array(
            select format('schema %s', n.nspname)
            from pg_catalog.pg_namespace as n
            where n.nspname = 'test_clock'
            union
            -- a body in quotes leaves no trace of what it calls
            select format('function %s', p.oid::pg_catalog.regprocedure)
            from pg_catalog.pg_proc as p
            where p.pronamespace in (select o.oid from ours as o)
                and p.proname <> '_check_clock_is_the_servers'
                and p.prosrc like '%test\_clock.%'
            union
            select format(
                '%s calls %s', pg_describe_object(d.classid, d.objid, d.objsubid),
                d.refobjid::pg_catalog.regprocedure
            )
            from pg_catalog.pg_depend as d
            left join pg_catalog.pg_attrdef as a
                on d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and d.objid = a.oid
            left join pg_catalog.pg_rewrite as r
                on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = r.oid
            left join pg_catalog.pg_constraint as k
                on d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and d.objid = k.oid
            left join pg_catalog.pg_trigger as t
                on d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass and d.objid = t.oid
            left join pg_catalog.pg_proc as p
                on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid
            left join pg_catalog.pg_class as c
                on c.oid = coalesce(a.adrelid, r.ev_class, k.conrelid, t.tgrelid)
            where d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                and d.refobjid in (select f.oid from foreign_functions as f)
                and coalesce(c.relnamespace, p.pronamespace) in (select o.oid from ours as o)
            order by 1
        ),
        'This database was made for tests: no moment in it is proof of anything. '
        'Install Recert in another one. Found:'
    );
$$;

comment on function ops._check_clock_is_the_servers() is
'Rule 22: times are the server''s. The clock of the tests, which can be set, is in no other
database, and nothing of ours calls a function that is neither the server''s nor ours.';
