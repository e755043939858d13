"""``recert queue``: the Quality Review Queue."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from pipeline import api
from pipeline.commands.plans import (
    confirm,
    is_asked,
    reason_option,
    required_reason,
    yes_option,
)
from pipeline.database import listed, many
from pipeline.options import Group, pass_settings
from pipeline.output import console, emit_list, emit_one, harmless
from pipeline.settings import Settings

if TYPE_CHECKING:
    import psycopg

    from pipeline.comparing import Change

_TYPES = ["version_approval", "source_outdated", "recert_decision"]
_COLUMNS = [
    "review_task_id",
    "task_type",
    "training",
    "version",
    "author",
    "sources",
    "opened_at",
]

_task = click.argument("task", nargs=-1, required=True, metavar="TASK | TRAINING LABEL")


@click.group(cls=Group)
def queue() -> None:
    """The Quality Review Queue: what waits for a decision.

    A quality admin sees the tasks addressed to that role, a corporate admin all of them.
    """


@queue.command("list")
@click.option("--type", "task_type", type=click.Choice(_TYPES), help="Only tasks of this type.")
@click.option("--all", "all_states", is_flag=True, help="Resolved tasks, too.")
@pass_settings
def list_(settings: Settings, task_type: str | None, all_states: bool) -> None:
    r"""List what waits for a decision, the oldest first.

    \b
    Examples:
      recert queue list
      recert queue list --type version_approval --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from api.review_queue"
            " where (%(all)s or state = 'open')"
            " and (%(type)s::text is null or task_type = %(type)s)"
            " order by opened_at, review_task_id",
            {"all": all_states, "type": task_type},
        )
    columns = [*_COLUMNS, "state", "resolution"] if all_states else _COLUMNS
    emit_list(settings, rows, columns, header=header, empty="The queue is empty.")


def _found(connection: psycopg.Connection[Any], task: tuple[str, ...]) -> dict[str, Any]:
    """The task of this number, or the last one of this version: one that the caller may see."""
    from pipeline.errors import WrongState

    if len(task) == 1 and task[0].isascii() and task[0].isdigit() and len(task[0]) < 19:
        where = "review_task_id = %(task)s"
        arguments: dict[str, Any] = {"task": int(task[0])}
    elif len(task) == 2:
        where = "training = %(training)s and version = %(version)s"
        arguments = {"training": task[0], "version": task[1]}
    else:
        raise click.UsageError("Name a task by its number, or a version by TRAINING and LABEL.")
    rows = list(
        many(
            connection,
            f"select * from api.review_queue where {where}"  # noqa: S608  ours, values bound
            " order by state, review_task_id desc limit 1",
            arguments,
        )
    )
    if not rows:
        raise WrongState(
            "There is no such review task that you may see.",
            sqlstate="ZR210",
            detail=" ".join(task),
            hint="See `recert queue list --all`; each role sees the tasks addressed to it.",
        )
    return rows[0]


@queue.command()
@_task
@pass_settings
def show(settings: Settings, task: tuple[str, ...]) -> None:
    r"""Show one task with everything about it: by its number, or the last one of a version.

    \b
    Examples:
      recert queue show 12 --as Q-001
      recert queue show "Lockout/Tagout" 3.2 --as Q-001
    """
    with settings.connection() as connection:
        row = _found(connection, task)
    emit_one(settings, row)


@queue.command()
@_task
@pass_settings
def compare(settings: Settings, task: tuple[str, ...]) -> None:
    r"""Show what a task's version changes: content by paragraph, objectives and sources.

    A pending version is compared with the active one; an active version with the one before it.

    \b
    Examples:
      recert queue compare 12 --as Q-001
      recert queue compare "Lockout/Tagout" 3.2 --format json --as Q-001
    """
    from pipeline.comparing import compared

    with settings.connection() as connection:
        found = _found(connection, task)
        row = api.compare_versions(connection, training=found["training"], label=found["version"])
    parts = compared(row)
    if settings.format == "csv":
        emit_list(
            settings,
            [{"part": part, **asdict(each)} for part, all_ in parts.items() for each in all_],
            ["part", "change", "text"],
        )
    elif settings.format == "json":
        names = ("training", "version", "state", "base_version")
        emit_one(
            settings,
            {name: row[name] for name in names}
            | {part: [asdict(each) for each in all_] for part, all_ in parts.items()},
        )
    else:
        _show_parts(row, parts)


def _show_parts(row: dict[str, Any], parts: dict[str, list[Change]]) -> None:
    from rich.text import Text

    terminal = console()
    base = f"version {row['base_version']}" if row["base_version"] else "nothing: it is the first"
    terminal.print(
        Text(harmless(f'"{row["training"]}" {row["version"]} ({row["state"]}) against {base}'))
    )
    for part, all_ in parts.items():
        changed = sum(each.change != "same" for each in all_)
        terminal.print()
        terminal.print(Text(part if changed else f"{part}: no change", style="bold"))
        same = 0
        for each in all_ if changed else []:
            if each.change == "same":
                same += 1
                continue
            _show_same(same)
            same = 0
            sign, style = ("+", "green") if each.change == "added" else ("-", "red")
            for line in harmless(each.text).split("\n"):
                terminal.print(Text(f"{sign} {line}", style=style))
        _show_same(same)


def _show_same(number: int) -> None:
    from rich.text import Text

    if number:
        console().print(Text(f"  ({number} unchanged)", style="dim"))


@queue.command()
@click.argument("review_task_id", type=click.IntRange(max=2**63 - 1), metavar="TASK")
@click.argument("resolution")
@reason_option
@yes_option
@pass_settings
def resolve(
    settings: Settings, review_task_id: int, resolution: str, reason: str | None, yes: bool
) -> None:
    r"""End task TASK with RESOLUTION.

    A version_approval ends with approve (which puts the version in force and recertifies nobody)
    or reject, a recert_decision with recertify (everyone) or decline, a source_outdated with
    no_change_needed or revision_planned.

    \b
    Examples:
      recert queue resolve 12 decline --reason "Spelling only, nothing to learn" --as Q-001
      recert queue resolve 14 no_change_needed --reason "Only the cover page changed" --as Q-001
    """
    change_reason = required_reason(reason)
    if is_asked(yes):
        with settings.connection() as connection:
            task = _found(connection, (str(review_task_id),))
        confirm(
            f'End the {task["task_type"]} of "{task["training"]}" {task["version"]}: {resolution}?'
        )
    with settings.connection() as connection:
        row = api.resolve_review_task(
            connection,
            review_task_id=review_task_id,
            resolution=resolution,
            change_reason=change_reason,
        )
    emit_one(settings, row)
