"""Hands reminders over: written first, marked when the writing went well."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline import api
from pipeline.errors import Defect, WrongState
from pipeline.output import as_json
from pipeline.settings import Settings


def hand_over(settings: Settings, file: Path | None) -> int:
    """Write the reminders that wait to a new file, or to standard output; returns how many.

    They are marked when this transaction commits, after the last byte is where it belongs. A crash
    between the two hands them over once more: rather twice than never. Raises :class:`WrongState`
    when the file exists, :class:`Defect` when it cannot be written.
    """
    if file is not None and file.exists():
        raise _taken(file)
    with settings.connection() as connection:
        rows = api.export_notifications(connection)
        if rows:
            text = _as_json(rows) if settings.format == "json" else _as_csv(rows)
            try:
                _write(text, file)
            except FileExistsError as error:
                raise _taken(file) from error
            except OSError as error:
                raise Defect(
                    f"The reminders cannot be written: {error.strerror or error}.",
                    detail=str(file or "standard output"),
                    hint="None is marked as handed over: mend it and run the same command again.",
                ) from error
    return len(rows)


def _taken(file: Path | None) -> WrongState:
    return WrongState(
        "The file exists already, and may hold reminders that nobody has sent yet.",
        sqlstate="ZR209",
        detail=str(file),
        hint="Name a new file, or remove this one when its reminders are sent.",
    )


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps([as_json(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def _as_csv(rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows({name: as_json(value) for name, value in row.items()} for row in rows)
    return buffer.getvalue()


def _write(text: str, file: Path | None) -> None:
    if file is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    # whoever watches the folder sees the whole file or none
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o640)
        os.link(name, file)
        _keep_folder(file.parent)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _keep_folder(folder: Path) -> None:
    """Have the new name survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
