"""``recert report site``: the pages that an inspector looks at."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.building import (
    company_name,
    company_option,
    mart_options,
    shown_steps,
    tell_unrecorded,
)
from pipeline.options import Command, pass_settings
from pipeline.output import emit_one
from pipeline.settings import Settings


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(readable=False, path_type=Path))
@company_option
@mart_options
@click.option("--force", is_flag=True, help="Replace DIR when it is a site.")
@click.option(
    "--person",
    "people",
    metavar="EMPLOYEE_NUMBER",
    multiple=True,
    help="Write this person's page in a company of any size; may be given several times.",
)
@pass_settings
def site(
    settings: Settings,
    folder: Path,
    company: str | None,
    rebuild: bool,
    as_built: bool,
    force: bool,
    people: tuple[str, ...],
) -> None:
    r"""Write a site from the marts to DIR: pages that open from disk, without a server.

    DIR is new or an empty folder. Open index.html in it: an overview, the compliance matrix, a page
    for each training, recertification and person, the registers, the audit trail, the controls, and
    twenty questions with their answers. Nothing of it is fetched from anywhere.

    Of a company of more than 10,000 people nobody is written out: its pages are about departments
    and trainings, and --person writes those of the people who are asked for.

    \b
    Examples:
      recert report site inspection
      recert report site inspection --rebuild --force --company "Example Devices"
      recert report site inspection --person E-00007 --person E-00012
    """
    from pipeline.reports.site.publish import publish_site

    row = publish_site(
        settings,
        folder,
        people=people,
        company=company_name(company),
        rebuild=rebuild,
        as_built=as_built,
        replace=force,
        progress=shown_steps(settings) if rebuild else None,
    )
    tell_unrecorded(settings, row["audit_seq"])
    emit_one(settings, row)
