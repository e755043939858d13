"""``recert scan`` and ``recompute``: what the calendar, rules and changes of people make true."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import api
from pipeline.explaining import explained
from pipeline.jobs import recorded
from pipeline.options import Command, Group, explain_option, pass_settings
from pipeline.output import announce, emit_list, emit_one
from pipeline.settings import Settings

_FORECAST = [
    "training",
    "version",
    "interval_days",
    "people",
    "evidence",
    "first_expires_at",
    "last_expires_at",
]


@click.group(cls=Group)
def scan() -> None:
    """Find what became due with time; meant for a scheduler, safe to run at any time."""


@scan.command()
@explain_option
@pass_settings
def overdue(settings: Settings, explain: Path | None) -> None:
    r"""Mark the open assignments that are past their due date and grace.

    Clears the mark where a longer grace made it untrue. A second run changes nothing.

    \b
    Examples:
      recert scan overdue
      recert scan overdue --format json
      recert scan overdue --explain plans.txt
    """
    with (
        recorded(settings, "scan", "overdue_scan") as run,
        explained(run.connection, explain),
    ):
        run.result = row = api.scan_overdue(run.connection)
    emit_one(settings, row)


@scan.command()
@click.option("--plan", is_flag=True, help="Show what expires, by training, and change nothing.")
@click.option(
    "--within",
    type=click.IntRange(0, 3650),
    metavar="DAYS",
    help="With --plan: look so many days ahead.  [0]",
)
@explain_option
@pass_settings
def expiry(settings: Settings, plan: bool, within: int | None, explain: Path | None) -> None:
    r"""Flag evidence that has expired, and enrol its people anew.

    Evidence of a training with recertification_interval_days expires that long after completion.
    Its people are enrolled in the campaign "Periodic recertification: TRAINING DATE". A second run
    changes nothing.

    \b
    Examples:
      recert scan expiry
      recert scan expiry --within 90 --plan
    """
    if not plan:
        if within is not None:
            raise click.UsageError("--within looks ahead, and is for --plan.")
        with (
            recorded(settings, "scan", "expiry_scan") as run,
            explained(run.connection, explain),
        ):
            run.result = row = api.scan_expiry(run.connection)
        emit_one(settings, row)
        return
    if explain is not None:
        raise click.UsageError("--explain shows how something is done, and --plan does nothing.")
    with settings.connection() as connection:
        rows = api.preview_expiry(connection, within_days=within or 0)
    when = f"within {within} days" if within else "by now"
    emit_list(settings, rows, _FORECAST, header=_FORECAST, empty=f"Nothing expires {when}.")


@click.command(cls=Command)
@click.option("--user", metavar="EMPLOYEE_NUMBER", help="Only this person.")
@click.option("--queued", is_flag=True, help="Only who is new or changed since the last time.")
@pass_settings
def recompute(settings: Settings, user: str | None, queued: bool) -> None:
    r"""Assign what the assignment rules ask for, and what people missed meanwhile.

    Nothing is ever deleted or duplicated; a second run changes nothing. `recert import rules` loads
    the rules.

    \b
    Examples:
      recert recompute
      recert recompute --user E-00042
    """
    if user is not None and queued:
        raise click.UsageError("--user and --queued exclude each other.")
    announce(settings, "Applying the assignment rules ...")
    with recorded(settings, "recompute", "recompute") as run:
        run.result = row = api.recompute_assignments(
            run.connection, employee_number=user, queued_only=queued
        )
    emit_one(settings, row)
