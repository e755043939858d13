"""``recert demo``: the whole job, on a generated company or on real data."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.options import Command, pass_settings
from pipeline.output import emit_list, emit_one
from pipeline.settings import Settings

#: People that the generated company always has; see pipeline.demo.company_files.SMALLEST.
_SMALLEST = 20

#: ... and when nobody says how many.
_USUAL = 2_000

#: Outcomes that are shown in a table when somebody had one; JSON and CSV have all.
_SELDOM = ["already_enrolled", "already_current", "inactive", "exempt"]


@click.command(cls=Command)
@click.option(
    "--users",
    type=click.IntRange(min=_SMALLEST),
    default=None,
    metavar="N",
    help="People of the generated company, at least 20. Default: 2,000.",
)
@click.option(
    "--oulad",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with the Open University Learning Analytics dataset, to be taken instead.",
)
@pass_settings
def demo(settings: Settings, users: int | None, oulad: Path | None) -> None:
    r"""Run the whole job on a generated company, or on real data, and tell it step by step.

    Installs the schema, imports people and their history, has a new version of Lockout/Tagout
    submitted, planned and approved, recertifies everyone, again when late records turn up, scans
    for what is overdue, verifies the audit log and builds the marts. Safe to run again: what is
    there stays as it is. The record is append-only, so a database that holds anybody who is not
    made up is refused.

    With --oulad all presentations of all modules are taken in calendar order instead, and one row
    is printed for each recertification. On a second run only the presentation that is active can
    be recertified; the rows of the earlier ones are zeros, as nothing was done.

    \b
    Examples:
      recert demo
      recert demo --users 500 --format json
      RECERT_HOME=~/recert-oulad recert demo --oulad path/to/oulad
    """
    if oulad is not None:
        if users is not None:
            raise click.UsageError(
                "--users sizes the generated company: leave it out with --oulad."
            )
        from pipeline.demo import oulad_run

        rows = oulad_run.run(settings, oulad)
        seen = [name for name in _SELDOM if any(row[name] for row in rows)]
        first = ["training", "version", "population", "created"]
        emit_list(settings, rows, [*first, *seen, "evidence_superseded"])
        return
    from pipeline.demo import company_run

    told = company_run.run(settings, users or _USUAL)
    if settings.format != "table":
        emit_one(settings, told)
