"""Tells who takes the marts as they are how far the record has gone on since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.output import announce

if TYPE_CHECKING:
    from pipeline.reports.standing import Standing
    from pipeline.settings import Settings


def announce_behind(settings: Settings, standing: Standing) -> None:
    """Say how many rows of the log the marts do not have; nothing where they have all."""
    if standing.rows_behind:
        rows = "1 row" if standing.rows_behind == 1 else f"{standing.rows_behind:,} rows"
        announce(
            settings,
            f"The record has gone on since the build: {rows} of the audit log"
            f" {'is' if standing.rows_behind == 1 else 'are'} in no mart.",
            rows_behind=standing.rows_behind,
        )
