"""``recert queue``: the Quality Review Queue."""

from __future__ import annotations

import click

from pipeline.database import listed
from pipeline.options import Group, pass_settings
from pipeline.output import emit_list
from pipeline.settings import Settings

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


@click.group(cls=Group)
def queue() -> None:
    """The Quality Review Queue: what waits for a decision."""


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
