"""Installs and upgrades the schema: migrations in order, then everything that can be re-applied.

A migration runs once, in its own transaction with its row of ``ops.migrations``, and is never
edited once applied. Functions, triggers, views, policies and grants are one set: when the checksum
of any of them changed, all of them are replaced in one transaction, so that no old overload, policy
or grant survives its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pipeline import __version__
from pipeline.distributing import (
    distribute,
    has_citus,
    is_distributed,
    open_nodes,
    prepare,
    require_cluster,
)
from pipeline.errors import DatabaseUnavailable, Defect, SchemaMismatch
from pipeline.guards import (
    altered_objects,
    is_put_back,
    lift_guards,
    require_tables_as_installed,
)
from pipeline.reapplying import become_owner, execute, reapply
from pipeline.sources import SourceFile, migrations, reapplied

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[object, ...]]

#: What the first migration makes.
SCHEMAS = (
    *("core", "api", "audit", "ops"),
    *("staging", "intermediate", "mart_compliance", "mart_audit"),
)

#: How long an install waits for whoever uses what it replaces.
LOCK_TIMEOUT = "20s"

#: Held by an install for as long as it runs: two at once take turns.
_INSTALL_LOCK = 0x7265_6365_7274


@dataclass(frozen=True)
class SchemaStatus:
    """What is installed, against what this command brings.

    ``schema_version`` is the number of the last migration applied, 0 when there is no schema;
    ``pending`` are the migrations to come, ``stale`` the re-applied files that changed, ``altered``
    what is not as it was installed and is put back, which only an install looks at.
    """

    schema_version: int
    command_schema_version: int
    pending: tuple[str, ...]
    stale: tuple[str, ...]
    altered: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether an upgrade would do nothing."""
        return not self.pending and not self.stale and not self.altered


def schema_status(connection: Connection, folder: Path | None = None) -> SchemaStatus:
    """Compare the database with this command.

    Raises :class:`SchemaMismatch` when the schema is newer than the command (``ZR003``), or an
    applied migration differs from the command's file (``ZR004``).
    """
    ours = migrations(folder)
    objects = reapplied(folder, is_distributed=is_distributed(connection))
    present = connection.execute("select to_regclass('ops.migrations') is not null").fetchone()
    if not present or not present[0]:
        return SchemaStatus(
            0, len(ours), tuple(file.stem for file in ours), tuple(file.path for file in objects)
        )
    applied = connection.execute(
        "select migration_number, name, checksum from ops.migrations order by migration_number"
    ).fetchall()
    latest = cast("int", applied[-1][0]) if applied else 0
    if latest > len(ours):
        raise _newer(f"schema version {latest}, this command knows {len(ours)}")
    for (number, name, checksum), file in zip(applied, ours, strict=False):
        if (number, name, checksum) != (file.number, file.stem, file.checksum):
            raise SchemaMismatch(
                "A migration that was applied to this database differs from the command's.",
                sqlstate="ZR004",
                detail=f"{name} as applied, {file.stem} in this command",
                hint="Restore the file as it was released; a change belongs into a new migration.",
            )
    return SchemaStatus(
        latest,
        len(ours),
        tuple(file.stem for file in ours[latest:]),
        _stale(connection, objects),
    )


def _stale(connection: Connection, files: list[SourceFile]) -> tuple[str, ...]:
    """The re-applied files that differ from what is installed.

    Which of two sets is the newer one is told by the versions of the commands they came with.
    """
    from packaging.version import Version

    rows = cast(
        "list[tuple[str, str, str]]",
        connection.execute("select path, checksum, command_version from ops.objects").fetchall(),
    )
    known = {path: checksum for path, checksum, _ in rows}
    stale = [file.path for file in files if known.pop(file.path, None) != file.checksum]
    stale += known
    for version in {version for _, _, version in rows} if stale else ():
        if Version(version) > Version(__version__):
            raise _newer(f"functions and views of recert {version}, this is {__version__}")
    return tuple(sorted(stale))


def _newer(detail: str) -> SchemaMismatch:
    return SchemaMismatch(
        "The database's schema is newer than this command.",
        sqlstate="ZR003",
        detail=detail,
        hint="Install the recert version that upgraded this database, or a later one.",
    )


def require_current(connection: Connection) -> None:
    """Raise :class:`SchemaMismatch` unless the schema is the one this command works with.

    ``ZR001`` when there is none, ``ZR002`` when it is older, and what :func:`schema_status` raises.
    A login that may not read the ledger gets no further than its rights, so it is let through.
    """
    row = connection.execute(
        "select to_regnamespace('ops') is not null,"
        " coalesce(has_schema_privilege(to_regnamespace('ops')::oid, 'usage'), false)"
    ).fetchone()
    exists, readable = row or (False, False)
    if exists and not readable:
        return
    status = schema_status(connection)
    if status.schema_version == 0:
        raise SchemaMismatch(
            "The database has no Recert schema yet.",
            sqlstate="ZR001",
            hint="Install it with `recert db init`.",
        )
    if not status.is_current:
        raise SchemaMismatch(
            "The database's schema is older than this command.",
            sqlstate="ZR002",
            detail=", ".join((status.pending + status.stale)[:5]),
            hint="Upgrade it with `recert db upgrade`.",
        )


