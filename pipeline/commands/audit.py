"""``recert audit``: read and verify the audit log."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline import api
from pipeline.commands.building import tell_unrecorded
from pipeline.database import listed, streamed
from pipeline.options import Group, pass_settings
from pipeline.output import announce, emit_list, emit_one, emit_stream
from pipeline.settings import Settings
from pipeline.verdicts import require_intact

_COLUMNS = ["seq", "occurred_at", "actor", "action", "entity_type", "entity_id", "change_reason"]

#: Of which log and in which order; without a limit the rows need not be sorted twice.
_ROWS = (
    "select * from api.audit_log"
    " where (%(action)s::text is null or action = %(action)s)"
    " and (%(actor)s::text is null or actor = %(actor)s)"
    " order by seq"
)
_LAST_ROWS = f"select * from ({_ROWS} desc limit %(limit)s) as l order by l.seq"  # noqa: S608  of our own text

_FORCE = click.option("--force", is_flag=True, help="Replace FILE when it is there.")


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
    given = {"action": action, "actor": actor_number, "limit": limit}
    with settings.connection() as connection:
        if all_rows and settings.format != "table":
            with streamed(connection, _ROWS, given) as (header, stream):
                emit_stream(settings, stream, header)
            return
        header, rows = listed(connection, _ROWS if all_rows else _LAST_ROWS, given)
    emit_list(settings, rows, _COLUMNS, header=header, empty="The audit log has no such row.")


def _target(file: Path) -> Path | None:
    """The file to write, None for standard output; wrong usage when it is a folder."""
    if os.path.isdir(file):  # noqa: PTH112  Path's own raises where a name is too long
        raise click.UsageError(f"{str(file)!r} is no file: name a new one.")
    return None if str(file) == "-" else file


@audit.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@_FORCE
@pass_settings
def export(settings: Settings, file: Path, force: bool) -> None:
    r"""Write the whole audit log to FILE, a new file, or to standard output with "-".

    A line of JSON for each row: every column as its payload has it, the payload as the exact text
    that is hashed, the hashes in hexadecimal. The export is recorded in the log as a later row, by
    a login that may do more than read. How to verify the file: docs/audit.md.

    \b
    Examples:
      recert audit export audit.jsonl
      recert audit export - | gzip > audit.jsonl.gz
    """
    from pipeline.exporting import export_log

    target = _target(file)
    exported = export_log(settings, target, replace=force)
    tell_unrecorded(settings, exported["audit_seq"])
    if target is None:
        announce(settings, f"{exported['rows']:,} rows are exported.", **exported)
    else:
        emit_one(settings, exported)


@audit.command()
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@_FORCE
@pass_settings
def anchor(settings: Settings, file: Path, force: bool) -> None:
    r"""Write the head of the audit log to FILE, a new file, or to standard output with "-".

    One line of JSON with seq and hash of the last row. Kept where nobody reaches both, it shows
    later whether the log up to that row is still the same, even if all hashes were made anew.

    \b
    Examples:
      recert audit anchor /mnt/anchors/$(date +%F).json
      recert audit anchor - >> anchors.jsonl
    """
    from pipeline.exporting import write_anchor

    target = _target(file)
    head = write_anchor(settings, target, replace=force)
    if target is not None:
        emit_one(settings, head)


@audit.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--anchor",
    "anchors",
    metavar="FILE",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="One or more anchors that the log has to go through. May be repeated.",
)
@pass_settings
def verify(settings: Settings, file: Path | None, anchors: tuple[Path, ...]) -> None:
    r"""Check every row, hash and link of the audit log, its end, and anchors of it.

    With FILE that of an exported log, without any database. Exits with 8 and names the first row
    that does not fit when the log was tampered with.

    \b
    Examples:
      recert audit verify
      recert audit verify --anchor /mnt/anchors/2026-01-31.json
      recert audit verify audit.jsonl --anchor anchors.jsonl
    """
    from pipeline.verifying import read_anchors, verify_file

    known = read_anchors(anchors)
    if file is not None:

        def tell(rows: int) -> None:
            announce(settings, f"{rows:,} rows are checked.", rows=rows)

        row = verify_file(file, known, tell)
    else:
        with settings.connection() as connection:
            row = api.verify_audit_chain(
                connection,
                anchor_seqs=[seq for seq, _ in known],
                anchor_hashes=[hash_then for _, hash_then in known],
            )
    emit_one(settings, row)
    require_intact(row)
