create or replace function ops._check_rights_are_as_documented()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._compared(
        ops._finding(
            'rights_are_as_documented',
            array(
                select format('%s is %s', a.object, a.how)
                from ops._altered() as a
                where a.kind = 'right'
                union all
                -- a right to everything is a right to our tables
                select format('%s may do more than its role says', r.rolname)
                from pg_catalog.pg_roles as r
                where r.rolname in (
                    'recert_owner', 'recert_runner', 'recert_auditor', 'recert_builder',
                    'recert_service'
                )
                    and (r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication)
                union all
                select format('%s reads or writes past the rights of tables', r.rolname)
                from pg_catalog.pg_roles as r
                where r.rolcanlogin and not r.rolsuper
                    and (r.rolbypassrls or pg_has_role(r.oid, 'pg_write_all_data', 'usage'))
                order by 1
            ),
            '`recert db upgrade` puts the rights of Recert''s own roles back; revoke the others. '
            'Rights:'
        )
    );
$$;

comment on function ops._check_rights_are_as_documented() is
'What roles and logins may do to our schemas is what the installation granted: docs/security.md;
and no attribute or role gives them more.';
