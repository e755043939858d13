"""``recert exemption``: who need not take a training for a while."""

from __future__ import annotations

from datetime import datetime

import click

from pipeline import api
from pipeline.commands.plans import reason_option, required_reason
from pipeline.database import listed
from pipeline.options import Group, Moment, pass_settings
from pipeline.output import emit_list, emit_one
from pipeline.settings import Settings

_COLUMNS = ["employee_number", "full_name", "training", "valid_until", "granted_by", "reason"]


@click.group(cls=Group)
def exemption() -> None:
    """Who need not take a training for a while, and why."""


@exemption.command()
@click.argument("employee_number")
@click.argument("training")
@click.option(
    "--until",
    type=Moment(),
    required=True,
    help="Until when, that moment excluded: 2027-07-01, which is 00:00 UTC, or a time.",
)
@reason_option
@pass_settings
def grant(
    settings: Settings, employee_number: str, training: str, until: datetime, reason: str | None
) -> None:
    r"""Exempt EMPLOYEE_NUMBER from TRAINING until a moment; never yourself.

    When it has ended, the next `recert daily` or `recert recompute` gives what was missed.

    \b
    Examples:
      recert exemption grant E-00042 "Lockout/Tagout" --until 2027-07-01 \
          --reason "On parental leave until summer" --as Q-001
    """
    with settings.connection() as connection:
        row = api.grant_exemption(
            connection,
            employee_number=employee_number,
            training=training,
            change_reason=required_reason(reason),
            valid_until=until,
        )
    emit_one(settings, row)


@exemption.command("list")
@click.option("--employee", metavar="EMPLOYEE_NUMBER", help="Only this person's.")
@click.option("--training", help="Only from this training.")
@click.option("--all", "ended", is_flag=True, help="Those that have ended, too.")
@pass_settings
def list_(settings: Settings, employee: str | None, training: str | None, ended: bool) -> None:
    r"""List exemptions in force, the one that ends first at the top.

    \b
    Examples:
      recert exemption list
      recert exemption list --all --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from api.exemptions where (%(ended)s or is_in_force)"
            " and (%(employee)s::text is null or employee_number = %(employee)s)"
            " and (%(training)s::text is null or training = %(training)s)"
            " order by valid_until, exemption_id",
            {"ended": ended, "employee": employee, "training": training},
        )
    columns = [*_COLUMNS, "is_in_force"] if ended else _COLUMNS
    emit_list(settings, rows, columns, header=header, empty="Nobody is exempt.")
