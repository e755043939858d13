create or replace function ops._check_clock_is_the_servers()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'clock_is_the_servers',
        array(
            select format('schema %s', n.nspname)
            from pg_catalog.pg_namespace as n
            where n.nspname = 'test_clock'
            union all
            select format('function %s', p.oid::pg_catalog.regprocedure)
            from pg_catalog.pg_proc as p
            where p.pronamespace in (
                'core'::pg_catalog.regnamespace, 'api'::pg_catalog.regnamespace,
                'audit'::pg_catalog.regnamespace, 'ops'::pg_catalog.regnamespace
            )
                and p.proname <> '_check_clock_is_the_servers'
                and coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) like '%test\_clock.%'
            union all
            select format('default of %s.%s', d.adrelid::pg_catalog.regclass, a.attname)
            from pg_catalog.pg_attrdef as d
            inner join pg_catalog.pg_attribute as a
                on d.adrelid = a.attrelid and d.adnum = a.attnum
            inner join pg_catalog.pg_class as c on d.adrelid = c.oid
            where c.relnamespace in (
                'core'::pg_catalog.regnamespace, 'api'::pg_catalog.regnamespace,
                'audit'::pg_catalog.regnamespace, 'ops'::pg_catalog.regnamespace
            )
                and pg_get_expr(d.adbin, d.adrelid) like '%test\_clock.%'
            order by 1
        ),
        'This database was made for tests: no moment in it is proof of anything. Install '
        'Recert in another one. Found:'
    );
$$;

comment on function ops._check_clock_is_the_servers() is
'Rule 22: times are the server''s. The clock of the tests, which can be set, is in no other
database.';
