"""``recert jobs``: what ran, how it ended, and what the server did meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

import click

from pipeline.database import listed
from pipeline.options import Command, pass_settings
from pipeline.output import (
    as_text,
    console,
    emit_list,
    harmless,
    in_bytes,
    print_table,
    show_one,
    told,
)
from pipeline.settings import Settings
from pipeline.streams import unread_is_no_error

if TYPE_CHECKING:
    from rich.text import Text

#: Parts of a result that say when, where and whether, not how many.
_NOT_COUNTS = {
    *("scanned_at", "recomputed_at", "written_at", "audit_seq", "build_id", "seconds"),
    *("users", "rules", "build_number", "is_full", "as_of", "head_seq", "head_hash"),
    *("training", "version", "campaign", "activated", "due_at", "plan_digest", "dry_run"),
    *("run_id", "scope", "effective_on", "scheduled_recertification_id", "kind", "file"),
    *("controls", "selection"),
}

#: Headings of the table, and the columns of numbers.
_HEADINGS = {
    "job_run_id": "id",
    "step": "step",
    "state": "state",
    "started_at": "started (UTC)",
    "seconds": "seconds",
    "rows": "rows",
    "rate": "rows/s",
    "wal": "WAL",
    "waits": "waits",
    "told": "told",
}
_NUMBERS = ("job_run_id", "seconds", "rows", "rate", "wal")

#: Columns that are cut where there is little room, and to how much at most.
_LEAST = {"step": 14, "waits": 10, "told": 14}

#: Events of a run that the table has room for.
_WAITS = 3


@click.command(cls=Command)
@click.option("--job", help="Only this job, such as daily or import.")
@click.option("--failed", is_flag=True, help="Only what did not succeed.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000_000), default=50, help="Last rows to show.  [50]"
)
@pass_settings
def jobs(settings: Settings, job: str | None, failed: bool, limit: int) -> None:
    r"""Show what ran when, for how long, with which result, the newest at the end.

    The steps of `recert daily`, builds of the marts, and what the commands scan, recompute, import,
    approve and recertify did. With the rows that were written, a second and in all; the WAL that
    the server wrote meanwhile, for others, too; and what the sessions were at, looked at once a
    second: CPU, or what they waited for. A run that goes on is shown as far as it is.

    application_name finds its sessions in pg_stat_activity and in the server's log, and run_id of
    --log-format json what the command said.

    \b
    Examples:
      recert jobs
      recert jobs --job import
      recert jobs --failed --format json
    """
    with settings.connection() as connection:
        header, rows = listed(
            connection,
            "select * from (select * from api.job_runs"
            " where (%(job)s::text is null or job = %(job)s)"
            " and (not %(failed)s or state not in ('succeeded', 'running'))"
            " order by job_run_id desc limit %(limit)s) as j order by j.job_run_id",
            {"job": job, "failed": failed, "limit": limit},
        )
    if settings.format == "table" and rows:
        with unread_is_no_error():
            _show([_told(row) for row in rows])
        return
    emit_list(settings, rows, list(_HEADINGS), header=header, empty="No such job ran.")


def counts_in_words(result: Mapping[str, Any]) -> str:
    """The counts of a result that are not zero."""
    counts = {
        name: value
        for name, value in result.items()
        if name not in _NOT_COUNTS and value not in (0, None, [], {})
    }
    said = ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in counts.items())
    return said or "nothing to do"


def _short(value: Any) -> str:
    return f"{len(value)}" if isinstance(value, list | dict) else as_text(value)


def _told(row: Mapping[str, Any]) -> dict[str, str]:
    """A run as the table has it."""
    rate = row["rows_per_second"]
    return {
        "job_run_id": str(row["job_run_id"]),
        "step": row["step"],
        "state": row["state"],
        "started_at": row["started_at"].astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "seconds": _seconds(float(row["seconds"])),
        "rows": "" if row["rows"] is None else f"{row['rows']:,.0f}",
        "rate": "" if rate is None else f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}",
        "wal": "" if row["wal_bytes"] is None else in_bytes(row["wal_bytes"]),
        "waits": _waits(row["wait_events"] or {}),
        "told": _outcome(row),
    }


def _seconds(seconds: float) -> str:
    return f"{seconds:,.3f}" if seconds < 10 else f"{seconds:,.1f}"


def _waits(events: Mapping[str, float]) -> str:
    """The events that were seen most, and their part of all."""
    seen = sum(events.values())
    most = sorted(events.items(), key=lambda event: (-event[1], event[0]))[:_WAITS]
    return ", ".join(f"{name} {count / seen:.0%}" for name, count in most if count)


def _outcome(row: Mapping[str, Any]) -> str:
    """The error in a sentence, or the counts; of what was cut off nothing but its state."""
    if row["message"]:
        return str(row["message"])
    if row["state"] == "succeeded" or (row["state"] == "running" and row["result"]):
        result = row["result"]
        return counts_in_words(result) if isinstance(result, dict) else ""
    return ""


def _show(rows: list[dict[str, str]]) -> None:
    """A line a run, cut where there is no room; what went wrong is told whole, on more lines."""
    from rich.table import Table
    from rich.text import Text

    terminal = console()
    widths = _widths(rows, terminal.width)
    if widths is None:
        rows = [row | {"started_at": row["started_at"][5:-3]} for row in rows]
        widths = _widths(rows, terminal.width, _LEAST)
    if widths is None:
        # one run below the other
        for number, row in enumerate(rows):
            if number:
                terminal.print()
            show_one({_HEADINGS[name]: text for name, text in row.items()})
        return

    def cell(row: dict[str, str], name: str) -> Text:
        if name == "told" and row["state"] not in ("succeeded", "running"):
            return Text(told(row[name]))
        return Text(harmless(row[name]), no_wrap=True, overflow="ellipsis")

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, heading in _HEADINGS.items():
        justify: Any = "right" if name in _NUMBERS else "left"
        table.add_column(heading, justify=justify, width=widths[name], no_wrap=name != "told")
    for row in rows:
        table.add_row(*(cell(row, name) for name in _HEADINGS))
    print_table(terminal, table)


def _widths(
    rows: list[dict[str, str]], room: int, least: Mapping[str, int] | None = None
) -> dict[str, int] | None:
    """Widths of the columns, the widest of those in ``least`` shortened first; None without room.

    Without ``least`` only what wraps is shortened, and no further than is good to read.
    """
    from rich.cells import cell_len

    widths = {
        name: max(cell_len(heading), *(cell_len(harmless(row[name])) for row in rows))
        for name, heading in _HEADINGS.items()
    }
    least = least or {"told": 40}
    room -= 2 * (len(widths) - 1)
    while sum(widths.values()) > room:
        name = max(least, key=lambda name: widths[name] - least[name])
        if widths[name] <= least[name]:
            return None
        widths[name] -= 1
    return widths
