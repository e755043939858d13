"""``recert report``: build the marts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipeline.options import Group, pass_settings
from pipeline.output import announce, console, emit_one
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reports.runner import Step


@click.group(cls=Group)
def report() -> None:
    """Build the marts that auditors and managers query."""


@report.command()
@click.option(
    "--select",
    metavar="NODES",
    multiple=True,
    help="Only these models and tests, in dbt's syntax; may be given several times.",
)
@click.option("--tests", is_flag=True, help="Run the unit tests of the models, too.")
@pass_settings
def build(settings: Settings, select: tuple[str, ...], tests: bool) -> None:
    r"""Build the marts and test them; safe to run at any time.

    The marts are tables in the schemas mart_compliance and mart_audit. Each is replaced in one
    step, so that whoever reads them meanwhile sees the old one or the new one.

    Exits with 8 when a test of the marts fails, with 75 when another build is running.

    \b
    Examples:
      recert report build
      recert report build --format json
      recert report build --select +user_training_status
    """
    from pipeline.reports.build import build as build_marts

    dsn = settings.database_dsn()
    announce(settings, "Building the marts ...")
    with _shown(settings) as progress:
        result = build_marts(
            dsn, settings.actor, select=select, unit_tests=tests, progress=progress
        )
    row = asdict(result)
    if settings.format == "table":
        row["marts"] = [f"{name} ({_counted(rows)})" for name, rows in result.marts.items()]
    emit_one(settings, row)


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
