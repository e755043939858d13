"""``recert import``: people, trainings, versions and their history from files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.jobs import recorded
from pipeline.options import Command, Group, pass_settings
from pipeline.output import announce, console, emit_one, harmless
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.importing.result import ImportResult


@click.group(cls=Group)
def import_() -> None:
    """Load people, trainings, versions and their history from CSV or Parquet.

    A file is loaded whole or not at all, unless --partial is given; loading it twice adds nothing.
    The columns of each kind of file: docs/files.md, or the view api.import_columns.
    """


@contextmanager
def _shown(settings: Settings, name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal, nothing elsewhere."""
    terminal = console(stderr=True)
    if not terminal.is_terminal or settings.log_format == "json":
        yield None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    name = harmless(name)
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task(f"Reading {name}", total=None)

        def drawn(position: int, size: int) -> None:
            # what is left after the last byte is the database's work, whose end nobody knows
            is_read = size > 0 and position >= size
            bar.update(
                task,
                completed=position,
                total=None if is_read else size or None,
                description=f"Checking and loading {name}" if is_read else f"Reading {name}",
            )

        yield drawn


def _is_same(rejects: Path, path: Path) -> bool:
    try:
        return rejects.samefile(path)
    except OSError:
        return False  # it is not there yet, or has a name that opening it will refuse


def _load(
    settings: Settings, kind: str, path: Path, *, partial: bool, rejects: Path | None
) -> None:
    from pipeline.importing.load import load_file

    if rejects is not None and _is_same(rejects, path):
        raise click.UsageError("--rejects is the file to load: name another for its rejected rows.")
    with recorded(settings, "import", kind) as run, _shown(settings, path.name) as progress:
        result = load_file(
            run.connection, kind, path, partial=partial, rejects_path=rejects, progress=progress
        )
        # the rows that stayed behind tell of people: they are for whoever loads the file
        run.result = {name: value for name, value in asdict(result).items() if name != "rejects"}
    _tell_rejects(settings, result, rejects)
    emit_one(settings, _row(settings, result))


def _tell_rejects(settings: Settings, result: ImportResult, rejects: Path | None) -> None:
    """Which rows of a partial load stayed behind: on stderr, all of them in the rejects file."""
    for reject in result.rejects:
        announce(settings, f"Rejected {reject}", **asdict(reject))
    for line in result.rest():
        announce(settings, line)
    if result.rejected and rejects is not None:
        announce(settings, f"All reasons are in {rejects}.")
    elif result.rejected:
        announce(settings, "--rejects FILE writes all reasons to a file.")


def _row(settings: Settings, result: ImportResult) -> dict[str, Any]:
    row = asdict(result)
    if settings.format != "json":
        del row["rejects"]
    return row


_MEANINGS = {
    "users": (
        "people",
        "A person that differs from the file is updated, with history and audit row.",
    ),
    "trainings": ("trainings", "A training that differs from the file is updated."),
    "versions": (
        "the history of versions",
        "A version that is there is skipped. Brings an active one only for a training without.",
    ),
    "evidence": (
        "the history of evidence",
        "Evidence on the active version closes the person's open assignments of the training.",
    ),
    "assignments": ("the history of assignments", "An assignment that is there is skipped."),
    "completions": (
        "what people completed now",
        "Recorded on the active versions, by the server's clock; closes open assignments.",
    ),
    "rules": (
        "assignment rules",
        "A rule that differs from the file is updated; `recert recompute` applies them.",
    ),
    "documents": (
        "controlled documents",
        "Trainings that cite an older revision go to the Quality Review Queue.",
    ),
}


def _command(kind: str, things: str, more: str) -> click.Command:
    """The command of one kind of file; all take the same options."""

    @click.command(
        kind,
        cls=Command,
        short_help=f"Load {things}.",
        help=(
            f"Load {things} from FILE, CSV or Parquet. {more}\n\n"
            "\b\nExamples:\n"
            f"  recert import {kind} {kind}.csv\n"
            f"  recert import {kind} {kind}.parquet --partial --rejects rejects.csv\n"
        ),
    )
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--partial", is_flag=True, help="Load the good rows although others are bad.")
    @click.option(
        "--rejects",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        help="Write each rejected row to this CSV: line, column, reason, value.",
    )
    @pass_settings
    def load(settings: Settings, file: Path, partial: bool, rejects: Path | None) -> None:
        _load(settings, kind, file, partial=partial, rejects=rejects)

    return load


for _kind, (_things, _more) in _MEANINGS.items():
    import_.add_command(_command(_kind, _things, _more))