def make_roles(connection: Connection) -> None:
    """Make the roles that the server lacks: they are no part of a database, nor of its backup.

    The first statement of the first migration does it.
    """
    statement = re.search(r"^do \$\$.*?^\$\$;", migrations()[0].text, re.MULTILINE | re.DOTALL)
    if statement is None:
        raise Defect("The first migration makes no roles.", hint="Reinstall recert.")
    connection.execute(statement[0].encode())


@contextmanager
def hold_install_lock(connection: Connection) -> Iterator[None]:
    """Keep others from installing, or wait until they have."""
    connection.execute("select pg_advisory_lock(%s)", [_INSTALL_LOCK])
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("select pg_advisory_unlock(%s)", [_INSTALL_LOCK])


def install(
    connection: Connection,
    folder: Path | None = None,
    announce: Callable[[str], None] | None = None,
    *,
    distributed: bool = False,
) -> SchemaStatus:
    """Bring the database to this command's schema; does nothing when it is there already.

    ``distributed`` spreads it over the Citus cluster that the database is the coordinator of.

    Returns what was found before, so that a caller can tell what was done. The connection must be
    in autocommit mode and able to create roles and schemas on the first install.
    """
    with hold_install_lock(connection):
        connection.execute("set client_min_messages = warning")
        # an upgrade that queues behind a reader would have everybody else queue behind it
        connection.execute("select set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            return _install(connection, folder, announce or (lambda _: None), distributed)
        finally:
            if not connection.closed:
                connection.execute("reset client_min_messages; reset lock_timeout")


def _install(
    connection: Connection,
    folder: Path | None,
    say: Callable[[str], None],
    distributed: bool,
) -> SchemaStatus:
    was_distributed = is_distributed(connection)
    if distributed:
        require_cluster(connection)
    is_cluster = distributed or was_distributed
    if is_cluster:
        prepare(connection)
    if has_citus(connection):
        # the roles that an install takes are taken here: a node knows one, its owner's
        connection.execute("set citus.propagate_set_commands = 'none'")
        # what other nodes need of a new schema comes to them with the tables, and else nothing
        propagates = "on" if was_distributed else "off"
        connection.execute(f"set citus.enable_ddl_propagation = {propagates}".encode())
    before = schema_status(connection, folder)
    foreign: list[str] = []
    if before.schema_version == 0:
        require_room(connection)
    else:
        altered = altered_objects(connection)
        require_tables_as_installed(altered)
        foreign = [f"{kind} {name}" for kind, name, how in altered if how == "added"]
        before = replace(
            before,
            altered=tuple(
                f"{name}: {how}" for kind, name, how in altered if is_put_back(kind, name, how)
            ),
        )
    for file in migrations(folder)[before.schema_version :]:
        say(f"migration {file.stem}")
        with connection.transaction():
            if file.number > 1:
                lift_guards(connection)
                become_owner(connection)
                # the views are gone: until all is re-applied, nothing counts as installed
                connection.execute("delete from ops.objects")
            execute(connection, file, one_by_one=is_cluster)
            connection.execute(
                "insert into ops.migrations"
                " (migration_number, name, checksum, command_version) values (%s, %s, %s, %s)",
                [file.number, file.stem, file.checksum, __version__],
            )
    if is_cluster:
        if not was_distributed:
            say("the tables to the nodes of the cluster")
            connection.execute("set citus.enable_ddl_propagation = on")
            distribute(connection, folder)
            before = replace(before, stale=before.stale or ("distributed",))
        open_nodes(connection)
    if not before.is_current:
        say("functions, triggers, views, policies and grants")
        with connection.transaction():
            reapply(
                connection,
                reapplied(folder, is_distributed=is_cluster),
                foreign,
                one_by_one=is_cluster,
            )
    return before


def require_room(connection: Connection) -> None:
    """Raise unless the schema can be made here, before any of it is.

    :class:`SchemaMismatch` (``ZR005``) where its names are taken,
    :class:`DatabaseUnavailable` where the database is not in UTF-8.
    """
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseUnavailable(
            "The database is not in UTF-8.",
            detail=f"its encoding is {encoding}",
            hint="Make one: create database recert encoding 'UTF8' template template0;",
        )
    taken = connection.execute(
        "select nspname from pg_catalog.pg_namespace where nspname = any(%s) order by nspname",
        [list(SCHEMAS)],
    ).fetchall()
    if taken:
        raise SchemaMismatch(
            "The database has schemas of these names that are not Recert's.",
            sqlstate="ZR005",
            detail=", ".join(str(name) for (name,) in taken),
            hint="Give Recert a database of its own.",
        )
