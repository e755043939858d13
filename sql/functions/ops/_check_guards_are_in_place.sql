create or replace function ops._check_guards_are_in_place()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._compared(
        ops._finding(
            'guards_are_in_place',
            array(
                select format('%s %s is %s', a.kind, a.object, a.how)
                from ops._altered() as a
                where a.kind in ('trigger', 'event trigger', 'rule', 'policy')
                union
                -- also where nothing was installed that could be compared
                select format('trigger %s %s is changed', t.tgrelid::pg_catalog.regclass, t.tgname)
                from pg_catalog.pg_trigger as t
                inner join pg_catalog.pg_class as c on t.tgrelid = c.oid
                inner join pg_catalog.pg_namespace as n on c.relnamespace = n.oid
                where n.nspname in ('core', 'audit', 'ops')
                    and not t.tgisinternal and t.tgenabled <> 'A'
                order by 1
            ),
            'Run `recert db upgrade`, which puts guards back, and find out who took them away and '
            'what was done meanwhile. Guards:'
        )
    );
$$;

comment on function ops._check_guards_are_in_place() is
'Rule 19: every trigger, event trigger, rule and policy that was installed is there, the same,
and enabled always; the schema has no other.';
