"""``recert report export`` and ``recert report pack``: files to take along."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.commands.building import (
    company_name,
    company_option,
    mart_options,
    shown_steps,
    tell_unrecorded,
)
from pipeline.options import Command, Moment, pass_settings
from pipeline.output import announce, emit_one
from pipeline.settings import Settings

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(cls=Command)
@click.argument("mart")
@click.option(
    "--to",
    "file",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    help="New file; its ending says what is written: .csv, .jsonl, .parquet or .xlsx.",
)
@click.option(
    "--where",
    "conditions",
    metavar="CONDITION",
    multiple=True,
    help="Only such rows: a column, one of = != < <= > >=, a value. May be repeated.",
)
@mart_options
@click.option("--force", is_flag=True, help="Replace FILE when it is there.")
@pass_settings
def export(
    settings: Settings,
    mart: str,
    file: Path,
    conditions: tuple[str, ...],
    rebuild: bool,
    as_built: bool,
    force: bool,
) -> None:
    r"""Write a mart to FILE, whole or not at all: CSV, JSON lines, Parquet or a workbook.

    A row has to fulfil every --where; of several values that one column may equal, one suffices.
    "department=" means without a department, "department!=" with one. Times are UTC. In CSV a text
    that a spreadsheet would take for a formula gets an apostrophe before it; in a workbook it is a
    text. The export is recorded in the audit log, by a login that may do more than read.

    \b
    Examples:
      recert report export evidence_register --to evidence.xlsx
      recert report export user_training_status --to overdue.csv \\
          --where compliance_status=overdue --where department=Assembly
      recert report export compliance_daily --to trend.parquet --where "day>=2026-01-01" --rebuild
    """
    from pipeline.reports.conditions import read_conditions
    from pipeline.reports.export import export_mart

    wanted = read_conditions(conditions)
    exported = export_mart(
        settings,
        mart,
        file,
        conditions=wanted,
        rebuild=rebuild,
        as_built=as_built,
        replace=force,
        progress=shown_steps(settings) if rebuild else None,
    )
    tell_unrecorded(settings, exported["audit_seq"])
    emit_one(settings, exported)


_SCOPE = ("training", "since", "to", "as_of", "company", "rebuild", "as_built", "force")


def _require_alone(context: click.Context) -> None:
    """With --check nothing that says what to make is taken."""
    given = [
        parameter
        for parameter in context.command.params
        if parameter.name in _SCOPE
        and context.get_parameter_source(parameter.name) is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(f"--check takes no {given[0].opts[0]}: a pack says what it has.")


@click.command(cls=Command)
@click.argument(
    "file", metavar="FILE", type=click.Path(dir_okay=False, readable=False, path_type=Path)
)
@click.option("--training", help="Only this training.")
@click.option("--from", "since", metavar="DATE", type=_DAY, help="First day of the period, in UTC.")
@click.option("--to", metavar="DATE", type=_DAY, help="Last day of the period, in UTC.")
@click.option(
    "--as-of", type=Moment(), help="How things stood then, as known then; of a date, at 00:00 UTC."
)
@click.option("--check", is_flag=True, help="Verify FILE, a pack, without a database.")
@company_option
@mart_options
@click.option("--force", is_flag=True, help="Replace FILE when it is there.")
@click.pass_context
@pass_settings
def pack(
    settings: Settings,
    context: click.Context,
    file: Path,
    training: str | None,
    since: datetime | None,
    to: datetime | None,
    as_of: datetime | None,
    check: bool,
    company: str | None,
    rebuild: bool,
    as_built: bool,
    force: bool,
) -> None:
    r"""Make the inspector's pack: FILE, a zip file with all that an inspection asks for.

    A summary as PDF/A, the registers as CSV and as one workbook, the audit log with its anchor, a
    program that checks it all with nothing but Python, and a manifest with the SHA-256 of each
    file. A period holds decisions, recertifications, completions and signatures of its days. The
    same scope of the same build gives the same bytes. Making a pack is recorded in the audit log.

    With --check FILE is verified instead: exits with 8 when a file in it is not the one of its
    manifest, or the audit log does not fit its anchor.

    \b
    Examples:
      recert report pack inspection.zip
      recert report pack loto.zip --training "Lockout/Tagout" --from 2026-01-01 --to 2026-06-30
      recert report pack then.zip --as-of 2026-03-31 --rebuild --company "Example Devices"
      recert report pack --check inspection.zip
    """
    if check:
        from pipeline.reports.pack.check import check_pack, require_whole

        _require_alone(context)
        checked = check_pack(
            file, lambda rows: announce(settings, f"{rows:,} rows are checked.", rows=rows)
        )
        emit_one(settings, checked)
        require_whole(checked)
        return
    from pipeline.reports.pack.make import make_pack
    from pipeline.reports.pack.scope import Scope

    made = make_pack(
        settings,
        file,
        Scope(
            training,
            since.date() if since else None,
            to.date() if to else None,
            as_of.astimezone(UTC) if as_of else None,
        ),
        company=company_name(company),
        rebuild=rebuild,
        as_built=as_built,
        replace=force,
        progress=shown_steps(settings) if rebuild else None,
    )
    emit_one(settings, made)
