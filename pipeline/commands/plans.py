"""What approving and recertifying share: the scope, the plan, and the question before it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline import api
from pipeline.commands.batches import Batches, enrolled
from pipeline.output import announce, emit_list, emit_one, show_list, show_one, told
from pipeline.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

_COLUMNS = ["department", "location", "population", "created"]
#: Outcomes that are shown where somebody has one.
_SELDOM = ["already_enrolled", "already_current", "inactive", "exempt"]

reason_option = click.option(
    "--reason",
    metavar="TEXT",
    help="Why this is done, in at least 10 characters; kept word for word in the audit log.",
)
yes_option = click.option(
    "--yes", is_flag=True, help="Do not ask; without a terminal nothing is asked."
)


@dataclass(frozen=True)
class Scope:
    """To whom a recertification is limited, and from which day; nothing for everyone, now."""

    departments: list[str] | None = None
    locations: list[str] | None = None
    from_versions: list[str] | None = None
    effective_on: date | None = None

    def arguments(self) -> dict[str, Any]:
        """As arguments of :mod:`pipeline.api`."""
        return asdict(self)


def plan_options(command: Function) -> Function:
    """The options of a plan: --plan and --plan-digest, and the scope."""
    for option in (
        click.option(
            "--effective-on",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            help="Recertify on this UTC day: stored, and done by `recert daily`.",
        ),
        click.option(
            "--from-version",
            "from_versions",
            metavar="LABEL",
            multiple=True,
            help="Only who holds evidence on this version that still counts; repeatable.",
        ),
        click.option(
            "--location",
            "locations",
            metavar="NAME",
            multiple=True,
            help="Only people of this site; repeatable.",
        ),
        click.option(
            "--department",
            "departments",
            metavar="NAME",
            multiple=True,
            help="Only people of this department; repeatable.",
        ),
        click.option(
            "--plan-digest",
            metavar="DIGEST",
            help="Apply only if the population is still that of the plan with this digest.",
        ),
        click.option(
            "--plan", is_flag=True, help="Show what recertifying would do, and change nothing."
        ),
    ):
        command = option(command)
    return command


def scope_of(
    departments: tuple[str, ...],
    locations: tuple[str, ...],
    from_versions: tuple[str, ...],
    effective_on: datetime | None,
) -> Scope:
    """The scope that the options ask for."""
    return Scope(
        list(departments) or None,
        list(locations) or None,
        list(from_versions) or None,
        effective_on.date() if effective_on else None,
    )


def required_reason(reason: str | None) -> str:
    """The reason, which a plan needs not and everything else does."""
    if reason is None:
        raise click.UsageError("Missing option '--reason'.")
    return reason


def _counts(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plan.items() if name != "breakdown"}


def _plan_columns(plan: dict[str, Any]) -> list[str]:
    seen = [name for name in _SELDOM if plan[name]]
    return [*_COLUMNS, *seen, "evidence_superseded"]


def emit_plan(
    settings: Settings,
    training: str,
    version: str,
    scope: Scope,
    plan_digest: str | None,
    explain: Path | None,
) -> None:
    """Print what recertifying would do."""
    if explain is not None:
        raise click.UsageError("--explain shows how something is done, and --plan does nothing.")
    if plan_digest is not None:
        raise click.UsageError(
            "--plan makes a digest, --plan-digest applies one: give one of them."
        )
    plan = _preview(settings, training, version, scope)
    if settings.format == "json":
        emit_one(settings, plan)
    elif settings.format == "csv":
        every = [*_COLUMNS, *_SELDOM, "evidence_superseded"]
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


def _preview(settings: Settings, training: str, version: str, scope: Scope) -> dict[str, Any]:
    with settings.connection() as connection:
        return api.preview_recertification(
            connection, training=training, label=version, **scope.arguments()
        )


def is_asked(yes: bool) -> bool:
    """Whether somebody sits at a terminal to answer."""
    return not yes and sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str) -> None:
    """Ask, and end the command unless the answer is yes."""
    if not click.confirm(told(question), err=True):
        raise click.Abort("Nothing was changed.")


def recertified(
    settings: Settings,
    training: str,
    version: str,
    scope: Scope,
    plan_digest: str | None,
    yes: bool,
    batches: Batches,
    apply: Callable[[str | None, int | None], dict[str, Any]],
) -> None:
    """Show the plan and ask where there is somebody to ask, then apply exactly that plan.

    ``apply`` is given the digest of the plan and the size of batches, None for one transaction.
    """
    if is_asked(yes):
        plan = _preview(settings, training, version, scope)
        _show_plan(plan)
        day = f" on {plan['effective_on']}" if "effective_on" in plan else ""
        confirm(
            f"Recertify {plan['created']:,} of {plan['population']:,} people"
            f' for "{training}" {version}{day}?'
        )
        plan_digest = plan_digest or plan["plan_digest"]
    whom = "everyone" if scope == Scope(effective_on=scope.effective_on) else "some"
    announce(settings, f'Recertifying {whom} for "{training}" {version} ...')
    # some are recertified at once, and what is stored for a day to come as well
    is_whole = scope == Scope() or batches.is_asked
    size = batches.size_for(settings, training, version) if is_whole else None
    row = apply(plan_digest, size)
    if "run_id" in row:
        activated = row["activated"]
        row = enrolled(settings, row["run_id"], training, version, batches.jobs)
        row["activated"] = activated
    if "effective_on" in row:
        announce(settings, f"Stored: `recert daily` recertifies on {row['effective_on']}.")
    emit_one(settings, row)
