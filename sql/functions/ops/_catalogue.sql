create or replace function ops._catalogue()
returns table (kind text, object text, definition text)
language sql
stable
security definer
set search_path = ''
as $$
    with ours as (
        select n.oid, n.nspname
        from pg_catalog.pg_namespace as n
        where n.nspname in ('core', 'api', 'audit', 'ops', 'recert_guards')
    ),

    relations as (
        select c.*, o.nspname || '.' || c.relname as name
        from pg_catalog.pg_class as c
        inner join ours as o on c.relnamespace = o.oid
    )

    select
        'table', c.name,
        concat_ws(
            ' ', 'owner', pg_get_userbyid(c.relowner), 'kind', c.relkind, 'persistence',
            c.relpersistence, 'row security', c.relrowsecurity, c.relforcerowsecurity,
            -- a table that inherits, or is inherited from, has rows that no guard sees
            (
                select 'inherits ' || count(*)
                from pg_catalog.pg_inherits as i
                where c.oid in (i.inhrelid, i.inhparent)
            ),
            array_to_string(c.reloptions, ',')
        )
    from relations as c
    where c.relkind in ('r', 'p')
    union all
    select
        'column', c.name || '.' || a.attname,
        concat_ws(
            ' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
            nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
            pg_get_expr(d.adbin, d.adrelid)
        )
    from relations as c
    inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid
    left join pg_catalog.pg_attrdef as d on a.attrelid = d.adrelid and a.attnum = d.adnum
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
    union all
    select
        'constraint', c.name || ' ' || k.conname,
        -- not valid is part of what the first tells; an internal trigger can be off
        pg_get_constraintdef(k.oid) || coalesce(
            (
                select ' enforced by ' || string_agg(
                    distinct t.tgenabled::pg_catalog.text, ''
                )
                from pg_catalog.pg_trigger as t
                where t.tgconstraint = k.oid
            ),
            ''
        )
    from relations as c
    inner join pg_catalog.pg_constraint as k on c.oid = k.conrelid
    -- from 18 on not null has a row, too
    where k.contype <> 'n'
    union all
    select
        'index', i.indexrelid::pg_catalog.regclass::pg_catalog.text,
        pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' invalid' end
    from relations as c
    inner join pg_catalog.pg_index as i on c.oid = i.indrelid
    union all
    select
        'trigger', c.name || ' ' || t.tgname,
        pg_get_triggerdef(t.oid) || ' enabled ' || t.tgenabled::pg_catalog.text
    from relations as c
    inner join pg_catalog.pg_trigger as t on c.oid = t.tgrelid
    where not t.tgisinternal
    union all
    select
        'view', c.name,
        encode(
            sha256(
                convert_to(
                    concat_ws(
                        ' ', pg_get_userbyid(c.relowner), c.reloptions, pg_get_viewdef(c.oid)
                    ),
                    'UTF8'
                )
            ),
            'hex'
        )
    from relations as c
    where c.relkind in ('v', 'm')
    union all
    select 'rule', c.name || ' ' || r.rulename, pg_get_ruledef(r.oid)
    from relations as c
    inner join pg_catalog.pg_rewrite as r on c.oid = r.ev_class
    where c.relkind not in ('v', 'm')
    union all
    select
        'policy', c.name || ' ' || p.polname,
        concat_ws(
            ' ', p.polcmd, p.polpermissive,
            (
                select string_agg(
                    case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee) end, ','
                    order by g.place
                )
                from unnest(p.polroles) with ordinality as g (grantee, place)
            ),
            'using', pg_get_expr(p.polqual, p.polrelid),
            'check', pg_get_expr(p.polwithcheck, p.polrelid)
        )
    from relations as c
    inner join pg_catalog.pg_policy as p on c.oid = p.polrelid
    union all
    select
        'function', p.oid::pg_catalog.regprocedure::pg_catalog.text,
        encode(
            sha256(
                convert_to(
                    concat_ws(
                        ' ', pg_get_userbyid(p.proowner),
                        case p.prokind
                            when 'a'
                                then (
                                    select format('%s %s', a.aggtransfn, a.aggtranstype::pg_catalog.regtype)
                                    from pg_catalog.pg_aggregate as a
                                    where a.aggfnoid = p.oid
                                )
                            else pg_get_functiondef(p.oid)
                        end
                    ),
                    'UTF8'
                )
            ),
            'hex'
        )
    from pg_catalog.pg_proc as p
    inner join ours as o on p.pronamespace = o.oid
    union all
    select
        'event trigger', e.evtname,
        format(
            'on %s execute %s, owner %s is superuser %s, enabled %s', e.evtevent,
            e.evtfoid::pg_catalog.regproc, r.rolname, r.rolsuper, e.evtenabled
        )
    from pg_catalog.pg_event_trigger as e
    inner join pg_catalog.pg_roles as r on e.evtowner = r.oid
    where e.evtname like 'recert\_%'
    union all
    select
        'right', format('%s %s to %s', g.kind, g.object, g.role),
        string_agg(g.privilege, ', ' order by g.privilege)
    from ops._grants() as g
    group by g.kind, g.object, g.role;
$$;

comment on function ops._catalogue() is
'Everything in our schemas with its definition: what keeps the record, as the server tells it now.
The one place that says what is compared; ops.catalogue has it as it was installed.';
