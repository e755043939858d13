"""What the catalogue of an installed database says of functions, views and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Column:
    """A column of a table or view."""

    name: str
    type: str
    is_required: bool
    comment: str


@dataclass(frozen=True)
class Relation:
    """A table or view with its columns; keys are those that a reader joins by."""

    name: str
    comment: str
    columns: list[Column]
    keys: list[str]


@dataclass(frozen=True)
class Routine:
    """A function: its arguments and result as SQL says them, and who may execute it."""

    name: str
    arguments: list[str]
    result: str
    comment: str
    roles: list[str]


_ROUTINES = """
    select
        p.proname,
        string_to_array(pg_get_function_arguments(p.oid), ', '),
        pg_get_function_result(p.oid),
        obj_description(p.oid, 'pg_proc'),
        array(
            select g.grantee::regrole::text
            from aclexplode(p.proacl) as g
            where g.grantee not in (0, p.proowner)
            order by 1
        )
    from pg_proc as p
    where p.pronamespace = 'api'::regnamespace
    order by p.proname collate "C"
"""

_RELATIONS = """
    select
        c.oid,
        c.relnamespace::regnamespace || '.' || c.relname,
        obj_description(c.oid, 'pg_class')
    from pg_class as c
    where c.relnamespace::regnamespace::text = %s and c.relkind = %s
    order by c.relname collate "C"
"""

_COLUMNS = """
    select
        a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        coalesce(col_description(a.attrelid, a.attnum), '')
    from pg_attribute as a
    where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
    order by a.attnum
"""

_TYPES = """
    select c.oid, t.oid::regtype::text, obj_description(t.oid, 'pg_type')
    from pg_type as t
    inner join pg_class as c on t.typrelid = c.oid and c.relkind = 'c'
    where t.oid in (
        select p.prorettype from pg_proc as p where p.pronamespace = 'api'::regnamespace
    )
    order by 2
"""

_KEYS = """
    select pg_get_constraintdef(k.oid)
    from pg_constraint as k
    where k.conrelid = %s and k.contype in ('p', 'u', 'f')
    order by array_position('{p,u,f}'::"char"[], k.contype), k.conname collate "C"
"""


def routines(connection: Connection) -> list[Routine]:
    """The functions of schema api."""
    return [Routine(*row) for row in connection.execute(_ROUTINES).fetchall()]


def comment_of_actor(connection: Connection) -> str:
    """What core._actor() raises, for the functions that say they raise the same."""
    (told,) = connection.execute(
        "select obj_description('core._actor()'::regprocedure, 'pg_proc')"
    ).fetchone() or ("",)
    return str(told)


def types(connection: Connection) -> list[Relation]:
    """The composite types that functions of schema api return."""
    connection.execute("set search_path = pg_catalog")
    return [
        Relation(name, comment or "", _columns(connection, oid), [])
        for oid, name, comment in connection.execute(_TYPES).fetchall()
    ]


def _columns(connection: Connection, oid: int) -> list[Column]:
    return [Column(*row) for row in connection.execute(_COLUMNS, (oid,)).fetchall()]


def relations(connection: Connection, schema: str, kind: str) -> list[Relation]:
    """The tables (``r``) or views (``v``) of a schema."""
    connection.execute("set search_path = pg_catalog")
    return [
        Relation(
            name,
            comment or "",
            _columns(connection, oid),
            [key for (key,) in connection.execute(_KEYS, (oid,)).fetchall()],
        )
        for oid, name, comment in connection.execute(_RELATIONS, (schema, kind)).fetchall()
    ]
