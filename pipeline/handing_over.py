"""Hands reminders over: written first, marked when the writing went well."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from pipeline import api
from pipeline.database import many
from pipeline.delivering import is_taken, new_file, to_stdout
from pipeline.errors import Defect, RecertError, WrongState
from pipeline.output import as_cell, json_text
from pipeline.settings import Settings

_READ = """
    select notification_id, kind, employee_number, full_name, email, copy_to, copy_email, training,
        version, campaign, due_at, created_at, subject
    from api.notifications where notification_id = any(%(ids)s) order by notification_id
"""


def hand_over(settings: Settings, file: Path | None) -> int:
    """Write the reminders that wait to a new file, or to standard output; returns how many.

    They are marked when this transaction commits, after the last byte is where it belongs. A crash
    between the two hands them over once more: rather twice than never. Raises :class:`WrongState`
    when the file exists, :class:`Defect` when it cannot be written.
    """
    if file is not None and _exists(file):
        raise _taken(file)
    is_written = False
    try:
        with settings.connection() as connection:
            claimed = api.claim_notifications(connection)
            rows = list(many(connection, _READ, {"ids": claimed}))
            # an empty list is a JSON document, too; a file without reminders is not made
            if rows or (file is None and settings.format == "json"):
                _deliver(_as_json(rows) if settings.format == "json" else _as_csv(rows), file)
                is_written = True
            # marked only now: a slow reader keeps nobody else from writing the audit log
            api.export_notifications(connection, notification_ids=claimed)
    except RecertError as error:
        if is_written and file is not None:
            error.hint = (
                f"{file} is written, but its reminders may not be marked: look at"
                " `recert notifications list` before it is sent."
            )
        raise
    return len(rows)


def _exists(file: Path) -> bool:
    try:
        return is_taken(file)
    except OSError as error:
        raise _unwritable(file, error) from error


def _deliver(text: str, file: Path | None) -> None:
    try:
        _write(text, file)
    except FileExistsError as error:
        raise _taken(file) from error
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path | None, error: OSError) -> Defect:
    return Defect(
        f"The reminders cannot be written: {error.strerror or error}.",
        detail=str(file or "standard output"),
        hint="None is marked as handed over: mend it and run the same command again.",
    )


def _taken(file: Path | None) -> WrongState:
    return WrongState(
        "The file exists already, and may hold reminders that nobody has sent yet.",
        sqlstate="ZR209",
        detail=str(file),
        hint="Name a new file, or remove this one when its reminders are sent.",
    )


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json_text(rows) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows({name: as_cell(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue()


def _write(text: str, file: Path | None) -> None:
    if file is None:
        to_stdout(text.encode())
        return
    with new_file(file) as stream:
        stream.write(text.encode())
