create or replace function ops._check_owner_is_kept_out()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'owner_is_kept_out',
        array(
            select 'recert_owner may log in'
            from pg_catalog.pg_roles as r
            -- the nodes of a cluster reach each other as the owner: see docs/scale.md
            where r.rolname = 'recert_owner'
                and (r.rolcanlogin and not core._is_distributed() or r.rolsuper)
            union all
            -- with the event triggers not even the owner takes a guard away
            select format('%s is a member of recert_owner', r.rolname)
            from pg_catalog.pg_roles as r
            where r.rolcanlogin and not r.rolsuper
                and pg_has_role(r.oid, 'recert_owner', 'member')
                and (
                    select count(*)
                    from pg_catalog.pg_event_trigger as e
                    inner join pg_catalog.pg_roles as o on e.evtowner = o.oid
                    where e.evtname in ('recert_guards_changes', 'recert_guards_drops')
                        and e.evtenabled = 'A' and o.rolsuper
                ) < 2
            union all
            -- which switches the event triggers off, from PostgreSQL 17 on
            select format('event_triggers is %s', current_setting('event_triggers', true))
            where current_setting('event_triggers', true) <> 'on'
            union all
            select format(
                '%s is set for %s', s.setting,
                coalesce('role ' || r.rolname, 'database ' || d.datname, 'everybody')
            )
            from pg_catalog.pg_db_role_setting as g
            cross join lateral unnest(g.setconfig) as s (setting)
            left join pg_catalog.pg_roles as r on g.setrole = r.oid
            left join pg_catalog.pg_database as d on g.setdatabase = d.oid
            where s.setting ~ '^event_triggers=' and s.setting <> 'event_triggers=on'
                and (d.oid is null or d.datname = current_database())
            union all
            select format('%s may be set by others than superusers', p.parname)
            from pg_catalog.pg_parameter_acl as p
            where p.parname in ('event_triggers', 'session_replication_role')
                and cardinality(p.paracl) > 1
            order by 1
        ),
        'Run `recert db upgrade` as a superuser, who guards the schema against its owner, or '
        'revoke recert_owner from these logins; reset and revoke settings that switch guards off. '
        'Found:'
    );
$$;

comment on function ops._check_owner_is_kept_out() is
'Rule 19: nobody who can log in, superusers apart, could take the guards away as the
tables'' owner, and nothing switches them off.';
