"""``recert report``: build the marts, and tell what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.options import Group, exceptions_option, pass_settings
from pipeline.output import announce, console, emit_one
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reports.runner import Step


@click.group(cls=Group)
def report() -> None:
    """Build the marts that auditors and managers query, and tell what they are."""


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
    with _shown(settings) as progress:
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
        row["marts"] = [f"{name} ({_counted(rows)})" for name, rows in result.marts.items()]
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


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _line(step: Step) -> str:
    rows = "" if step.rows is None else f", {_counted(step.rows)}"
    outcome = "" if step.status in ("success", "pass") else f" {step.status.upper()}"
    return f"{step.number:>3}/{step.total} {step.name}{outcome} ({step.seconds:.2f} s{rows})"


def _is_told(step: Step) -> bool:
    """Models are told one by one, tests when something is wrong with them."""
    return step.kind == "model" or step.status not in ("pass", "skipped")


@contextmanager
def _shown(settings: Settings) -> Iterator[Callable[[Step], None]]:
    """Show each step on stderr as it ends: lines, with a bar below them on a terminal."""
    terminal = console(stderr=True)
    if not terminal.is_terminal or settings.log_format == "json":

        def told(step: Step) -> None:
            if _is_told(step):
                announce(
                    settings,
                    _line(step),
                    kind=step.kind,
                    name=step.name,
                    status=step.status,
                    seconds=round(step.seconds, 3),
                    rows=step.rows,
                )

        yield told
        return

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task("Reading the project", total=None)

        def drawn(step: Step) -> None:
            if _is_told(step):
                bar.console.print(Text(_line(step)))
            bar.update(task, description=step.name, completed=step.number, total=step.total)

        yield drawn
