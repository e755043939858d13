-- The path is empty, so that every name that is printed has its schema.
create or replace function ops._grants()
returns table (kind text, object text, role text, privilege text)
language sql
stable
security definer
set search_path = ''
as $$
    with ours as (
        select n.oid, n.nspname, n.nspacl, n.nspowner
        from pg_catalog.pg_namespace as n
        where n.nspname in ('core', 'api', 'audit', 'ops')
    ),

    -- without a list of rights an object has those that its kind starts with: a function's are open
    objects (kind, object, owner_id, acl) as (
        select 'schema', n.nspname::pg_catalog.text, n.nspowner,
            coalesce(n.nspacl, acldefault('n', n.nspowner))
        from ours as n
        union all
        select
            case c.relkind
                when 'v' then 'view'
                when 'm' then 'materialized view'
                when 'S' then 'sequence'
                when 'f' then 'foreign table'
                else 'table'
            end,
            c.oid::pg_catalog.regclass::pg_catalog.text, c.relowner,
            coalesce(
                c.relacl,
                acldefault(
                    (case c.relkind when 'S' then 's' else 'r' end)::pg_catalog."char", c.relowner
                )
            )
        from pg_catalog.pg_class as c
        inner join ours as n on c.relnamespace = n.oid
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        union all
        select 'column', format('%s.%I', c.oid::pg_catalog.regclass, a.attname), c.relowner, a.attacl
        from pg_catalog.pg_attribute as a
        inner join pg_catalog.pg_class as c on a.attrelid = c.oid
        inner join ours as n on c.relnamespace = n.oid
        where not a.attisdropped and a.attacl is not null
        union all
        select 'function', p.oid::pg_catalog.regprocedure::pg_catalog.text, p.proowner,
            coalesce(p.proacl, acldefault('f', p.proowner))
        from pg_catalog.pg_proc as p
        inner join ours as n on p.pronamespace = n.oid
        union all
        -- what the owner makes later: without an entry everybody may execute functions
        select 'default', 'functions in any schema', r.oid,
            coalesce(
                (
                    select d.defaclacl
                    from pg_catalog.pg_default_acl as d
                    where d.defaclrole = r.oid and d.defaclnamespace = 0 and d.defaclobjtype = 'f'
                ),
                acldefault('f', r.oid)
            )
        from pg_catalog.pg_roles as r
        where r.rolname = 'recert_owner'
        union all
        select 'default',
            format(
                '%s in %s',
                case d.defaclobjtype
                    when 'r' then 'tables'
                    when 'S' then 'sequences'
                    when 'f' then 'functions'
                    when 'T' then 'types'
                    when 'n' then 'schemas'
                    else d.defaclobjtype::pg_catalog.text
                end,
                coalesce(s.nspname, 'any schema')
            ),
            d.defaclrole, d.defaclacl
        from pg_catalog.pg_default_acl as d
        left join pg_catalog.pg_namespace as s on d.defaclnamespace = s.oid
        where d.defaclnamespace in (select n.oid from ours as n)
            or (
                d.defaclrole = 'recert_owner'::pg_catalog.regrole
                and (d.defaclnamespace <> 0 or d.defaclobjtype <> 'f')
            )
    )

    select o.kind, o.object, coalesce(r.rolname, 'PUBLIC')::pg_catalog.text,
        g.privilege_type || case when g.is_grantable then ' WITH GRANT OPTION' else '' end
    from objects as o
    cross join lateral aclexplode(o.acl) as g
    left join pg_catalog.pg_roles as r on g.grantee = r.oid
    where g.grantee <> o.owner_id
    union
    -- nobody else owns any of it
    select o.kind, o.object, coalesce(r.rolname, o.owner_id::pg_catalog.text), 'OWNERSHIP'
    from objects as o
    left join pg_catalog.pg_roles as r on o.owner_id = r.oid
    where r.rolname is distinct from 'recert_owner'
    order by 1, 2, 3, 4;
$$;

comment on function ops._grants() is
'Every right on the schemas core, api, audit and ops and what is in them, that somebody but
recert_owner has: kind of object (schema, table, view, column, sequence, function, or default for
what is made later), object, role (PUBLIC for everybody) and privilege; OWNERSHIP where it is not
recert_owner''s. docs/security.md shows what it gives after an installation.';
