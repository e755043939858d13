"""``recert daily``: the scheduled work of a day."""

from __future__ import annotations

import traceback
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.jobs import counts_in_words
from pipeline.errors import RecertError
from pipeline.options import Command, exceptions_option, pass_settings
from pipeline.output import announce, emit_list, harmless, show_error
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.daily import StepResult

_COLUMNS = ["step", "state", "seconds", "result"]


@click.command(cls=Command)
@click.option("--no-marts", is_flag=True, help="Leave the marts as they are.")
@exceptions_option
@pass_settings
def daily(settings: Settings, no_marts: bool, exceptions: Path | None) -> int:
    r"""Do the work of a day: meant for a scheduler, once a day or more often.

    Flags expired evidence, does the recertifications stored for today, assigns what rules ask of
    people who are new or changed, marks what is overdue, writes reminders, builds the marts: in
    this order, each step in its own transaction. When a step fails, those that do not need it still
    run, and the exit code is that of the first failure. A second run on the same day changes
    nothing; of two at once the second leaves with 75. Recertifications in batches that
    are not whole are named on stderr.

    \b
    Examples:
      recert daily
      recert daily --no-marts --format json
    """
    from pipeline.daily import run_daily
    from pipeline.watching import watched

    dsn = settings.database_dsn()

    def marts(_: object) -> dict[str, Any]:
        from pipeline.reports.build import build

        return asdict(build(dsn, settings.actor, exceptions=exceptions, run_id=settings.run_id))

    def begun(step: str) -> None:
        announce(settings, f"{step.replace('_', ' ').capitalize()} ...", step=step)

    with settings.connection(autocommit=True) as connection:
        results = run_daily(
            connection,
            None if no_marts else marts,
            begun,
            anew=lambda: settings.connection(autocommit=True),
            watching=lambda job_run_id: watched(settings, job_run_id),
        )
    _tell_unfinished(settings)
    emit_list(settings, [_row(settings, result) for result in results], _COLUMNS)
    errors = [result.error for result in results if result.error is not None]
    for error in errors:
        if settings.debug:
            click.echo(harmless("".join(traceback.format_exception(error))), err=True, nl=False)
        show_error(settings, error)
    return errors[0].exit_code if errors else 0


def _tell_unfinished(settings: Settings) -> None:
    """Name the recertifications in batches that are not whole: nobody need have noticed."""
    from pipeline.enrolling import unfinished

    # what was done is told, whatever becomes of this
    with suppress(RecertError), settings.connection() as connection:
        for run in unfinished(connection):
            announce(
                settings,
                f'"{run["training"]}" {run["version"]} is recertified in part:'
                f" {run['enrolled']:,} of {run['batches']:,} batches are enrolled."
                " Unless somebody is at it, go on with `recert recertify --resume`.",
                recertification_run_id=run["run_id"],
                batches=run["batches"],
                batches_enrolled=run["enrolled"],
            )


def _in_words(result: StepResult) -> str:
    """The state, and the counts that are not zero."""
    if result.error is not None:
        return f"{result.state}: {result.error.message}"
    return counts_in_words(result.result)


def _row(settings: Settings, result: StepResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        "step": result.step,
        "state": result.state,
        "seconds": round(result.seconds, 3),
        "result": result.result if settings.format == "json" else _in_words(result),
    }
    if settings.format != "table":
        error = result.error
        row |= {
            "sqlstate": error.sqlstate if error else None,
            "message": error.message if error else None,
        }
    return row
