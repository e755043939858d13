"""``recert audit``: read and verify the audit log."""

from __future__ import annotations

import click

from pipeline import api
from pipeline.database import listed
from pipeline.options import Group, pass_settings
from pipeline.output import emit_list, emit_one
from pipeline.settings import Settings

_COLUMNS = ["seq", "occurred_at", "actor", "action", "entity_type", "entity_id", "change_reason"]


@click.group(cls=Group)
def audit() -> None:
    """The append-only, hash-chained record of who did what, when and why."""


@audit.command()
@click.option("--action", help="Only this action, such as recertify.")
@click.option(
    "--actor", "actor_number", metavar="EMPLOYEE_NUMBER", help="Only what this person did."
)
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000_000), default=50, help="Last rows to show.  [50]"
)
@click.option("--all", "all_rows", is_flag=True, help="All rows, whatever the limit.")
@pass_settings
def log(
    settings: Settings,
    action: str | None,
    actor_number: str | None,
    limit: int,
    all_rows: bool,
) -> None:
    r"""Show the last rows of the audit log, the newest at the end.

    JSON and CSV have every column, the payload as the exact text that is hashed and the hashes in
    hexadecimal.

    \b
    Examples:
      recert audit log
      recert audit log --action recertify --format json
      recert audit log --all --format csv > audit.csv
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from (select * from api.audit_log"
            " where (%(action)s::text is null or action = %(action)s)"
            " and (%(actor)s::text is null or actor = %(actor)s)"
            " order by seq desc limit %(limit)s) as l order by l.seq",
            {"action": action, "actor": actor_number, "limit": None if all_rows else limit},
        )
    emit_list(settings, rows, _COLUMNS, header=header, empty="The audit log has no such row.")


@audit.command()
@pass_settings
def verify(settings: Settings) -> None:
    r"""Check every row, hash and link of the audit log, and its end.

    Exits with 8 and names the first row that does not fit when the log was tampered with.

    \b
    Examples:
      recert audit verify
    """
    with settings.connection() as connection:
        row = api.verify_audit_chain(connection)
    emit_one(settings, row)
    api.require_intact(row)
