-- Which tables lie where on a Citus cluster: what people did is spread over the nodes by user_id,
-- each person's rows on one of them; people and everything that many rows point to is on every
-- node. Run once, by a superuser, after the migrations and before what is re-applied: a later
-- migration that makes a table has to say itself where it lies. See docs/decisions/0030.

do $$
declare
    -- in this order: the first says which shards are each other's neighbours
    v_by_user constant text[] := array[
        'evidence', 'assignments', 'recertification_exceptions', 'campaign_exceptions', 'signatures',
        'exemptions', 'notifications', 'expirations'
    ];
    -- written by triggers of tables that are on every node, and so by the coordinator alone
    v_by_triggers constant text[] := array[
        'user_history', 'training_history', 'rule_history', 'recompute_queue'
    ];
    -- what a single server checks once a statement: sql/local/triggers/
    v_parents constant text[] := array[
        'alter table core.assignments add constraint assignments_user_fkey
        foreign key (user_id) references core.users (user_id)',
        'alter table core.assignments add constraint assignments_campaign_fkey
        foreign key (campaign_id) references core.campaigns (campaign_id)',
        'alter table core.evidence add constraint evidence_user_fkey
        foreign key (user_id) references core.users (user_id)',
        'alter table core.evidence add constraint evidence_version_fkey
        foreign key (version_id) references core.training_versions (version_id)',
        'alter table core.evidence add constraint evidence_superseding_campaign_fkey
        foreign key (superseded_by_campaign_id) references core.campaigns (campaign_id)',
        'alter table core.recertification_exceptions
        add constraint recertification_exceptions_user_fkey
        foreign key (user_id) references core.users (user_id)',
        'alter table core.recertification_exceptions
        add constraint recertification_exceptions_run_fkey
        foreign key (run_id) references core.recertification_runs (run_id)',
        'alter table core.campaign_exceptions add constraint campaign_exceptions_user_fkey
        foreign key (user_id) references core.users (user_id)',
        'alter table core.campaign_exceptions add constraint campaign_exceptions_campaign_fkey
        foreign key (campaign_id) references core.campaigns (campaign_id)'
    ];
    v_foreign_keys text[];
    v_table text;
    v_statement text;
begin
    if to_regclass('core.evidence') in (select p.logicalrelid from pg_catalog.pg_dist_partition as p) then
        return;
    end if;

    -- a foreign key cannot be in the way of one of its tables, and comes back when both are there
    select
        array_agg(
            format(
                'alter table %s add constraint %I %s',
                k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)
            )
        )
    into v_foreign_keys
    from pg_catalog.pg_constraint as k
    inner join pg_catalog.pg_class as c on k.conrelid = c.oid
    where k.contype = 'f' and k.connamespace::regnamespace::text in ('core', 'ops')
        and c.relname <> all(v_by_triggers)
        -- an import holds its row until it ends, and with a foreign key to a table on every node
        -- nobody could change that meanwhile. Functions alone fill them in; `recert doctor` looks
        and 'ops.imports'::regclass not in (k.conrelid, k.confrelid);
    for v_statement in
        select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname)
        from pg_catalog.pg_constraint as k
        where k.contype = 'f' and k.connamespace::regnamespace::text in ('core', 'ops')
    loop
        execute v_statement;
    end loop;
    foreach v_table in array v_by_user loop
        perform create_distributed_table(
            format('core.%I', v_table)::regclass, 'user_id',
            colocate_with => case when v_table = v_by_user[1] then 'none' else 'core.evidence' end
        );
    end loop;
    for v_table in
        select c.oid::regclass
        from pg_catalog.pg_class as c
        where c.relkind = 'r' and c.relnamespace = 'core'::regnamespace
            and c.relname <> all(v_by_user || v_by_triggers)
        order by c.oid
    loop
        perform create_reference_table(v_table::regclass);
    end loop;
    foreach v_statement in array v_foreign_keys || v_parents loop
        execute v_statement;
    end loop;
end;
$$;

-- The language, the schemas, the types and the roles get to the nodes with functions that need
-- them: later the owner makes functions there, who may not make those.
do $$
declare
    v_schema text;
    v_arguments text;
    v_role text;
begin
    for v_schema, v_arguments in
        select
            n.nspname,
            coalesce(
                string_agg(t.oid::regtype::text, ', ' order by t.oid)
                filter (where t.typtype = 'e' or c.relkind = 'c'),
                ''
            )
        from pg_catalog.pg_namespace as n
        left join pg_catalog.pg_type as t on n.oid = t.typnamespace
        left join pg_catalog.pg_class as c on t.typrelid = c.oid
        where n.nspname in ('core', 'api', 'audit', 'ops')
        group by n.nspname
    loop
        foreach v_role in array array[
            'recert_owner', 'recert_runner', 'recert_auditor', 'recert_builder', 'recert_service'
        ] loop
            execute format(
                'create function %I._known(%s) returns void language plpgsql as %L',
                v_schema, v_arguments, 'begin end'
            );
            execute format('alter function %I._known owner to %I', v_schema, v_role);
            perform create_distributed_function(
                format('%I._known(%s)', v_schema, v_arguments)::regprocedure
            );
            execute format('drop function %I._known', v_schema);
        end loop;
    end loop;
end;
$$;
