"""What the marts say of a record, in plain Python: who is compliant with what, how campaigns go.

Written from the descriptions of the marts' columns.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.model.model import Assignment, Company, Evidence, Person, Run, Training
from tests.model.recertifying import OUTCOMES
from tests.model.scans import valid

#: From worst to best, of the assignments of a training.
STANDINGS = ("overdue", "in_grace", "due", "completed", "cancelled")
FLAGS = ("current", "expired", "superseded")


def standing(c: Company, a: Assignment) -> str:
    """How an assignment stands at this moment, whether or not a scan has seen it."""
    if not a.is_open:
        return a.status
    if c.now > a.limit:
        return "overdue"
    return "in_grace" if c.now > a.due_at else "due"


def _shown(c: Company, assignments: list[Assignment]) -> Assignment | None:
    """Of the open ones the worst, then the one due first; without one the one completed last."""

    def order(a: Assignment) -> tuple[Any, ...]:
        last = (a.assigned_at.timestamp(), c.campaigns.index(a.campaign))
        completed = a.completed_at.timestamp() if a.completed_at else float("inf")
        return (
            STANDINGS.index(standing(c, a)),
            a.due_at.timestamp() if a.is_open else 0,
            -completed,
            *(-part for part in last),
        )

    return min(assignments, key=order, default=None)


def _leading(c: Company, evidence: list[Evidence]) -> Evidence | None:
    """The evidence that says most; of several the one completed last."""

    def order(e: Evidence) -> tuple[Any, ...]:
        return (
            not _is_on_active(c, e),
            not valid(c, e),
            FLAGS.index(e.flag),
            -e.completed_at.timestamp(),
            -c.evidence.index(e),
        )

    return min(evidence, key=order, default=None)


def _is_on_active(c: Company, e: Evidence) -> bool:
    return e.flag == "current" and e.version is c.active(e.training)


def status(c: Company, person: Person, training: Training) -> tuple[Any, ...] | None:
    """The row of user_training_status; None where there is neither obligation nor evidence."""
    a = _shown(c, c.of(person, training))
    e = _leading(c, [e for e in c.evidence if e.person is person and e.training is training])
    if a is None and e is None:
        return None
    if e is not None and _is_on_active(c, e):
        verdict = "compliant"
    elif not person.is_active:
        verdict = "not_required"
    elif c.is_exempt(person, training):
        verdict = "exempt"
    elif a is not None and a.is_open:
        verdict = standing(c, a)
    elif e is not None:
        verdict = "compliant" if valid(c, e) else "expired"
    else:
        verdict = "expired" if a is not None and a.status == "completed" else "not_required"
    active = c.active(training)
    return (
        person.number,
        training.name,
        active and active.label,
        verdict,
        e and e.version.label,
        e and e.completed_at,
        e and e.flag,
        a and a.campaign.name,
        a and a.status,
        a and a.due_at,
        a.limit if a is not None and standing(c, a) == "overdue" else None,
    )


def statuses(c: Company) -> list[tuple[Any, ...]]:
    """The mart user_training_status."""
    rows = (status(c, p, t) for p in c.people.values() for t in c.trainings.values())
    return [row for row in rows if row is not None]


def statuses_and_people(c: Company) -> list[tuple[Any, ...]]:
    """The same, and of each person whether they are active, their department and location."""
    return [
        (*row, p.is_active, p.department, p.location)
        for p in c.people.values()
        for t in c.trainings.values()
        if (row := status(c, p, t)) is not None
    ]


def campaigns(c: Company) -> list[tuple[Any, ...]]:
    """The mart recertification_campaigns."""
    found = []
    for g in c.campaigns:
        if g.kind != "recertification":
            continue
        runs = [run for run in c.runs if run.campaign is g]
        theirs = [a for a in c.assignments if a.campaign is g]
        left = [a for a in theirs if a.is_open and not a.person.is_active]
        completed = [a.completed_at for a in theirs if a.completed_at]
        outcomes = list(_outcomes(runs).values())
        found.append(
            (
                g.training.name,
                g.version.label,
                g.name,
                len(runs),
                len(outcomes),
                *(outcomes.count(outcome) for outcome in OUTCOMES),
                sum(run.superseded for run in runs),
                runs[0].due_at,
                len(theirs),
                len(completed),
                sum(a.is_open for a in theirs) - len(left),
                len(left),
                sum(a.status == "cancelled" for a in theirs),
                sum(standing(c, a) == "overdue" and a.person.is_active for a in theirs),
                _percent(len(completed), len(theirs) - len(left)),
                g.version.approved_by,
                g.version.reason,
                min(completed, default=None),
                max(completed, default=None),
            )
        )
    return found


def _outcomes(runs: list[Run]) -> dict[str, str]:
    """Everybody of the runs, once: enrolled if one of them did that, else as the last one says."""
    found: dict[str, str] = {}
    for run in runs:
        for number, outcome in run.outcomes.items():
            if found.get(number) != "created":
                found[number] = outcome
    return found


def _percent(completed: int, of: int) -> Decimal | None:
    """Not rounded up to 100 while somebody is missing; nothing of nobody."""
    if of == 0:
        return None
    exact = Decimal(100 * completed) / of
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return min(rounded, Decimal("99.99")) if completed < of else Decimal("100.00")
