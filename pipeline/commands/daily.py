"""``recert daily`` and ``recert jobs``: the scheduled work, and what ran of it."""

from __future__ import annotations

import traceback
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.database import listed
from pipeline.options import Command, exceptions_option, pass_settings
from pipeline.output import announce, as_text, emit_list, harmless, show_error
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.daily import StepResult

_COLUMNS = ["step", "state", "seconds", "result"]
_JOB_COLUMNS = ["job_run_id", "step", "state", "started_at", "seconds", "told"]

#: Parts of a result that say when and where, not what.
_NOT_COUNTS = {
    *("scanned_at", "recomputed_at", "written_at", "audit_seq", "build_id", "seconds"),
    *("users", "rules", "build_number", "is_full", "as_of", "head_seq"),
}


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
    nothing; of two at once the second leaves with 75.

    \b
    Examples:
      recert daily
      recert daily --no-marts --format json
    """
    from pipeline.daily import run_daily

    dsn = settings.database_dsn()

    def marts(_: object) -> dict[str, Any]:
        from pipeline.reports.build import build

        return asdict(build(dsn, settings.actor, exceptions=exceptions))

    def begun(step: str) -> None:
        announce(settings, f"{step.replace('_', ' ').capitalize()} ...", step=step)

    with settings.connection(autocommit=True) as connection:
        results = run_daily(
            connection,
            None if no_marts else marts,
            begun,
            anew=lambda: settings.connection(autocommit=True),
        )
    emit_list(settings, [_row(settings, result) for result in results], _COLUMNS)
    errors = [result.error for result in results if result.error is not None]
    for error in errors:
        if settings.debug:
            click.echo(harmless("".join(traceback.format_exception(error))), err=True, nl=False)
        show_error(settings, error)
    return errors[0].exit_code if errors else 0


def _in_words(result: StepResult) -> str:
    """The state, and the counts that are not zero."""
    if result.error is not None:
        return f"{result.state}: {result.error.message}"
    counts = {
        name: value
        for name, value in result.result.items()
        if name not in _NOT_COUNTS and value not in (0, None, [], {})
    }
    said = ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in counts.items())
    return said or "nothing to do"


def _short(value: Any) -> str:
    return f"{len(value)}" if isinstance(value, list | dict) else as_text(value)


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


@click.command(cls=Command)
@click.option("--job", help="Only this job, such as daily.")
@click.option("--failed", is_flag=True, help="Only steps that did not succeed.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000_000), default=50, help="Last steps to show.  [50]"
)
@pass_settings
def jobs(settings: Settings, job: str | None, failed: bool, limit: int) -> None:
    r"""Show what ran when, for how long, with which result, the newest at the end.

    \b
    Examples:
      recert jobs
      recert jobs --failed --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from (select * from api.job_runs"
            " where (%(job)s::text is null or job = %(job)s)"
            " and (not %(failed)s or state not in ('succeeded', 'running'))"
            " order by job_run_id desc limit %(limit)s) as j order by j.job_run_id",
            {"job": job, "failed": failed, "limit": limit},
        )
    if settings.format == "table":
        rows = [row | {"told": _told(row)} for row in rows]
    emit_list(settings, rows, _JOB_COLUMNS, header=header, empty="No such job ran.")


def _told(row: dict[str, Any]) -> str:
    from pipeline.daily import StepResult

    if row["message"]:
        return str(row["message"])
    if row["state"] != "succeeded":
        return ""
    return _in_words(StepResult(row["step"], row["state"], result=row["result"] or {}))
