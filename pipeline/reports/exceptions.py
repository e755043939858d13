"""The accepted exceptions of controls that a company keeps in a file of its own.

Which of them hold is decided by the model int_accepted_exceptions alone; what it would leave out in
silence is told here, with its line, before anything is built.
"""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.importing.csv_file import CsvSource
from pipeline.importing.source import shown, unreadable, unusable
from pipeline.sources import dbt_project_folder

#: Of the seed control_exceptions; dbt_project/seeds says what each means.
COLUMNS = ["control_id", "failed_id", "owner", "reason", "accepted_on", "expires_on"]
_DATES = ("accepted_on", "expires_on")
_SHORTEST_REASON = 10
_SEED = Path("seeds", "control_exceptions.csv")


def project_with(file: Path, folder: Path) -> Path:
    """Copy the dbt project into ``folder``, with the exceptions of ``file`` as its seed.

    Raises :class:`BadInput`: ZR103 when the file cannot be used, ZR104 when a row cannot.
    """
    rows = _read(file)
    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    # file by file: those of an installation may be read-only, and a copy of them would be
    for source in dbt_project_folder().rglob("*.*"):
        target = project / source.relative_to(dbt_project_folder())
        if source.is_file() and target.relative_to(project).parts[0] not in ("target", "logs"):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    with (project / _SEED).open("w", encoding="utf-8", newline="") as seed:
        writer = csv.DictWriter(seed, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return project


def _read(file: Path) -> list[dict[str, str]]:
    try:
        with file.open("rb") as stream:
            source = CsvSource(stream, str(file))
            if sorted(source.columns) != sorted(COLUMNS):
                raise unusable(
                    str(file),
                    "The columns of the file are not those of exceptions",
                    "its header is " + shown(",".join(source.columns)),
                    "The header is " + ",".join(COLUMNS),
                )
            return [_row(file, source.columns, row) for row in source.rows()]
    except OSError as error:
        raise unreadable(str(file), error) from error


def _row(file: Path, columns: list[str], row: list[str | int | None]) -> dict[str, str]:
    line, faults, *values = row
    if faults is not None:
        (fault, *_) = json.loads(str(faults))
        raise _rejected(file, line, f"{fault['column'] or 'it'} {fault['reason']}")
    named = {name: str(value).strip() for name, value in zip(columns, values, strict=True)}
    for name in COLUMNS:
        if named[name].lower() in ("", "null"):  # which dbt would load as none
            raise _rejected(file, line, f"{name} is missing")
        if name in _DATES and not _is_date(named[name]):
            raise _rejected(file, line, f'{name} is no date such as 2026-01-31: "{named[name]}"')
    accepts = _controls().get(named["control_id"])
    if accepts is None:
        raise _rejected(file, line, f'there is no control "{named["control_id"]}"')
    if not accepts:
        raise _rejected(file, line, f'"{named["control_id"]}" has no exceptions')
    if len(named["reason"]) < _SHORTEST_REASON:
        raise _rejected(file, line, f"reason has fewer than {_SHORTEST_REASON} characters")
    if named["expires_on"] < named["accepted_on"]:
        raise _rejected(file, line, "expires_on is before accepted_on")
    return named


@cache
def _controls() -> dict[str, bool]:
    """Each control, and whether what fails it may be accepted."""
    with (dbt_project_folder() / "seeds" / "controls.csv").open(encoding="utf-8") as index:
        return {
            row["control_id"]: row["may_be_accepted"] == "true" for row in csv.DictReader(index)
        }


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _rejected(file: Path, line: object, reason: str) -> BadInput:
    return BadInput(
        "A row of the exceptions cannot be used",
        sqlstate="ZR104",
        detail=f"{file}, line {line}: {reason}",
        hint="Correct the row; nothing was built.",
    )
