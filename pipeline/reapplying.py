"""Replaces functions, triggers, views, policies, grants and guards: all of them, as one set.

See docs/decisions/0007.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.guards import is_superuser, lift_guards
from pipeline.sources import SourceFile

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[object, ...]]

#: Drops whatever a former set of files left, so that it need not be known what that was. Rights on
#: tables that an administrator gave to roles which are not ours are left alone; those on functions
#: and views go with them.
_DROP_REAPPLIED = """
do $$
declare
    v_schemas constant regnamespace[] := array['api', 'core', 'audit', 'ops'];
    v_roles constant regrole[] := array[
        'recert_runner', 'recert_auditor', 'recert_builder', 'recert_service'
    ];
    v_statement text;
begin
    -- each kind in one statement: they may need each other
    for v_statement in
        select 'drop view ' || string_agg(c.oid::regclass::text, ', ')
        from pg_catalog.pg_class as c
        where c.relnamespace = any(v_schemas) and c.relkind = 'v'
        union all
        select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass)
        from pg_catalog.pg_trigger as t
        inner join pg_catalog.pg_class as c on t.tgrelid = c.oid
        where not t.tgisinternal and c.relnamespace = any(v_schemas)
        union all
        select 'drop aggregate ' || string_agg(p.oid::regprocedure::text, ', ')
        from pg_catalog.pg_proc as p
        where p.pronamespace = any(v_schemas) and p.prokind = 'a'
    loop
        if v_statement is not null then
            execute v_statement;
        end if;
    end loop;
    -- read only now, as an aggregate is one of pg_proc, too
    select 'drop routine ' || string_agg(p.oid::regprocedure::text, ', ') into v_statement
    from pg_catalog.pg_proc as p
    where p.pronamespace = any(v_schemas);
    if v_statement is not null then
        execute v_statement;
    end if;
    for v_statement in
        select distinct format('revoke all on %s from %s', o.name,
            case g.grantee when 0 then 'public' else g.grantee::regrole::text end)
        from (
            select format('schema %s', n.oid::regnamespace) as name, n.nspacl as acl
            from pg_catalog.pg_namespace as n
            where n.oid = any(v_schemas)
            union all
            select format('table %s', c.oid::regclass), c.relacl
            from pg_catalog.pg_class as c
            where c.relnamespace = any(v_schemas) and c.relkind = 'r'
            union all
            select format('sequence %s', c.oid::regclass), c.relacl
            from pg_catalog.pg_class as c
            where c.relnamespace = any(v_schemas) and c.relkind = 'S'
            union all
            select format('table %s', c.oid::regclass), a.attacl
            from pg_catalog.pg_class as c
            inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid
            where c.relnamespace = any(v_schemas) and c.relkind = 'r'
        ) as o
        cross join lateral pg_catalog.aclexplode(o.acl) as g
        where g.grantee = any(v_roles) or g.grantee = 0
    loop
        execute v_statement;
    end loop;
end;
$$
"""


#: Views read tables, and so would keep a migration from changing a column of theirs. Ours are made
#: again after the migrations, dbt's by the next build of the marts.
_DROP_VIEWS = """
do $$
declare
    v_statement constant text := (
        select 'drop view ' || string_agg(c.oid::regclass::text, ', ')
        from pg_catalog.pg_class as c
        where c.relnamespace = to_regnamespace('{schema}') and c.relkind = 'v'
    );
begin
    if v_statement is not null then
        execute v_statement;
    end if;
end;
$$
"""


#: Policies read columns and call functions, and so would keep both from being changed. Until they
#: are made again, a table with row security shows its rows to nobody but its owner.
_DROP_POLICIES = """
do $$
declare
    v_statement text;
begin
    for v_statement in
        select format('drop policy %I on %s', p.polname, p.polrelid::regclass)
        from pg_catalog.pg_policy as p
        inner join pg_catalog.pg_class as c on p.polrelid = c.oid
        where c.relnamespace::regnamespace::text in ('api', 'core', 'audit', 'ops')
    loop
        execute v_statement;
    end loop;
end;
$$
"""


def execute(connection: Connection, file: SourceFile, *, one_by_one: bool = False) -> None:
    """Run a file of ours as it stands; ``one_by_one`` a statement at a time, as Citus wants it."""
    if not one_by_one:
        connection.execute(file.text.encode())
        return
    import sqlparse

    for statement in sqlparse.split(file.text):
        connection.execute(statement.encode())


def become_owner(connection: Connection) -> None:
    """Act as the owner of everything, no view or policy in the way, until the transaction ends."""
    for role, schema in (("recert_builder", "staging"), ("recert_owner", "api")):
        connection.execute(f"set local role {role}".encode())
        connection.execute(_DROP_VIEWS.replace("{schema}", schema).encode())
    connection.execute(_DROP_POLICIES)


def drop_reapplied(connection: Connection) -> None:
    """Take away the whole set, as the owner."""
    connection.execute("set local role recert_owner")
    connection.execute(_DROP_POLICIES)
    connection.execute(_DROP_REAPPLIED)


def reapply(
    connection: Connection,
    files: list[SourceFile],
    foreign: list[str],
    *,
    one_by_one: bool = False,
) -> None:
    """Replace the whole set of functions, triggers, views, policies, grants and guards."""
    lift_guards(connection)
    drop_reapplied(connection)
    # bodies name functions whose files come later
    connection.execute("set local check_function_bodies = off")
    guards = [file for file in files if file.path.startswith("guards/")]
    for file in files:
        if file not in guards:
            execute(connection, file, one_by_one=one_by_one)
    connection.execute("delete from ops.objects")
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.objects (path, checksum, command_version) values (%s, %s, %s)",
            [(file.path, file.checksum, __version__) for file in files],
        )
    if is_superuser(connection):
        connection.execute("set local role none")
        for file in guards:
            execute(connection, file, one_by_one=one_by_one)
    connection.execute("set local role recert_owner")
    connection.execute("select ops._record_installation(%s, %s)", [__version__, foreign])
