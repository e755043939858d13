"""The files of the Open University Learning Analytics Dataset, read as people and records.

A module is a training, a presentation of it a version, a student a user, a registration an
assignment, and a result of at least 40 a piece of evidence. Days are relative to the start of a
presentation: 1 February of its year for B, 1 October for J, 00:00 UTC.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TypeVar

from pipeline.errors import BadInput

Value = TypeVar("Value")

#: A row for an import: text, blank where there is no value.
Row = tuple[str, ...]

USER_COLUMNS = ("employee_number", "full_name", "location", "attributes")
ASSIGNMENT_COLUMNS = (
    "employee_number",
    "campaign",
    "training",
    "version",
    "status",
    "due_at",
    "assigned_at",
)
EVIDENCE_COLUMNS = ("employee_number", "training", "version", "completed_at", "score")

_PRESENTATION = re.compile(r"(\d{4})([BJ])", re.ASCII)
_FIRST_MONTH = {"B": 2, "J": 10}

#: A score from here on shows that somebody has learnt it.
_PASS_MARK = 40

_STUDENT_ATTRIBUTES = (
    "gender",
    "region",
    "highest_education",
    "imd_band",
    "age_band",
    "num_of_prev_attempts",
    "studied_credits",
    "disability",
    "final_result",
)
_COLUMNS = {
    "courses": ("code_module", "code_presentation", "module_presentation_length"),
    "assessments": (
        "code_module",
        "code_presentation",
        "id_assessment",
        "assessment_type",
        "date",
        "weight",
    ),
    "studentInfo": ("code_module", "code_presentation", "id_student", *_STUDENT_ATTRIBUTES),
    "studentRegistration": (
        "code_module",
        "code_presentation",
        "id_student",
        "date_registration",
        "date_unregistration",
    ),
    "studentAssessment": ("id_assessment", "id_student", "date_submitted", "is_banked", "score"),
}


@dataclass
class Presentation:
    """A presentation of a module: a version, with who registered for it and what they achieved.

    ``registrations`` and ``results`` are rows of :data:`ASSIGNMENT_COLUMNS` and
    :data:`EVIDENCE_COLUMNS`, in the order of the files.
    """

    module: str
    label: str
    start: date
    end: str
    assessments: list[str] = field(default_factory=list)
    registrations: list[Row] = field(default_factory=list)
    results: list[Row] = field(default_factory=list)

    @property
    def registration_campaign(self) -> str:
        """Name of the campaign that holds the registrations."""
        return f"{self.module} {self.label} registrations"

    @property
    def source(self) -> str:
        """The controlled document that the version follows."""
        return f"Module guide {self.module}@{self.label}"

    @property
    def content(self) -> str:
        """What is taught, in Markdown: all that the data set tells of it."""
        lines = [
            f"# {self.module} {self.label}",
            "",
            f"From {self.start.isoformat()} to {self.end}.",
            "",
            "| Assessment | Type | Day | Weight |",
            "|---|---|---|---|",
            *self.assessments,
            "",
            "Open University Learning Analytics dataset (Kuzilek J., Hlosta M., Zdrahal Z., 2017,"
            " Scientific Data 4:170171), CC BY 4.0.",
        ]
        return "\n".join(lines) + "\n"

    def day(self, offset: int | str) -> str:
        """The date that many days after the start."""
        return _day(self.start, offset)

    def day_or_start(self, offset: str) -> str:
        """The same; the start itself for a blank."""
        return self.day(offset or 0)


@dataclass
class Oulad:
    """The whole data set: ``presentations`` in calendar order, ``students`` as rows of users."""

    presentations: list[Presentation]
    students: list[Row]

    @property
    def modules(self) -> list[str]:
        """The modules, in the order of their codes."""
        return sorted({presentation.module for presentation in self.presentations})


def read(folder: Path) -> Oulad:
    """Read the folder's files, each ``.csv`` or ``.csv.gz``.

    Raises :class:`BadInput` when a file or a column is missing or a value is not what it must be.
    """
    presentations: dict[tuple[str, str], Presentation] = {}
    for line in _lines(folder, "courses"):
        presentation = _presentation(line)
        presentations[presentation.module, presentation.label] = presentation
    in_order = sorted(presentations.values(), key=lambda each: (each.start, each.module))
    assessed = _read_assessments(folder, presentations)
    students = _read_students(folder, presentations)
    _read_registrations(folder, presentations)
    _read_results(folder, assessed)
    return Oulad(in_order, students)


class _Line:
    """A line of a file: its values by column, and where it stands."""

    def __init__(self, file: Path, number: int, values: dict[str, str]) -> None:
        self._file = file
        self._number = number
        self._values = values

    def __getitem__(self, column: str) -> str:
        return self._values[column].strip()

    def value(self, column: str, parse: Callable[[str], Value]) -> Value:
        """The column's value; :class:`BadInput` where it cannot be parsed."""
        try:
            return parse(self[column])
        except (ValueError, OverflowError, KeyError) as error:
            raise BadInput(
                "The data set has a value that it cannot have.",
                sqlstate="ZR103",
                detail=f'{self._file.name}, line {self._number}: {column} is "{self[column]}"',
                hint="Get the file anew from https://analyse.kmi.open.ac.uk/open_dataset.",
            ) from error

    def found(self, places: dict[tuple[str, str], Presentation]) -> Presentation:
        """The presentation that the line belongs to."""
        return self.value(
            "code_presentation", lambda label: places[self["code_module"], label.strip()]
        )


