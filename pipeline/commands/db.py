"""``recert db``: install, look at, start and stop the database."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import click

from pipeline.errors import SchemaMismatch, WrongUsage
from pipeline.masking import without_secrets
from pipeline.options import Group, pass_settings
from pipeline.output import announce, emit_one
from pipeline.settings import Settings


@click.group(
    cls=Group,
    lazy={
        "backup": (
            "pipeline.commands.backup:backup",
            "Write the whole database to a file.",
        ),
        "restore": (
            "pipeline.commands.backup:restore",
            "Restore a backup into a new database.",
        ),
    },
)
def db() -> None:
    """Install, look at, start and stop the database; back it up.

    Without --dsn (RECERT_DSN) the database is the embedded PostgreSQL server, whose data lies in
    the platform's user data folder or in RECERT_HOME. Commands start it when they need it; it goes
    on running until `recert db stop`.
    """


def _install(settings: Settings, *, is_upgrade: bool, distributed: bool = False) -> None:
    from pipeline.install import install, schema_status

    with settings.connection(autocommit=True, check_schema=False) as connection:
        if is_upgrade and schema_status(connection).schema_version == 0:
            raise SchemaMismatch(
                "The database has no Recert schema to upgrade.",
                sqlstate="ZR001",
                hint="Install it with `recert db init`.",
            )
        before = install(
            connection,
            announce=lambda text: announce(settings, f"Applying {text}"),
            distributed=distributed,
        )
        after = schema_status(connection)
    emit_one(
        settings,
        {
            "schema_version": after.schema_version,
            "schema_version_before": before.schema_version,
            "migrations_applied": list(before.pending),
            "objects_changed": len(before.stale),
            "objects_repaired": list(before.altered),
            "changed": not before.is_current,
        },
    )


@db.command()
@click.option(
    "--distributed",
    is_flag=True,
    help="Spread the tables over the Citus cluster of which the database is the coordinator.",
)
@pass_settings
def init(settings: Settings, distributed: bool) -> None:
    r"""Install the schema, or bring it up to date; a second time does nothing.

    The login must be able to create schemas and roles, as the embedded server's is. With
    --distributed it must be a superuser of a Citus coordinator: what people did is spread over the
    nodes by person, everything else is on each of them. Again after a node was added. See
    docs/scale.md.

    \b
    Examples:
      recert db init
      recert --dsn postgresql://admin@db.example.com/recert db init
      recert --dsn postgresql://postgres@coordinator/recert db init --distributed
    """
    _install(settings, is_upgrade=False, distributed=distributed)


@db.command()
@pass_settings
def upgrade(settings: Settings) -> None:
    r"""Bring an installed schema up to this command's; a second time does nothing.

    \b
    Examples:
      recert db upgrade
    """
    _install(settings, is_upgrade=True)


@db.command()
@pass_settings
def status(settings: Settings) -> None:
    r"""Tell where the database is, what it runs and which schema it has; starts nothing.

    With the extension pg_stat_statements in the database also what its statements cost, and which
    took longest.

    \b
    Examples:
      recert db status
      recert db status --format json
    """
    from pipeline.database import connected
    from pipeline.install import schema_status
    from pipeline.statements import in_words, statements

    row: dict[str, Any] = {
        "dsn": None,
        "server_version": None,
        "schema_version": None,
        "embedded": settings.is_embedded,
        "running": True,
        "schema": None,
    }
    figures: dict[str, Any] | None = None
    note: str | None = None
    if settings.dsn is None:
        from pipeline.embedded import EmbeddedServer

        server = EmbeddedServer().status()
        row |= {
            "dsn": server.dsn,
            "running": server.running,
            "home": str(server.home),
            "data": str(server.data),
            "pid": server.pid,
        }
        dsn = server.dsn
    else:
        dsn = settings.dsn
        row["dsn"] = without_secrets(dsn)
    if row["running"]:
        with connected(dsn, check_schema=False, application_name=settings.run_id) as connection:
            version = connection.execute("show server_version").fetchone()
            schema = schema_status(connection)
            figures, note = statements(connection)
        row["server_version"] = version[0] if version else None
        row["schema_version"] = schema.schema_version
        row["schema"] = (
            "missing"
            if schema.schema_version == 0
            else "current"
            if schema.is_current
            else "older than the command"
        )
    if settings.format != "table":
        row |= {"statements": figures, "statements_note": note}
    elif figures is not None:
        row |= in_words(figures)
    elif note is not None:
        row["statements"] = f"not counted: {note}"
    emit_one(settings, row)


@db.command()
@pass_settings
def start(settings: Settings) -> None:
    r"""Start the embedded server; it is a no-op when it runs.

    \b
    Examples:
      recert db start
    """
    from pipeline.embedded import EmbeddedServer

    _require_embedded(settings)
    server = EmbeddedServer()
    server.start(lambda text: announce(settings, text))
    found = server.status()
    emit_one(settings, {"running": found.running, "dsn": found.dsn, "pid": found.pid})


@db.command()
@pass_settings
def stop(settings: Settings) -> None:
    r"""Stop the embedded server; open sessions are ended, nothing committed is lost.

    \b
    Examples:
      recert db stop
    """
    from pipeline.embedded import EmbeddedServer

    _require_embedded(settings)
    stopped = EmbeddedServer().stop()
    emit_one(settings, {"stopped": stopped, "running": False})


def _require_embedded(settings: Settings) -> None:
    if settings.dsn is not None:
        raise WrongUsage(
            "Only the embedded server is started and stopped by this command.",
            hint="Leave out --dsn and unset RECERT_DSN, or use your server's own tools.",
        )


@db.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@pass_settings
def psql(settings: Settings, arguments: tuple[str, ...]) -> None:
    r"""Open psql on the database; ARGUMENTS go to psql.

    \b
    Examples:
      recert db psql
      recert db psql -- -c "select * from mart_compliance.recertification_campaigns"
    """
    from pipeline.clients import environment, fitting

    with settings.connection(autocommit=True, check_schema=False) as connection:
        (program, *_) = fitting(connection, "psql", is_embedded=settings.is_embedded)
        # a blank of any kind would end the option and begin the next
        actor = re.sub(r"([\\ \t\n\v\f\r])", r"\\\1", settings.actor or "")
        variables = environment(
            connection, "psql", options=f"-c recert.actor={actor}" if actor else ""
        )
    sys.stdout.flush()
    os.execve(program, [str(program), *arguments], variables)  # noqa: S606  psql takes over
