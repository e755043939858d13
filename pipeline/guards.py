"""What an install asks about the guards of the record, and about what is not as it was installed.

See docs/decisions/0020.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pipeline.errors import NotAllowed, SchemaMismatch

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[object, ...]]

#: Made by the files of guards, belongs to the superuser who installs.
GUARDS_SCHEMA = "recert_guards"

#: What migrations make, and an upgrade cannot bring back.
_BY_MIGRATIONS = ("table", "column", "constraint", "index")

#: What no upgrade takes away, either.
_NOT_REAPPLIED = (*_BY_MIGRATIONS, "rule")

#: Whose rights an upgrade takes back.
_OUR_GRANTEES = ("recert_runner", "recert_auditor", "recert_builder", "recert_service", "PUBLIC")


def is_superuser(connection: Connection) -> bool:
    """Whether the login of the session is a superuser, whatever role it took."""
    row = connection.execute(
        "select rolsuper from pg_catalog.pg_roles where rolname = session_user"
    ).fetchone()
    return bool(row and row[0])


def lift_guards(connection: Connection) -> None:
    """Take the event triggers away until the transaction makes them anew, or is undone."""
    present = connection.execute(
        "select to_regnamespace(%s) is not null", [GUARDS_SCHEMA]
    ).fetchone()
    if not present or not present[0]:
        return
    if not is_superuser(connection):
        raise NotAllowed(
            "A superuser guards the shape of this database's record.",
            sqlstate="ZR308",
            detail="event triggers of schema " + GUARDS_SCHEMA,
            hint="Upgrade it as a superuser of the database.",
        )
    connection.execute(f"drop schema {GUARDS_SCHEMA} cascade".encode())


def altered_objects(connection: Connection) -> list[tuple[str, str, str]]:
    """What is not as it was installed: kind, name and missing, changed or added.

    Nothing in a schema from before installations were recorded, or interrupted on its way from one
    to the next. Guards that could be made, and are not there, count as missing.
    """
    known = connection.execute("select to_regprocedure('ops._altered()') is not null").fetchone()
    if not known or not known[0]:
        return []
    whole = connection.execute("select exists (select from ops.objects)").fetchone()
    if not whole or not whole[0]:
        return []
    found = connection.execute(
        "select kind, object, how from ops._altered()"
        " union all select 'schema', %(guards)s, 'missing' from pg_catalog.pg_roles"
        " where rolname = session_user and rolsuper and to_regnamespace(%(guards)s) is null",
        {"guards": GUARDS_SCHEMA},
    )
    return cast("list[tuple[str, str, str]]", found.fetchall())


def is_put_back(kind: str, name: str, how: str) -> bool:
    """Whether applying everything anew makes this what it was."""
    if kind == "right" and how == "added":
        # what an administrator gave to other roles, or says of what is made later, is left alone
        what, _, role = name.rpartition(" to ")
        return role in _OUR_GRANTEES and not what.startswith("default ")
    return kind not in _NOT_REAPPLIED


def require_tables_as_installed(altered: list[tuple[str, str, str]]) -> None:
    """Raise when a table lost what a migration gave it: no upgrade may make that the rule."""
    lost = [
        f"{kind} {name} {how}"
        for kind, name, how in altered
        if kind in _BY_MIGRATIONS and how != "added"
    ]
    if lost:
        raise SchemaMismatch(
            "The tables are not as they were installed.",
            sqlstate="ZR007",
            detail=", ".join(lost[:5]),
            hint="Have a superuser put back what `recert doctor` names, as ops.catalogue tells.",
        )
