"""``recert report``: build the marts, tell what they are, and hand them out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.commands.building import counted_rows, shown_steps
from pipeline.options import Group, exceptions_option, pass_settings
from pipeline.output import announce, emit_one
from pipeline.settings import Settings

_COMMANDS = {
    "site": (
        "pipeline.commands.report_site:site",
        "Write the pages that an inspector looks at.",
    ),
    "export": (
        "pipeline.commands.report_files:export",
        "Write a mart to a file: CSV, JSON lines, Parquet or a workbook.",
    ),
    "pack": (
        "pipeline.commands.report_files:pack",
        "Make the inspector's pack, or check one.",
    ),
}


@click.group(cls=Group, lazy=_COMMANDS)
def report() -> None:
    """Build the marts that auditors and managers query, and hand them out."""


@report.command()
@click.option(
    "--select",
    metavar="NODES",
    multiple=True,
    help="Only these models and tests, in dbt's syntax; may be given several times.",
)
@click.option("--full-refresh", is_flag=True, help="Build everything anew, not what has changed.")
@exceptions_option
@click.option("--tests", is_flag=True, help="Run the unit tests of the models, too.")
@pass_settings
def build(
    settings: Settings,
    select: tuple[str, ...],
    full_refresh: bool,
    exceptions: Path | None,
    tests: bool,
) -> None:
    r"""Build the marts and test them; safe to run at any time.

    The marts are tables in the schemas mart_compliance and mart_audit. All of them tell of one
    moment, and change in one step at the end: whoever reads them meanwhile sees all as they were or
    all as they are. Only what has changed since the last build is computed anew. With --select only
    the marts that are named change; the others stay those of the build before.

    --exceptions names what is known not to pass a control and accepted for a while: a CSV file with
    the header control_id,failed_id,owner,reason,accepted_on,expires_on, the first two as in
    mart_audit.control_checks. Who accepted what, until when and why stands in its note. Where the
    log and the record differ there are no exceptions.

    Exits with 8 when a test of the marts fails, with 75 when another build is running. When a build
    fails, the marts stay as they were; mart_audit.builds tells why.

    \b
    Examples:
      recert report build
      recert report build --full-refresh
      recert report build --format json
      recert report build --exceptions accepted.csv
      recert report build --select +user_training_status
    """
    from pipeline.reports.build import build as build_marts

    dsn = settings.database_dsn()
    announce(settings, "Building the marts ...")
    with shown_steps(settings) as progress:
        result = build_marts(
            dsn,
            settings.actor,
            select=select,
            full_refresh=full_refresh,
            unit_tests=tests,
            exceptions=exceptions,
            progress=progress,
            run_id=settings.run_id,
        )
    row = asdict(result)
    if settings.format == "table":
        row["marts"] = [f"{name} ({counted_rows(rows)})" for name, rows in result.marts.items()]
    emit_one(settings, row)


@report.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it is there.")
@pass_settings
def docs(settings: Settings, file: Path, force: bool) -> None:
    r"""Write the documentation of the marts: every model, column and test, as one page of HTML.

    FILE opens in a browser without a server. It also shows which mart is made from what.

    \b
    Examples:
      recert report docs marts.html
      recert report docs marts.html --force
    """
    from pipeline.reports.docs import publish_docs

    dsn = settings.database_dsn()
    announce(settings, "Reading the project and the database ...")
    emit_one(
        settings, publish_docs(dsn, settings.actor, file, replace=force, run_id=settings.run_id)
    )