def _presentation(line: _Line) -> Presentation:
    start = line.value("code_presentation", _start)
    end = line.value("module_presentation_length", lambda days: _day(start, days))
    return Presentation(line["code_module"], line["code_presentation"], start, end)


def _day(start: date, offset: int | str) -> str:
    return (start + timedelta(days=int(offset))).isoformat()


def _start(label: str) -> date:
    match = _PRESENTATION.fullmatch(label)
    if match is None:
        raise ValueError(label)
    return date(int(match[1]), _FIRST_MONTH[match[2]], 1)


def _path(folder: Path, name: str) -> Path:
    for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz"):
        if path.is_file():
            return path
    raise BadInput(
        "The folder does not hold the whole data set.",
        sqlstate="ZR103",
        detail=f"{folder}: neither {name}.csv nor {name}.csv.gz",
        hint="Give the folder with courses, assessments, studentInfo, studentRegistration and "
        "studentAssessment.",
    )


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _lines(folder: Path, name: str) -> Iterator[_Line]:
    """The lines of a file, one at a time, whatever ends them."""
    path = _path(folder, name)
    try:
        with _opened(path) as file:
            reader = csv.DictReader(file, restval="")
            missing = [each for each in _COLUMNS[name] if each not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(
                    "A file of the data set lacks a column.",
                    sqlstate="ZR103",
                    detail=f"{path.name}: missing {', '.join(missing)}",
                    hint=f"Its columns are {', '.join(_COLUMNS[name])}.",
                )
            for values in reader:
                yield _Line(path, reader.line_num, values)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise BadInput(
            "A file of the data set cannot be read.",
            sqlstate="ZR103",
            detail=f"{path}: {error}",
            hint="Get the file anew from https://analyse.kmi.open.ac.uk/open_dataset.",
        ) from error


def _read_assessments(
    folder: Path, presentations: dict[tuple[str, str], Presentation]
) -> dict[str, Presentation]:
    """Describe the assessments in their presentations; say whose each of them is."""
    assessed = {}
    for line in _lines(folder, "assessments"):
        presentation = line.found(presentations)
        presentation.assessments.append(
            f"| {line['id_assessment']} | {line['assessment_type']} | {line['date']}"
            f" | {line['weight']} |"
        )
        assessed[line["id_assessment"]] = presentation
    return assessed


def _read_students(folder: Path, presentations: dict[tuple[str, str], Presentation]) -> list[Row]:
    """One row a student: that of the latest presentation, of several then the file's first."""
    latest: dict[str, tuple[date, Row]] = {}
    for line in _lines(folder, "studentInfo"):
        number = line["id_student"]
        start = line.found(presentations).start
        if number in latest and start <= latest[number][0]:
            continue
        known = {name: line[name] for name in _STUDENT_ATTRIBUTES if line[name]}
        attributes = json.dumps({"demo": "oulad", **known}, ensure_ascii=False)
        latest[number] = (start, (number, f"Student {number}", line["region"], attributes))
    return [row for _, row in latest.values()]


def _read_registrations(folder: Path, presentations: dict[tuple[str, str], Presentation]) -> None:
    for line in _lines(folder, "studentRegistration"):
        presentation = line.found(presentations)
        presentation.registrations.append(
            (
                line["id_student"],
                presentation.registration_campaign,
                presentation.module,
                presentation.label,
                "cancelled" if line["date_unregistration"] else "not_started",
                presentation.end,
                line.value("date_registration", presentation.day_or_start),
            )
        )


def _read_results(folder: Path, assessed: dict[str, Presentation]) -> None:
    """Keep the results that count; the same one twice in the file is two of them."""
    for line in _lines(folder, "studentAssessment"):
        score = line["score"]
        if not _is_passed(score):
            continue
        presentation = line.value("id_assessment", assessed.__getitem__)
        presentation.results.append(
            (
                line["id_student"],
                presentation.module,
                presentation.label,
                line.value("date_submitted", presentation.day),
                score,
            )
        )


def _is_passed(score: str) -> bool:
    try:
        number = Decimal(score)
    except InvalidOperation:
        return False
    return number.is_finite() and number >= _PASS_MARK
