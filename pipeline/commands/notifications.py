"""``recert notifications``: reminders, for whatever sends mail."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline.database import listed
from pipeline.options import Group, pass_settings
from pipeline.output import announce, emit_list
from pipeline.settings import Settings

_COLUMNS = ["notification_id", "kind", "employee_number", "email", "copy_to", "subject"]


@click.group(cls=Group)
def notifications() -> None:
    """Reminders that `recert daily` writes, for whatever sends mail."""


@notifications.command("list")
@click.option("--all", "handed_over", is_flag=True, help="Those handed over or withdrawn, too.")
@click.option("--employee", metavar="EMPLOYEE_NUMBER", help="Only this person's.")
@pass_settings
def list_(settings: Settings, handed_over: bool, employee: str | None) -> None:
    r"""List the reminders that wait, in the order in which they were written.

    \b
    Examples:
      recert notifications list
      recert notifications list --all --employee E-00042 --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from api.notifications"
            " where (%(all)s or (handed_over_at is null and withdrawn_at is null))"
            " and (%(employee)s::text is null or employee_number = %(employee)s)"
            " order by notification_id",
            {"all": handed_over, "employee": employee},
        )
    columns = [*_COLUMNS, "handed_over_at", "withdrawn_at"] if handed_over else _COLUMNS
    emit_list(settings, rows, columns, header=header, empty="No reminder waits.")


@notifications.command()
@click.argument(
    "file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-"
)
@pass_settings
def export(settings: Settings, file: Path) -> None:
    r"""Hand over the reminders that wait: write them to FILE, a new file, or to standard output.

    CSV, or an array of objects with --format json. They are marked as handed over when all of them
    are written, and only then; each is handed over once. Without a reminder no file is made.

    \b
    Examples:
      recert notifications export /var/spool/reminders/$(date +%F).csv
      recert notifications export --format json | send-reminders
    """
    from pipeline.handing_over import hand_over

    if os.path.isdir(file):  # noqa: PTH112  Path's own raises where a name is too long
        raise click.UsageError(f"{str(file)!r} is no file: name a new one.")

    number = hand_over(settings, None if str(file) == "-" else file)
    where = "" if str(file) == "-" else f" to {file}"
    announce(
        settings,
        f"Handed over {number:,} reminders{where}." if number else "No reminder waits.",
        notifications=number,
    )
