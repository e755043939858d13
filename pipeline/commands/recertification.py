"""``recert recertify``, ``decline`` and ``scheduled``: whether people do it again, and when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline import api
from pipeline.commands.batches import Batches, batch_options, enrolled
from pipeline.commands.plans import (
    confirm,
    emit_plan,
    is_asked,
    plan_options,
    reason_option,
    recertified,
    required_reason,
    scope_of,
    yes_option,
)
from pipeline.database import listed
from pipeline.explaining import explained
from pipeline.jobs import recorded
from pipeline.options import Command, Group, explain_option, pass_settings
from pipeline.output import announce, emit_list, emit_one
from pipeline.settings import Settings


@click.command(cls=Command)
@click.argument("training", required=False)
@click.argument("version", metavar="[LABEL]", required=False)
@reason_option
@plan_options
@batch_options
@explain_option
@click.option(
    "--resume", is_flag=True, help="Go on with a recertification in batches that was cut off."
)
@yes_option
@pass_settings
def recertify(
    settings: Settings,
    training: str | None,
    version: str | None,
    reason: str | None,
    plan: bool,
    plan_digest: str | None,
    departments: tuple[str, ...],
    locations: tuple[str, ...],
    from_versions: tuple[str, ...],
    effective_on: datetime | None,
    jobs: int | None,
    batch_size: int | None,
    explain: Path | None,
    resume: bool,
    yes: bool,
) -> None:
    r"""Re-enrol everyone trained on a version earlier than the active LABEL of TRAINING.

    Safe to run again: nothing is duplicated, no due date moves, and evidence on an earlier version
    that arrived late joins the same campaign; so do people whom an earlier run left out, when
    nothing keeps them out any more. --department, --location and --from-version limit it to some.

    With --jobs or --batch-size, and where there are very many people, they are enrolled in batches,
    each in a transaction of its own; the campaign is `enrolling` until it is whole. When that is
    cut off nothing is half-done, and --resume goes on with what is left.

    \b
    Examples:
      recert recertify "Lockout/Tagout" 3.2 --plan --as Q-001
      recert recertify "Lockout/Tagout" 3.2 --reason "Paper records of May" --as Q-001
      recert recertify "Lockout/Tagout" 3.2 --department Assembly --from-version 3.0 \
          --effective-on 2027-01-04 --reason "Line 4 is converted by then" --as Q-001
      recert recertify "Lockout/Tagout" 3.2 --jobs 4 --reason "Paper records of May" --as Q-001
      recert recertify --resume --as Q-001
    """
    if resume:
        given = (reason, plan or None, plan_digest, batch_size, effective_on, explain)
        if any(value is not None for value in given) or departments or locations or from_versions:
            raise click.UsageError("--resume goes on with what was decided: it takes --jobs alone.")
        _resumed(settings, training, version, jobs)
        return
    if training is None or version is None:
        raise click.UsageError("Name the training and the label of its version, or --resume.")
    scope = scope_of(departments, locations, from_versions, effective_on)
    if plan:
        emit_plan(settings, training, version, scope, plan_digest, explain)
        return
    change_reason = required_reason(reason)

    def apply(digest: str | None, size: int | None) -> dict[str, Any]:
        with (
            # batches have a row of their own
            recorded(settings, "recertify", "recertify", has_row=size is None) as run,
            explained(run.connection, explain),
        ):
            run.result = row = api.recertify(
                run.connection,
                training=training,
                label=version,
                change_reason=change_reason,
                plan_digest=digest,
                batch_size=size,
                **scope.arguments(),
            )
        return row

    batches = Batches(jobs, batch_size, is_explained=explain is not None)
    recertified(settings, training, version, scope, plan_digest, yes, batches, apply)


def _resumed(
    settings: Settings, training: str | None, version: str | None, jobs: int | None
) -> None:
    """Go on with the run that waits for it."""
    from pipeline.enrolling import the_unfinished

    with settings.connection() as connection:
        run = the_unfinished(connection, training, version)
    announce(
        settings,
        f'Going on with "{run["training"]}" {run["version"]}:'
        f" {run['enrolled']:,} of {run['batches']:,} batches are enrolled ...",
    )
    emit_one(settings, enrolled(settings, run["run_id"], run["training"], run["version"], jobs))


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@reason_option
@yes_option
@pass_settings
def decline(settings: Settings, training: str, version: str, reason: str | None, yes: bool) -> None:
    r"""Decide to recertify nobody for the active version LABEL of TRAINING.

    The decision is recorded like one to recertify, with who made it and why, and it resolves the
    recert_decision of the queue.

    \b
    Examples:
      recert decline "Lockout/Tagout" 3.2 --reason "Spelling only, nothing to learn" --as Q-001
    """
    change_reason = required_reason(reason)
    if is_asked(yes):
        confirm(f'Recertify nobody for "{training}" {version}?')
    with settings.connection() as connection:
        row = api.decline_recertification(
            connection, training=training, label=version, change_reason=change_reason
        )
    emit_one(settings, row)


@click.group(cls=Group)
def scheduled() -> None:
    """Recertifications stored for a day to come with --effective-on."""


_COLUMNS = [
    "scheduled_recertification_id",
    "training",
    "version",
    "effective_on",
    "scope",
    "state",
    "decided_by",
]


@scheduled.command("list")
@click.option("--all", "all_states", is_flag=True, help="Done, cancelled and superseded ones, too.")
@pass_settings
def list_(settings: Settings, all_states: bool) -> None:
    r"""List what is stored, the next one first.

    \b
    Examples:
      recert scheduled list
      recert scheduled list --all --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from api.scheduled_recertifications where (%(all)s or state = 'planned')"
            " order by effective_on, scheduled_recertification_id",
            {"all": all_states},
        )
    emit_list(settings, rows, _COLUMNS, header=header, empty="No recertification is stored.")


@scheduled.command()
@click.argument("scheduled_recertification_id", type=click.IntRange(max=2**63 - 1), metavar="ID")
@reason_option
@pass_settings
def cancel(settings: Settings, scheduled_recertification_id: int, reason: str | None) -> None:
    r"""Take back the stored recertification ID; `recert scheduled list` has the numbers.

    \b
    Examples:
      recert scheduled cancel 3 --reason "The line is not converted this year" --as Q-001
    """
    with settings.connection() as connection:
        row = api.cancel_recertification(
            connection,
            scheduled_recertification_id=scheduled_recertification_id,
            change_reason=required_reason(reason),
        )
    emit_one(settings, row)
