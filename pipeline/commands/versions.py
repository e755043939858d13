"""``recert submit``, ``approve``, ``activate`` and ``recertify``: what happens to a version."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline import api
from pipeline.options import Command, pass_settings
from pipeline.output import announce, emit_list, emit_one, show_list, show_one
from pipeline.settings import Settings

_PLAN_COLUMNS = ["department", "location", "population", "created"]
#: Outcomes that are shown where somebody has one.
_SELDOM = ["already_enrolled", "already_current", "inactive", "exempt"]

_reason = click.option(
    "--reason",
    metavar="TEXT",
    help="Why this is done, in at least 10 characters; kept word for word in the audit log.",
)
_plan = click.option(
    "--plan", is_flag=True, help="Show what recertifying would do, and change nothing."
)
_plan_digest = click.option(
    "--plan-digest",
    metavar="DIGEST",
    help="Apply only if the population is still that of the plan with this digest.",
)
_yes = click.option("--yes", is_flag=True, help="Do not ask; without a terminal nothing is asked.")


def _required_reason(reason: str | None) -> str:
    if reason is None:
        raise click.UsageError("Missing option '--reason'.")
    return reason


def _counts(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plan.items() if name != "breakdown"}


def _plan_columns(plan: dict[str, Any]) -> list[str]:
    seen = [name for name in _SELDOM if plan[name]]
    return [*_PLAN_COLUMNS, *seen, "evidence_superseded"]


def _emit_plan(settings: Settings, plan: dict[str, Any]) -> None:
    if settings.format == "json":
        emit_one(settings, plan)
    elif settings.format == "csv":
        every = [*_PLAN_COLUMNS, *_SELDOM, "evidence_superseded"]
        emit_list(settings, plan["breakdown"], every, header=every)
    else:
        emit_one(settings, _counts(plan))
        click.echo()
        emit_list(
            settings,
            plan["breakdown"],
            _plan_columns(plan),
            empty="Nobody holds evidence on an earlier version.",
        )


def _show_plan(plan: dict[str, Any]) -> None:
    """Show the plan beside the question that is asked about it, whatever stdout is for."""
    show_one(_counts(plan), stderr=True)
    click.echo(err=True)
    if plan["breakdown"]:
        show_list(plan["breakdown"], _plan_columns(plan), stderr=True)
        click.echo(err=True)


def _refuse_digest_of_plan(plan_digest: str | None) -> None:
    if plan_digest is not None:
        raise click.UsageError(
            "--plan makes a digest, --plan-digest applies one: give one of them."
        )


def _preview(settings: Settings, training: str, version: str) -> dict[str, Any]:
    with settings.connection() as connection:
        return api.preview_recertification(connection, training=training, label=version)


def _is_asked(yes: bool) -> bool:
    """Whether somebody sits at a terminal to answer."""
    return not yes and sys.stdin.isatty() and sys.stderr.isatty()


def _confirm(question: str) -> None:
    if not click.confirm(question, err=True):
        raise click.Abort("Nothing was changed.")


def _recertified(
    settings: Settings,
    training: str,
    version: str,
    plan_digest: str | None,
    yes: bool,
    apply: Callable[[str | None], dict[str, Any]],
) -> None:
    """Show the plan and ask where there is somebody to ask, then apply exactly that plan."""
    if _is_asked(yes):
        plan = _preview(settings, training, version)
        _show_plan(plan)
        _confirm(
            f"Recertify {plan['created']:,} of {plan['population']:,} people"
            f' for "{training}" {version}?'
        )
        plan_digest = plan_digest or plan["plan_digest"]
    announce(settings, f'Recertifying everyone for "{training}" {version} ...')
    emit_one(settings, apply(plan_digest))


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
@pass_settings
def submit(
    settings: Settings,
    training: str,
    version: str,
    content: Path,
    sources: tuple[str, ...],
    objectives: tuple[str, ...],
    reason: str,
) -> None:
    r"""Submit version LABEL of TRAINING for review; the acting person is its author.

    An earlier version of the same author that still waits for review goes back to draft.

    \b
    Examples:
      recert submit "Lockout/Tagout" 3.2 --content loto.md --source SOP-017@C \
          --reason "New lock type on line 4" --as E-00042
    """
    from pipeline.errors import BadInput

    try:
        with click.open_file(str(content), "rb") as file:
            text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "The content is not UTF-8 text.",
            sqlstate="ZR102",
            detail=f"{content}: byte {error.start}",
            hint="Save the file as UTF-8.",
        ) from error
    if "\0" in text:
        raise BadInput(
            "The content holds a NUL character.",
            sqlstate="ZR102",
            detail=str(content),
            hint="Give a text file in Markdown.",
        )
    with settings.connection() as connection:
        row = api.submit_version(
            connection,
            training=training,
            label=version,
            content=text,
            sources=list(sources),
            objectives=list(objectives),
            change_reason=reason,
        )
    emit_one(settings, row)


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@_reason
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
@_plan
@_plan_digest
@_yes
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
    yes: bool,
) -> None:
    r"""Approve version LABEL of TRAINING and put it in force.

    With --recertify-everyone everyone trained on an earlier version is enrolled anew, and their
    earlier evidence is marked superseded, in the same transaction. At a terminal the plan is shown
    and confirmed first.

    \b
    Examples:
      recert approve "Lockout/Tagout" 3.2 --plan --as Q-001
      recert approve "Lockout/Tagout" 3.2 --recertify-everyone \
          --reason "New lock type on line 4" --as Q-001
    """
    if plan:
        _refuse_digest_of_plan(plan_digest)
        _emit_plan(settings, _preview(settings, training, version))
        return
    change_reason = _required_reason(reason)

    def apply(digest: str | None) -> dict[str, Any]:
        with settings.connection() as connection:
            return api.approve_version(
                connection,
                training=training,
                label=version,
                change_reason=change_reason,
                activate=activate,
                recertify_everyone=recertify_everyone,
                plan_digest=digest,
            )

    if recertify_everyone:
        _recertified(settings, training, version, plan_digest, yes, apply)
        return
    if _is_asked(yes):
        effect = "put it in force" if activate else "leave it to be activated later"
        _confirm(f'Approve "{training}" {version} and {effect}, recertifying nobody?')
    emit_one(settings, apply(plan_digest))


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@_reason
@_yes
@pass_settings
def activate(
    settings: Settings, training: str, version: str, reason: str | None, yes: bool
) -> None:
    r"""Put version LABEL of TRAINING in force, which was approved with --no-activate.

    The former active version goes out of force in the same transaction. Nobody is recertified:
    `recert recertify` does that then.

    \b
    Examples:
      recert activate "Lockout/Tagout" 3.2 --reason "Line 4 is converted" --as Q-001
    """
    change_reason = _required_reason(reason)
    if _is_asked(yes):
        _confirm(f'Put "{training}" {version} in force, recertifying nobody?')
    with settings.connection() as connection:
        row = api.activate_version(
            connection, training=training, label=version, change_reason=change_reason
        )
    emit_one(settings, row)


@click.command(cls=Command)
@click.argument("training")
@click.argument("version", metavar="LABEL")
@_reason
@_plan
@_plan_digest
@_yes
@pass_settings
def recertify(
    settings: Settings,
    training: str,
    version: str,
    reason: str | None,
    plan: bool,
    plan_digest: str | None,
    yes: bool,
) -> None:
    r"""Re-enrol everyone trained on a version earlier than the active LABEL of TRAINING.

    Safe to run again: nothing is duplicated, no due date moves, and evidence on an earlier version
    that arrived late joins the same campaign.

    \b
    Examples:
      recert recertify "Lockout/Tagout" 3.2 --plan --as Q-001
      recert recertify "Lockout/Tagout" 3.2 --reason "Paper records of May" --as Q-001
    """
    if plan:
        _refuse_digest_of_plan(plan_digest)
        _emit_plan(settings, _preview(settings, training, version))
        return
    change_reason = _required_reason(reason)

    def apply(digest: str | None) -> dict[str, Any]:
        with settings.connection() as connection:
            return api.recertify(
                connection,
                training=training,
                label=version,
                change_reason=change_reason,
                plan_digest=digest,
            )

    _recertified(settings, training, version, plan_digest, yes, apply)
