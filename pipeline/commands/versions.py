"""``recert submit``, ``approve``, ``activate`` and ``reject``: what happens to a version."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline import api
from pipeline.commands.batches import Batches, batch_options
from pipeline.commands.plans import (
    Scope,
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
from pipeline.explaining import explained
from pipeline.jobs import recorded
from pipeline.options import Command, explain_option, pass_settings
from pipeline.output import emit_one
from pipeline.settings import Settings


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@click.option(
    "--content",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    required=True,
    help="File with the content in Markdown, UTF-8; - reads standard input.",
)
@click.option(
    "--source",
    "sources",
    metavar="REF",
    multiple=True,
    required=True,
    help="Controlled document that the version follows, DOCUMENT or DOCUMENT@REVISION; repeatable.",
)
@click.option(
    "--objective", "objectives", multiple=True, help="What one can do afterwards; repeatable."
)
@click.option(
    "--reason", metavar="TEXT", required=True, help="Why it changes; at least 10 characters."
)
@click.option(
    "--review-by",
    type=click.Choice(["quality_admin", "corporate_admin"]),
    default="quality_admin",
    help="Role that is asked to decide.  [quality_admin]",
)
@pass_settings
def submit(
    settings: Settings,
    training: str,
    version: str,
    content: Path,
    sources: tuple[str, ...],
    objectives: tuple[str, ...],
    reason: str,
    review_by: str,
) -> None:
    r"""Submit version LABEL of TRAINING for review; the acting person is its author.

    An earlier version of the same author that still waits for review goes back to draft.

    \b
    Examples:
      recert submit "Lockout/Tagout" 3.2 --content loto.md --source SOP-017@C \
          --reason "New lock type on line 4" --as E-00042
    """
    from pipeline.reading import text_of

    text = text_of(content)
    with settings.connection() as connection:
        row = api.submit_version(
            connection,
            training=training,
            label=version,
            content=text,
            sources=list(sources),
            objectives=list(objectives),
            change_reason=reason,
            addressed_to=review_by,
        )
    emit_one(settings, row)


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@reason_option
@click.option(
    "--activate/--no-activate",
    default=True,
    help="Put the version in force at once, the default, or leave it approved.",
)
@click.option(
    "--recertify-everyone",
    is_flag=True,
    help="Re-enrol everyone who holds evidence on an earlier version.",
)
@plan_options
@batch_options
@explain_option
@yes_option
@pass_settings
def approve(
    settings: Settings,
    training: str,
    version: str,
    reason: str | None,
    activate: bool,
    recertify_everyone: bool,
    plan: bool,
    plan_digest: str | None,
    departments: tuple[str, ...],
    locations: tuple[str, ...],
    from_versions: tuple[str, ...],
    effective_on: datetime | None,
    jobs: int | None,
    batch_size: int | None,
    explain: Path | None,
    yes: bool,
) -> None:
    r"""Approve version LABEL of TRAINING and put it in force.

    With --recertify-everyone everyone trained on an earlier version is enrolled anew, and their
    earlier evidence is marked superseded, in the same transaction; --department, --location and
    --from-version limit that to some. At a terminal the plan is shown and confirmed first. Without
    it the queue asks whether to recertify: `recert recertify` or `recert decline`. Very many people
    are enrolled in batches: what is cut off then, `recert recertify --resume` goes on with.

    \b
    Examples:
      recert approve "Lockout/Tagout" 3.2 --plan --as Q-001
      recert approve "Lockout/Tagout" 3.2 --recertify-everyone \
          --reason "New lock type on line 4" --as Q-001
    """
    scope = scope_of(departments, locations, from_versions, effective_on)
    if plan:
        emit_plan(settings, training, version, scope, plan_digest, explain)
        return
    change_reason = required_reason(reason)
    batches = Batches(jobs, batch_size, is_explained=explain is not None)
    if not recertify_everyone and (scope != Scope() or batches.is_asked):
        raise click.UsageError("A scope, a day and batches are for --recertify-everyone: add it.")

    def apply(digest: str | None, size: int | None) -> dict[str, Any]:
        with (
            # batches have a row of their own
            recorded(settings, "approve", "approve", has_row=size is None) as run,
            explained(run.connection, explain),
        ):
            run.result = row = api.approve_version(
                run.connection,
                training=training,
                label=version,
                change_reason=change_reason,
                activate=activate,
                recertify_everyone=recertify_everyone,
                plan_digest=digest,
                batch_size=size,
                **scope.arguments(),
            )
        return row

    if recertify_everyone:
        recertified(settings, training, version, scope, plan_digest, yes, batches, apply)
        return
    if is_asked(yes):
        effect = "put it in force" if activate else "leave it to be activated later"
        confirm(f'Approve "{training}" {version} and {effect}, recertifying nobody?')
    emit_one(settings, apply(plan_digest, None))


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@reason_option
@yes_option
@pass_settings
def activate(
    settings: Settings, training: str, version: str, reason: str | None, yes: bool
) -> None:
    r"""Put version LABEL of TRAINING in force, which was approved with --no-activate.

    The former active version goes out of force in the same transaction. Nobody is recertified: the
    queue asks for that decision, `recert recertify` or `recert decline`.

    \b
    Examples:
      recert activate "Lockout/Tagout" 3.2 --reason "Line 4 is converted" --as Q-001
    """
    change_reason = required_reason(reason)
    if is_asked(yes):
        confirm(f'Put "{training}" {version} in force, recertifying nobody?')
    with settings.connection() as connection:
        row = api.activate_version(
            connection, training=training, label=version, change_reason=change_reason
        )
    emit_one(settings, row)


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@reason_option
@yes_option
@pass_settings
def reject(settings: Settings, training: str, version: str, reason: str | None, yes: bool) -> None:
    r"""Reject version LABEL of TRAINING, which is pending review, for good.

    A corrected version is submitted under a new label.

    \b
    Examples:
      recert reject "Lockout/Tagout" 3.2 --reason "Step 4 contradicts SOP-017" --as Q-001
    """
    change_reason = required_reason(reason)
    if is_asked(yes):
        confirm(f'Reject "{training}" {version} for good?')
    with settings.connection() as connection:
        row = api.reject_version(
            connection, training=training, label=version, change_reason=change_reason
        )
    emit_one(settings, row)
