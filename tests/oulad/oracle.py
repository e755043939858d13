"""What the OULAD run must come to, worked out from the raw files in plain Python.

It knows nothing of the product: no SQL, no import of it. It takes the presentations in calendar
order and keeps, for each module, what people hold and what they owe, by the rules as they are
written: the population holds evidence on an earlier version that no campaign superseded yet;
all of that is superseded and each of them is enrolled; a result closes whatever its student has
open in the module.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

#: user, training, version, day, score, flag, campaign that superseded it
EvidenceRow: TypeAlias = tuple[str, str, str, date, int, str, str | None]


@dataclass
class Expected:
    """What must be in the database at the end; ``campaigns`` are those of recertification."""

    campaigns: list[dict[str, object]] = field(default_factory=list)
    #: user to location
    students: dict[str, str] = field(default_factory=dict)
    #: (user, campaign) to status
    assignments: dict[tuple[str, str], str] = field(default_factory=dict)
    #: (user, campaign) to day due and day assigned, of the registrations
    registrations: dict[tuple[str, str], tuple[date, date]] = field(default_factory=dict)
    evidence: Counter[EvidenceRow] = field(default_factory=Counter)


@dataclass
class _Result:
    version: str
    day: date
    score: int
    superseded_by: str | None = None


class _Files:
    """The raw rows, those of registrations and results by (module, presentation)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lengths: dict[tuple[str, str], int] = {}
        for row in self.rows("courses"):
            self.lengths[_course(row)] = int(row["module_presentation_length"])
        of_assessment = {row["id_assessment"]: _course(row) for row in self.rows("assessments")}
        self.registered: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.rows("studentRegistration"):
            self.registered[_course(row)].append(row)
        self.passed: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
        for row in self.rows("studentAssessment"):
            if row["score"] != "" and int(row["score"]) >= 40:
                self.passed[of_assessment[row["id_assessment"]]].append(row)

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        plain = self.folder / f"{name}.csv"
        packed = self.folder / f"{name}.csv.gz"
        raw = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
        yield from csv.DictReader(raw.decode("utf-8-sig").splitlines())


class _Module:
    """What people hold and owe in one module, up to the presentation last taken."""

    def __init__(self, module: str, told: Expected) -> None:
        self.module = module
        self.told = told
        self.held: dict[str, list[_Result]] = defaultdict(list)
        self.open: dict[str, set[str]] = defaultdict(set)

    def recertify(self, label: str) -> None:
        campaign = f"Recertification: {self.module} v{label}"
        population, superseded = 0, 0
        for user, theirs in self.held.items():
            current = [result for result in theirs if result.superseded_by is None]
            for result in current:
                result.superseded_by = campaign
            if current:
                population += 1
                superseded += len(current)
                self.assign(user, campaign, "not_started")
        self.told.campaigns.append(
            {
                "training": self.module,
                "version": label,
                "campaign": campaign,
                "population": population,
                "created": population,
                "evidence_superseded": superseded,
            }
        )

    def assign(self, user: str, campaign: str, status: str) -> None:
        self.told.assignments[user, campaign] = status
        if status == "not_started":
            self.open[user].add(campaign)

    def passed(self, user: str, result: _Result) -> None:
        self.held[user].append(result)
        for campaign in self.open.pop(user, ()):
            self.told.assignments[user, campaign] = "completed"

    def tell_evidence(self) -> None:
        for user, theirs in self.held.items():
            for result in theirs:
                flag = "current" if result.superseded_by is None else "superseded"
                result_row = (result.version, result.day, result.score)
                row = (user, self.module, *result_row, flag, result.superseded_by)
                self.told.evidence[row] += 1


def _course(row: dict[str, str]) -> tuple[str, str]:
    return row["code_module"], row["code_presentation"]


def _start(presentation: str) -> date:
    return date(int(presentation[:4]), {"B": 2, "J": 10}[presentation[4:]], 1)


def expected(folder: Path) -> Expected:
    """Run the data set through the rules."""
    told = Expected()
    files = _Files(folder)
    _see_students(files, told)
    modules: dict[str, _Module] = {}
    for start, name, label in sorted((_start(label), name, label) for name, label in files.lengths):
        if name in modules:
            modules[name].recertify(label)
        module = modules.setdefault(name, _Module(name, told))

        campaign = f"{name} {label} registrations"
        due = start + timedelta(days=files.lengths[name, label])
        for row in files.registered[name, label]:
            user = row["id_student"]
            assigned = start + timedelta(days=int(row["date_registration"] or 0))
            is_withdrawn = row["date_unregistration"] != ""
            module.assign(user, campaign, "cancelled" if is_withdrawn else "not_started")
            told.registrations[user, campaign] = (due, assigned)

        for row in files.passed[name, label]:
            day = start + timedelta(days=int(row["date_submitted"]))
            module.passed(row["id_student"], _Result(label, day, int(row["score"])))
    for module in modules.values():
        module.tell_evidence()
    return told


def _see_students(files: _Files, told: Expected) -> None:
    latest: dict[str, date] = {}
    for row in files.rows("studentInfo"):
        user, start = row["id_student"], _start(row["code_presentation"])
        if user not in latest or start > latest[user]:
            latest[user] = start
            told.students[user] = row["region"]
