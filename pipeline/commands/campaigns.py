"""``recert campaign``: named batches of assignments."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline import api
from pipeline.commands.plans import reason_option, required_reason
from pipeline.database import listed, many
from pipeline.options import Group, Moment, pass_settings
from pipeline.output import emit_list, emit_one
from pipeline.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

_KINDS = ["manual", "rule", "recertification", "periodic"]
_COLUMNS = [
    "campaign_id",
    "campaign",
    "kind",
    "training",
    "version",
    "assigned",
    "completed",
    "overdue",
    "due_at",
]
_PEOPLE = ["employee_number", "full_name", "outcome", "status", "due_at", "completed_at"]


@click.group(cls=Group)
def campaign() -> None:
    """Named batches of assignments: make one by hand, look at all."""


def _values(name: str, argument: str, meaning: str) -> Callable[[Function], Function]:
    return click.option(
        name, argument, metavar="NAME", multiple=True, help=f"{meaning}; repeatable."
    )


@campaign.command()
@click.argument("training")
@click.option("--name", required=True, help="Name of the campaign, new for the active version.")
@click.option("--due", type=Moment(), required=True, help="When it is due: 2027-01-31, or a time.")
@reason_option
@click.option(
    "--employee",
    "employees",
    metavar="EMPLOYEE_NUMBER",
    multiple=True,
    help="A person; repeatable.",
)
@click.option(
    "--employees-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="File with one employee number a line; - reads standard input.",
)
@_values("--department", "departments", "Active people of this department")
@_values("--location", "locations", "... of this site")
@_values("--activity", "activities", "... of this activity")
@_values("--plant", "plants", "... of this plant")
@_values("--line", "lines", "... of this production line")
@_values("--workstation", "workstations", "... of this workstation")
@click.option(
    "--attributes", metavar="NAME=VALUE;...", help="... with these further attributes, or JSON."
)
@pass_settings
def create(
    settings: Settings,
    training: str,
    name: str,
    due: datetime,
    reason: str | None,
    employees: tuple[str, ...],
    employees_file: Path | None,
    departments: tuple[str, ...],
    locations: tuple[str, ...],
    activities: tuple[str, ...],
    plants: tuple[str, ...],
    lines: tuple[str, ...],
    workstations: tuple[str, ...],
    attributes: str | None,
) -> None:
    r"""Assign the active version of TRAINING to people, with a due date of its own.

    People by number, or by what they are: all that is asked for must be true, of several values of
    one kind one. Whom it concerns is looked up now and recorded; who holds current evidence, is
    inactive or exempt is listed and not assigned.

    \b
    Examples:
      recert campaign create "Lockout/Tagout" --name "Line 4 start-up" --due 2027-01-31 \
          --line "Line 4" --reason "The line starts in February" --as Q-001
      recert campaign create "Lockout/Tagout" --name "After the audit" --due 2027-01-31 \
          --employee E-00042 --employee E-00043 --reason "Finding 3 of the audit" --as Q-001
    """
    numbers = [*employees, *_numbers(employees_file)]
    if employees_file is not None and not numbers:
        raise click.UsageError(f"{employees_file} has no employee number.")
    with settings.connection() as connection:
        row = api.create_campaign(
            connection,
            training=training,
            name=name,
            due_at=due,
            change_reason=required_reason(reason),
            employee_numbers=numbers or None,
            departments=list(departments) or None,
            locations=list(locations) or None,
            activities=list(activities) or None,
            plants=list(plants) or None,
            lines=list(lines) or None,
            workstations=list(workstations) or None,
            attributes=attributes,
        )
    emit_one(settings, row)


def _numbers(file: Path | None) -> list[str]:
    from pipeline.reading import text_of

    if file is None:
        return []
    lines = re.split(r"\r\n|\r|\n", text_of(file, sqlstate="ZR103"))
    return [line.strip() for line in lines if line.strip()]


@campaign.command("list")
@click.option("--kind", type=click.Choice(_KINDS), help="Only campaigns of this kind.")
@click.option("--training", help="Only campaigns of this training.")
@click.option("--open", "only_open", is_flag=True, help="Only with assignments still open.")
@pass_settings
def list_(settings: Settings, kind: str | None, training: str | None, only_open: bool) -> None:
    r"""List campaigns with what became of their assignments, the oldest first.

    \b
    Examples:
      recert campaign list --open
      recert campaign list --kind recertification --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from api.campaigns where (%(kind)s::text is null or kind = %(kind)s)"
            " and (%(training)s::text is null or training = %(training)s)"
            " and (not %(open)s or open > 0) order by campaign_id",
            {"kind": kind, "training": training, "open": only_open},
        )
    emit_list(settings, rows, _COLUMNS, header=header, empty="There is no such campaign.")


@campaign.command()
@click.argument("name_or_id", metavar="CAMPAIGN")
@click.option("--people", is_flag=True, help="List its people instead, by name and outcome.")
@pass_settings
def show(settings: Settings, name_or_id: str, people: bool) -> None:
    r"""Show the campaign of this number, or of this name if one campaign has it.

    --people lists whom it has and whom it left out, and why.

    \b
    Examples:
      recert campaign show "Recertification: Lockout/Tagout v3.2"
      recert campaign show 12 --people --format csv > people.csv
    """
    from pipeline.errors import WrongState

    is_id = name_or_id.isascii() and name_or_id.isdigit() and len(name_or_id) < 19
    with settings.connection() as connection:
        found = list(
            many(
                connection,
                "select * from api.campaigns where campaign = %(name)s or campaign_id = %(id)s"
                " order by campaign_id",
                {"name": name_or_id, "id": int(name_or_id) if is_id else None},
            )
        )
        if len(found) != 1:
            raise WrongState(
                "There is no such campaign." if not found else "Several campaigns have this name.",
                sqlstate="ZR210",
                detail=", ".join(str(row["campaign_id"]) for row in found) or name_or_id,
                hint="Name it by its number: `recert campaign list`.",
            )
        if not people:
            emit_one(settings, found[0])
            return
        header, rows = listed(
            connection,
            "select * from api.campaign_people where campaign_id = %(id)s order by employee_number",
            {"id": found[0]["campaign_id"]},
        )
    emit_list(settings, rows, _PEOPLE, header=header, empty="The campaign concerns nobody.")
