"""How a build of the marts is told while it runs, and the options of what is made of the marts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import BadInput
from pipeline.output import announce, console
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reports.runner import Step


def mart_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command takes that hands out something made of the marts: one of both, or none."""

    @wraps(command)
    def checked(*arguments: Any, rebuild: bool, as_built: bool, **options: Any) -> Any:
        if rebuild and as_built:
            raise click.UsageError("--rebuild and --as-built exclude each other.")
        return command(*arguments, rebuild=rebuild, as_built=as_built, **options)

    rebuild = click.option("--rebuild", is_flag=True, help="Build the marts first.")
    as_built = click.option(
        "--as-built",
        is_flag=True,
        help="Take the marts as they are, however old.",
    )
    return rebuild(as_built(checked))


#: Characters of a company's name, for which a cover and the head of a page have room.
_LONGEST = 200


def company_name(name: str | None) -> str | None:
    """The name without blanks around it, None where nothing is left; raises :class:`BadInput`."""
    if name is None or not name.strip():
        return None
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            "The name of the company is not UTF-8 text.",
            sqlstate="ZR102",
            detail=name.encode("utf-8", "backslashreplace").decode(),
            hint="Give --company in UTF-8, or set RECERT_COMPANY so.",
        ) from error
    if len(name.strip()) > _LONGEST:
        raise BadInput(
            "The name of the company is too long.",
            sqlstate="ZR102",
            detail=f"{len(name.strip()):,} characters; there is room for {_LONGEST}",
            hint="Give a shorter one with --company.",
        )
    return name.strip()


def company_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Whose record it is, for what is shown to somebody from elsewhere."""
    option = click.option(
        "--company",
        metavar="NAME",
        envvar="RECERT_COMPANY",
        help="Whose record it is, as it is to be shown. Default: RECERT_COMPANY.",
    )
    return option(command)


def tell_unrecorded(settings: Settings, audit_seq: int | None) -> None:
    """Say so where what was handed out has no row in the log."""
    if audit_seq is None:
        announce(settings, "This login only reads: the export is not recorded in the log.")


def counted_rows(rows: int) -> str:
    """How many rows, in words."""
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _line(step: Step) -> str:
    rows = "" if step.rows is None else f", {counted_rows(step.rows)}"
    outcome = "" if step.status in ("success", "pass") else f" {step.status.upper()}"
    return f"{step.number:>3}/{step.total} {step.name}{outcome} ({step.seconds:.2f} s{rows})"


def _is_told(step: Step) -> bool:
    """Models are told one by one, tests when something is wrong with them."""
    return step.kind == "model" or step.status not in ("pass", "skipped")


@contextmanager
def shown_steps(settings: Settings) -> Iterator[Callable[[Step], None]]:
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
