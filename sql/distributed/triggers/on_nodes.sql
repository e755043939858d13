-- Citus takes no trigger to the nodes that fires on TRUNCATE, too: there a second one stands for
-- the rest of what it refuses. TRUNCATE itself begins on the coordinator, where the first one is.

do $$
declare
    v_statement text;
begin
    for v_statement in
        select format(
            'create trigger %I before %s on %s for each statement execute function %s();'
            ' alter table %3$s enable always trigger %1$I',
            t.tgname || '_on_nodes',
            concat_ws(
                ' or ',
                case when t.tgtype & 4 > 0 then 'insert' end,
                case when t.tgtype & 8 > 0 then 'delete' end,
                case when t.tgtype & 16 > 0 then 'update' end
            ),
            t.tgrelid::regclass, t.tgfoid::regproc
        )
        from pg_catalog.pg_trigger as t
        inner join pg_catalog.pg_dist_partition as p on t.tgrelid = p.logicalrelid
        inner join pg_catalog.pg_class as c on t.tgrelid = c.oid
        where not t.tgisinternal and t.tgtype & 32 > 0 and t.tgtype & 28 > 0
            and c.relnamespace::regnamespace::text in ('core', 'ops')
        order by c.relname, t.tgname
    loop
        execute split_part(v_statement, ';', 1);
        execute split_part(v_statement, ';', 2);
    end loop;
end;
$$;
