-- What the tables' owner may not do: take away or go around what keeps the record.
--
-- The one file that runs as the login that installs, and only where that is a superuser, as
-- PostgreSQL asks of whoever makes an event trigger: docs/decisions/0020. The schema belongs to
-- that login, so that the owner cannot replace the function.

create schema recert_guards;

comment on schema recert_guards is
'Event triggers that keep the shape of the record, out of reach of recert_owner.';

create or replace function recert_guards._guard_shape()
returns event_trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
    v_ours constant pg_catalog.text[] := array['core', 'api', 'audit', 'ops', 'recert_guards'];
    v_is_owner constant boolean := pg_has_role(current_user, 'recert_owner', 'usage');
    v_what pg_catalog.text;
begin
    -- an index that is made anew is the same
    if tg_tag = 'REINDEX'
        or (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user)
    then
        return;
    end if;

    if tg_event = 'sql_drop' then
        select d.object_identity into v_what
        from pg_event_trigger_dropped_objects() as d
        where not d.is_temporary and (
            d.schema_name = any(v_ours)
            or d.address_names[1] = any(v_ours)
            -- what lies in no schema cannot be told to be somebody else's
            or (v_is_owner and d.schema_name is null and cardinality(d.address_names) = 1)
        )
        limit 1;
    else
        select coalesce(c.object_identity, c.object_type, c.command_tag) into v_what
        from pg_event_trigger_ddl_commands() as c
        left join pg_catalog.pg_class as r
            on c.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.objid = r.oid
        left join pg_catalog.pg_proc as p
            on c.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and c.objid = p.oid
        where c.schema_name = any(v_ours)
            -- rows of a table that inherits from one of ours would count as ours, unguarded
            or exists (
                select from pg_catalog.pg_inherits as i
                inner join pg_catalog.pg_class as t on i.inhparent = t.oid
                where i.inhrelid = r.oid
                    and t.relnamespace::pg_catalog.regnamespace::pg_catalog.text = any(v_ours)
            )
            or (
                v_is_owner and c.schema_name is distinct from 'pg_temp' and (
                    -- triggers, policies, rights, schemas
                    c.schema_name is null
                    -- what was moved out of our schemas is still the owner's
                    or coalesce(r.relowner, p.proowner)
                    = (select o.oid from pg_catalog.pg_roles as o where o.rolname = 'recert_owner')
                )
            )
        limit 1;
    end if;

    if v_what is not null then
        raise exception '% is refused: the shape of the record is only changed by an upgrade', tg_tag
            using errcode = 'ZR308',
            detail = format('%s, login %s, role %s', v_what, session_user, current_user),
            hint = 'Run `recert db upgrade` as a superuser of the database; it brings its own changes.';
    end if;
end;
$$;

revoke all on function recert_guards._guard_shape() from public;

comment on function recert_guards._guard_shape() is
'Event trigger function: refuses whoever is no superuser to change or drop what lies in the schemas
of the record, and members of recert_owner to give or take rights. Raises ZR308.';

do $$
begin
    create event trigger recert_guards_changes on ddl_command_end
    execute function recert_guards._guard_shape();
    alter event trigger recert_guards_changes enable always;
    create event trigger recert_guards_drops on sql_drop
    execute function recert_guards._guard_shape();
    alter event trigger recert_guards_drops enable always;
    comment on event trigger recert_guards_changes is
    'Refuses changes of the shape of the record to whoever is no superuser.';
    comment on event trigger recert_guards_drops is
    'Refuses drops of parts of the record to whoever is no superuser.';
end;
$$;
