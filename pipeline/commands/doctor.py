"""``recert doctor``: check what must always hold of the record."""

from __future__ import annotations

import click

from pipeline import api
from pipeline.options import Command, pass_settings
from pipeline.output import emit_list
from pipeline.settings import Settings
from pipeline.verdicts import require_sound

_COLUMNS = ["check", "status", "rows", "remedy"]


@click.command(cls=Command)
@click.option(
    "--deep", is_flag=True, help="Also prove that superseded evidence is what it was: reads it all."
)
@pass_settings
def doctor(settings: Settings, deep: bool) -> None:
    r"""Check what must always hold of the record and of what guards it; changes nothing.

    Tells for each check whether it passes, fails or is not applicable, how many rows do not hold,
    and what to do about them. Exits with 8 when one fails. docs/checks.md explains each.

    \b
    Examples:
      recert doctor
      recert doctor --deep --format json
    """
    with settings.connection() as connection:
        findings = api.check_invariants(connection, deep=deep)
    emit_list(settings, findings, _COLUMNS)
    require_sound(findings)
