"""``recert db backup`` and ``recert db restore``: the whole database to a file and back."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.options import Command, pass_settings
from pipeline.output import announce, emit_one
from pipeline.settings import Settings


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file when it exists.")
@pass_settings
def backup(settings: Settings, file: Path, force: bool) -> None:
    r"""Write the whole database to FILE, in one consistent state, while others work.

    FILE is in pg_dump's custom format and readable by your account alone, as it has personal data.
    The audit log records that it was made; the row is in the backup, too. The login is that of an
    administrator, who can read everything; on your own server pg_dump must be as new as the server.
    Keep what is printed: `recert db restore` can check the SHA-256, and the end of the audit log
    tells what the backup holds.

    \b
    Examples:
      recert db backup recert-2027-01-31.dump
      recert db backup nightly.dump --force --format json
    """
    from pipeline.backup import back_up

    with settings.connection(autocommit=True, check_schema=False) as connection:
        row = back_up(connection, file, is_embedded=settings.is_embedded, overwrite=force)
    emit_one(settings, row)


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sha256", metavar="HEX", help="What the file must have, as `backup` told it.")
@pass_settings
def restore(settings: Settings, file: Path, sha256: str | None) -> None:
    r"""Restore the backup FILE into a database without a record, and verify its audit log.

    All of it is restored or nothing; a record is never overwritten. Roles of Recert are made where
    the server lacks them; logins, and roles that you gave rights to, must be there. The login must
    be able to create schemas and roles. A backup of an older command is upgraded afterwards with
    `recert db upgrade`.

    Exits with 5 when the file is no complete backup, with 6 when the database has a record, with 8
    when the audit log that was restored does not verify.

    \b
    Examples:
      RECERT_HOME=~/recert-restored recert db restore recert-2027-01-31.dump
      recert --dsn postgresql://admin@db.example.com/restored db restore nightly.dump
    """
    from pipeline.backup import restore as restore_backup

    with settings.connection(autocommit=True, check_schema=False) as connection:
        row = restore_backup(
            connection,
            file,
            is_embedded=settings.is_embedded,
            sha256=sha256,
            tell=lambda text: announce(settings, text),
        )
    emit_one(settings, row)
    if row["schema"] != "current":
        announce(settings, "Its schema is older than this command: run `recert db upgrade`.")
