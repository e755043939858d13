"""``recert report export`` and ``recert report pack``: files to take along."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from pipeline.commands.building import mart_options, shown_steps
from pipeline.options import Command, pass_settings
from pipeline.output import announce, emit_one
from pipeline.settings import Settings

_READS_ONLY = "This login only reads: the export is not recorded in the log."


@click.command(cls=Command)
@click.argument("mart")
@click.option(
    "--to",
    "file",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
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
    with ExitStack() as stack:
        exported = export_mart(
            settings,
            mart,
            file,
            conditions=wanted,
            rebuild=rebuild,
            as_built=as_built,
            replace=force,
            progress=stack.enter_context(shown_steps(settings)) if rebuild else None,
        )
    if exported["audit_seq"] is None:
        announce(settings, _READS_ONLY)
    emit_one(settings, exported)
