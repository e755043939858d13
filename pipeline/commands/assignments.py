"""``recert assignment``: starting, completing and signing what people have to do."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from pipeline import api
from pipeline.database import listed
from pipeline.options import Group, pass_settings
from pipeline.output import emit_list, emit_one
from pipeline.settings import Settings

_METHODS = ["click_to_confirm", "drawn", "re_authenticated"]
_COLUMNS = [
    "employee_number",
    "full_name",
    "training",
    "active_version",
    "campaign",
    "status",
    "due_at",
    "overdue_since",
]

_employee = click.option(
    "--employee",
    metavar="EMPLOYEE_NUMBER",
    help="Somebody else, whom you manage or may act for; else the acting person.",
)


class _Score(click.ParamType[Decimal]):
    """A number, as exact as it is written."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        try:
            number = Decimal(value)
        except InvalidOperation:
            self.fail(f"{value!r} is not a number.", param, ctx)
        # nor is there room for more digits in the database
        if not number.is_finite() or abs(number.adjusted()) > 10_000:
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


@click.group(cls=Group)
def assignment() -> None:
    """What people have to do: start it, complete it, sign it, list it."""


@assignment.command()
@click.argument("training")
@_employee
@pass_settings
def start(settings: Settings, training: str, employee: str | None) -> None:
    r"""Mark the open assignments of TRAINING as in progress.

    \b
    Examples:
      recert assignment start "Lockout/Tagout" --as E-00042
    """
    with settings.connection() as connection:
        row = api.start_assignment(connection, training=training, employee_number=employee)
    emit_one(settings, row)


@assignment.command()
@click.argument("training")
@_employee
@click.option("--score", type=_Score(), help="Score from 0 to 100.")
@click.option(
    "--signature-method",
    type=click.Choice(_METHODS),
    help="Sign at once, in this way; a training may require it.",
)
@pass_settings
def complete(
    settings: Settings,
    training: str,
    employee: str | None,
    score: Decimal | None,
    signature_method: str | None,
) -> None:
    r"""Record that the person completed TRAINING, on the version that is active now.

    All open assignments of the training are closed, in whatever campaign. Completing needs no
    assignment. Nobody signs for somebody else.

    \b
    Examples:
      recert assignment complete "Lockout/Tagout" --score 92.5 --as E-00042
      recert assignment complete "Lockout/Tagout" --signature-method click_to_confirm --as E-00042
    """
    with settings.connection() as connection:
        row = api.complete_training(
            connection,
            training=training,
            score=score,
            signature_method=signature_method,
            employee_number=employee,
        )
    emit_one(settings, row)


@assignment.command()
@click.argument("training")
@click.option(
    "--signature-method", type=click.Choice(_METHODS), required=True, help="How it is signed."
)
@click.option(
    "--evidence",
    "evidence_id",
    type=click.IntRange(max=2**63 - 1),
    help="This evidence, by its number.",
)
@pass_settings
def sign(settings: Settings, training: str, signature_method: str, evidence_id: int | None) -> None:
    r"""Sign the acting person's evidence of TRAINING, the latest or --evidence.

    \b
    Examples:
      recert assignment sign "Lockout/Tagout" --signature-method drawn --as E-00042
    """
    with settings.connection() as connection:
        row = api.sign_evidence(
            connection,
            training=training,
            signature_method=signature_method,
            evidence_id=evidence_id,
        )
    emit_one(settings, row)


@assignment.command("list")
@click.option("--employee", metavar="EMPLOYEE_NUMBER", help="Only this person's.")
@click.option("--training", help="Only of this training.")
@click.option("--overdue", is_flag=True, help="Only those that the scan found overdue.")
@click.option("--all", "all_states", is_flag=True, help="Completed and cancelled ones, too.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many; all by default.")
@pass_settings
def list_(
    settings: Settings,
    employee: str | None,
    training: str | None,
    overdue: bool,
    all_states: bool,
    limit: int | None,
) -> None:
    r"""List open assignments, the one due first at the top.

    \b
    Examples:
      recert assignment list --employee E-00042
      recert assignment list --overdue --format csv > overdue.csv
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from api.assignments"
            " where (%(all)s or status in ('not_started', 'in_progress'))"
            " and (%(employee)s::text is null or employee_number = %(employee)s)"
            " and (%(training)s::text is null or training = %(training)s)"
            " and (not %(overdue)s or overdue_since is not null)"
            " order by due_at, employee_number, campaign_id"
            " limit least(%(limit)s, 9223372036854775807)",
            {
                "all": all_states,
                "employee": employee,
                "training": training,
                "overdue": overdue,
                "limit": limit,
            },
        )
    emit_list(settings, rows, _COLUMNS, header=header, empty="There is no such assignment.")
