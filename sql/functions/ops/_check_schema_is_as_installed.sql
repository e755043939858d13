create or replace function ops._check_schema_is_as_installed()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._compared(
        ops._finding(
            'schema_is_as_installed',
            array(
                select format('%s %s is %s', a.kind, a.object, a.how)
                from ops._altered() as a
                where a.kind not in ('trigger', 'event trigger', 'rule', 'policy', 'right')
                order by 1
            ),
            '`recert db upgrade` puts functions and views back; have a superuser put tables, '
            'constraints and indexes back as ops.catalogue has them. Objects:'
        )
    );
$$;

comment on function ops._check_schema_is_as_installed() is
'Tables, constraints, indexes, functions and views are what the installation left.';
