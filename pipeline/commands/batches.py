"""Recertifying in batches from the command: its options, when it is the default, its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline import api
from pipeline.database import is_pooled
from pipeline.output import announce, console, harmless
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.enrolling import Position

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Batches:
    """What the options ask for; nothing: one transaction, or batches where there are many."""

    jobs: int | None = None
    size: int | None = None
    is_explained: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether batches are asked for, however many people there are."""
        return self.jobs is not None or self.size is not None

    def size_for(self, settings: Settings, training: str, version: str) -> int | None:
        """People of a batch; None for one transaction."""
        from pipeline.enrolling import BATCH_SIZE, MANY

        if self.is_asked:
            if self.is_explained:
                raise click.UsageError("--explain shows one transaction: leave batches out.")
            # batches need sessions: better told before the run has begun
            with settings.connection(autocommit=True):
                pass
            return self.size or BATCH_SIZE
        if self.is_explained:
            return None
        with settings.connection() as connection:
            if is_pooled(connection):
                return None
            rows = api.recertification_size(connection, training=training, label=version)
        return BATCH_SIZE if rows >= MANY else None


def batch_options(command: Function) -> Function:
    """The options --jobs and --batch-size."""
    for option in (
        click.option(
            "--batch-size",
            type=click.IntRange(1, 10_000_000),
            metavar="M",
            help="Enrol batches of about M people, each in a transaction of its own.  [10000]",
        ),
        click.option(
            "--jobs",
            type=click.IntRange(1, 64),
            metavar="N",
            help="Enrol in batches, N at once.  [one transaction; 2 for 500,000 records or more]",
        ),
    ):
        command = option(command)
    return command


def enrolled(
    settings: Settings, run_id: int, training: str, version: str, jobs: int | None
) -> dict[str, Any]:
    """Enrol what is left of a run, showing how far it is, and end it."""
    from pipeline.enrolling import JOBS, enrol
    from pipeline.watching import watched

    with _shown(settings, training, version) as progress:
        return enrol(
            lambda: settings.connection(autocommit=True),
            run_id,
            jobs or JOBS,
            progress,
            lambda job_run_id: watched(settings, job_run_id),
        )


@contextmanager
def _shown(settings: Settings, training: str, version: str) -> Iterator[Callable[[Position], None]]:
    """A bar with rate and time left on a terminal; elsewhere a line for each tenth."""
    terminal = console(stderr=True)
    if not terminal.is_terminal or settings.log_format == "json":
        yield _lines(settings)
        return

    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("batches, {task.fields[rate]} people a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task(harmless(f"{training} {version}"), total=None, rate="-")

        def drawn(position: Position) -> None:
            seconds = bar.tasks[task].elapsed or 0
            rate = f"{position.people / seconds:,.0f}" if position.people and seconds else "-"
            bar.update(task, completed=position.enrolled, total=position.batches, rate=rate)

        yield drawn


def _lines(settings: Settings) -> Callable[[Position], None]:
    """Tell each tenth that is reached."""
    import time

    begun = time.monotonic()
    told = -1

    def line(position: Position) -> None:
        nonlocal told
        tenth = 10 * position.enrolled // position.batches
        if tenth == told:
            return
        told = tenth
        seconds = time.monotonic() - begun
        announce(
            settings,
            f"{position.enrolled:,} of {position.batches:,} batches enrolled"
            + (f", {position.people / seconds:,.0f} people a second" if position.people else ""),
            batches=position.batches,
            batches_enrolled=position.enrolled,
            people=position.people,
        )

    return line
