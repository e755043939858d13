"""``recert scan``: what the calendar makes true."""

from __future__ import annotations

import click

from pipeline import api
from pipeline.options import Group, pass_settings
from pipeline.output import emit_one
from pipeline.settings import Settings


@click.group(cls=Group)
def scan() -> None:
    """Find what became due with time; meant for a scheduler, safe to run at any time."""


@scan.command()
@pass_settings
def overdue(settings: Settings) -> None:
    r"""Mark the open assignments that are past their due date and grace.

    Clears the mark where a longer grace made it untrue. A second run changes nothing.

    \b
    Examples:
      recert scan overdue
      recert scan overdue --format json
    """
    with settings.connection() as connection:
        row = api.scan_overdue(connection)
    emit_one(settings, row)
