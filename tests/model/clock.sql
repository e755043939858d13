-- A clock for a database installed for tests: everything of Recert that reads the server's clock is
-- made to read test_clock.now(), which stands still until test_clock.moment is changed. The product
-- has no such setting; a database that was treated so is reported by `recert doctor`.
--
-- Run once, as a superuser, on a database with the schema; the schemas are those to be rewritten.

create schema test_clock;

create table test_clock.moment (
    is_the_one boolean primary key default true check (is_the_one),
    moment timestamptz not null default clock_timestamp()
);
insert into test_clock.moment default values;

create function test_clock.now()
returns timestamptz
language sql
stable
security definer
set search_path = ''
as $$
    select m.moment from test_clock.moment as m;
$$;

grant usage on schema test_clock to public;

-- A definition with the server's clock replaced by ours.
create function test_clock.told(p_definition text)
returns text
language sql
immutable
as $$
    select regexp_replace(
        p_definition,
        '(?<!test_clock\.)\m(pg_catalog\.)?'
        '(clock_timestamp|statement_timestamp|transaction_timestamp|now)\(\)',
        'test_clock.now()', 'gi'
    );
$$;

-- Everything in these schemas that has a definition, and how to define it anew.
create function test_clock.definitions(p_schemas text[])
returns table (named text, definition text, remade text)
language sql
stable
as $$
    select
        p.oid::regprocedure::text, pg_get_functiondef(p.oid),
        test_clock.told(pg_get_functiondef(p.oid))
    from pg_proc as p
    where p.pronamespace::regnamespace::text = any(p_schemas) and p.prokind in ('f', 'p')
    union all
    select
        format('default of %s.%I', a.attrelid::regclass, a.attname),
        pg_get_expr(d.adbin, d.adrelid),
        format(
            'alter table %s alter column %I set default %s', a.attrelid::regclass, a.attname,
            test_clock.told(pg_get_expr(d.adbin, d.adrelid))
        )
    from pg_attrdef as d
    inner join pg_attribute as a on d.adrelid = a.attrelid and d.adnum = a.attnum
    inner join pg_class as c on a.attrelid = c.oid
    where c.relnamespace::regnamespace::text = any(p_schemas)
        and a.attidentity = '' and a.attgenerated = ''
    union all
    select
        c.oid::regclass::text, pg_get_viewdef(c.oid),
        format(
            'create or replace view %s %s as %s', c.oid::regclass,
            'with (' || nullif(array_to_string(c.reloptions, ', '), '') || ')',
            test_clock.told(pg_get_viewdef(c.oid))
        )
    from pg_class as c
    where c.relnamespace::regnamespace::text = any(p_schemas) and c.relkind = 'v'
    union all
    select o.conname, pg_get_constraintdef(o.oid), null
    from pg_constraint as o
    where o.connamespace::regnamespace::text = any(p_schemas) and o.contype = 'c'
    union all
    select t.tgname, pg_get_triggerdef(t.oid), null
    from pg_trigger as t
    inner join pg_class as c on t.tgrelid = c.oid
    where c.relnamespace::regnamespace::text = any(p_schemas) and not t.tgisinternal;
$$;

-- Returns how many definitions read the test clock from now on; fails when one still reads the
-- server's.
create function test_clock.take_over(p_schemas text[])
returns bigint
language plpgsql
as $$
declare
    v_remade text;
    v_count bigint := 0;
    v_left text;
begin
    for v_remade in
        select d.remade from test_clock.definitions(p_schemas) as d
        where d.definition <> test_clock.told(d.definition) and d.remade is not null
    loop
        execute v_remade;
        v_count := v_count + 1;
    end loop;

    select string_agg(d.named, ', ') into v_left
    from test_clock.definitions(p_schemas) as d
    where d.definition <> test_clock.told(d.definition)
        or d.definition ~* (
            '\m(current_timestamp|current_date|current_time|localtimestamp|localtime|timeofday)\M'
            '|''(now|today|tomorrow|yesterday)'''
        );
    if v_left is not null then
        raise exception 'These still read the server''s clock: %', v_left;
    end if;
    return v_count;
end;
$$;
