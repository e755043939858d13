"""The rules of Recert in plain Python: what a company's record holds, and the questions rules ask.

Written from the contract, without SQL, to be read beside it: the numbers are those of its rules.
What people do with the record is in ``decisions`` (versions and recertifications) and ``work``
(assignments, evidence and the daily scans), what the marts make of it in ``standing``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

DECIDERS = ("quality_admin", "corporate_admin")
ADMINS = ("hr_admin", *DECIDERS)
OPEN = ("not_started", "in_progress")


class Refused(Exception):
    """It may not be done. Of several reasons the database may name any one."""

    def __init__(self, reasons: set[str]) -> None:
        super().__init__(sorted(reasons))
        self.reasons = reasons


def refuse(*reasons: str | None) -> None:
    """Refuse for those of the reasons that are there."""
    found = {reason for reason in reasons if reason is not None}
    if found:
        raise Refused(found)


def when(is_so: bool, reason: str) -> str | None:
    """The reason, when it is so."""
    return reason if is_so else None


@dataclass(eq=False)
class Person:
    number: str
    role: str = "employee"
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    is_active: bool = True


@dataclass(eq=False)
class Training:
    name: str
    offset: int
    grace: int = 0
    interval: int | None = None
    is_signed: bool = False


@dataclass(eq=False)
class Version:
    training: Training
    label: str
    author: str
    state: str = "draft"
    revision: str = "A"  # of the one document, SOP-1, that all versions cite
    submitted_at: datetime | None = None
    reason: str | None = None
    approved_by: str | None = None
    activated_at: datetime | None = None
    deactivated_at: datetime | None = None


@dataclass(eq=False)
class Campaign:
    version: Version
    kind: str
    name: str
    created_by: str | None
    due_at: datetime | None = None

    @property
    def training(self) -> Training:
        return self.version.training


@dataclass(eq=False)
class Assignment:
    person: Person
    campaign: Campaign
    due_at: datetime
    assigned_at: datetime
    status: str = "not_started"
    started_at: datetime | None = None
    completed_at: datetime | None = None
    overdue_since: datetime | None = None

    @property
    def training(self) -> Training:
        return self.campaign.training

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def limit(self) -> datetime:
        """Rule 16: later than this it is overdue."""
        return self.due_at + timedelta(days=self.training.grace)


@dataclass(eq=False)
class Evidence:
    person: Person
    version: Version
    completed_at: datetime
    recorded_at: datetime
    score: int | None = None
    is_imported: bool = False
    is_signed: bool = False
    flag: str = "current"
    superseded_at: datetime | None = None
    superseded_by: Campaign | None = None

    @property
    def training(self) -> Training:
        return self.version.training

    @property
    def expires_at(self) -> datetime | None:
        """Rule 17: from this moment on a scan flags it."""
        days = self.training.interval
        return None if days is None else self.completed_at + timedelta(days=days)


@dataclass(eq=False)
class Task:
    version: Version
    kind: str
    addressed_to: str = "quality_admin"
    resolution: str | None = None

    @property
    def is_open(self) -> bool:
        return self.resolution is None


@dataclass(eq=False)
class Exemption:
    person: Person
    training: Training
    granted_at: datetime
    valid_until: datetime


@dataclass(eq=False)
class Rule:
    name: str
    trainings: tuple[str, ...]
    days: int | None
    departments: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    is_active: bool = True

    def fits(self, person: Person) -> bool:
        """Rule 18: AND across dimensions, OR within one, an empty one matches anything."""
        return all(
            not wanted or has in wanted
            for wanted, has in (
                (self.departments, person.department),
                (self.locations, person.location),
            )
        )


Scope = dict[str, list[str]]


@dataclass(eq=False)
class Run:
    """A recertification that was carried out: what was done with whom."""

    campaign: Campaign
    at: datetime
    due_at: datetime
    by: str
    scope: Scope | None
    outcomes: dict[str, str]
    superseded: int

    def count(self, outcome: str) -> int:
        return list(self.outcomes.values()).count(outcome)


@dataclass(eq=False)
class LeftOut:
    """Somebody a manual or periodic campaign could not assign to."""

    person: Person
    campaign: Campaign
    outcome: str
    at: datetime


@dataclass(eq=False)
class Stored:
    """A recertification decided for a day to come."""

    version: Version
    day: date
    scope: Scope | None
    by: str
    reason: str
    state: str = "planned"


@dataclass
class Done:
    """What doing it came to: what the function returns, and the rows of the audit log."""

    returned: dict[str, Any]
    audited: list[str]
    reason: str | None = None


@dataclass
class Company:
    """The whole record at a moment."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    trainings: dict[str, Training] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    #: the revisions of the document, with the moments from which they are valid, and who was told
    revisions: dict[str, datetime] = field(default_factory=dict)
    outdated: set[tuple[Version, str]] = field(default_factory=set)
    #: files of completions that were loaded
    files: set[str] = field(default_factory=set)

    def days_later(self, days: int) -> datetime:
        """Rule 8: days are UTC days, from now."""
        return self.now + timedelta(days=days)

    # --- finding things --------------------------------------------------------------------------

    def version(self, training: str, label: str) -> Version | None:
        return next(
            (v for v in self.versions if (v.training.name, v.label) == (training, label)), None
        )

    def known(self, training: str, label: str) -> Version:
        """The version, or a refusal."""
        refuse(when(training not in self.trainings, "ZR201"))
        version = self.version(training, label)
        if version is None:
            raise Refused({"ZR202"})
        return version

    def active(self, training: Training) -> Version | None:
        """Rule 4: at most one."""
        found = [v for v in self.versions if v.training is training and v.state == "active"]
        assert len(found) <= 1
        return found[0] if found else None

    def earlier(self, version: Version) -> list[Version]:
        """Rule 6: activated before; a version not yet active would come after all."""
        return [
            v
            for v in self.versions
            if v.training is version.training
            and v is not version
            and v.activated_at is not None
            and (version.activated_at is None or v.activated_at < version.activated_at)
        ]

    def campaign(
        self, version: Version, kind: str, name: str, by: str | None, due_at: datetime | None = None
    ) -> Campaign:
        """The campaign, made when it is missing. Rule 7: a recertification is found by version."""
        for c in self.campaigns:
            if (c.version, c.kind) == (version, kind) and (
                kind == "recertification" or c.name == name
            ):
                return c
        self.campaigns.append(Campaign(version, kind, name, by, due_at))
        return self.campaigns[-1]

    def open_task(self, version: Version, kind: str) -> Task | None:
        return next(
            (t for t in self.tasks if t.version is version and t.kind == kind and t.is_open), None
        )

    # --- what is so ------------------------------------------------------------------------------

    def holds(self, person: Person, *versions: Version | None) -> list[Evidence]:
        """Current evidence of the person on one of the versions."""
        return [
            e
            for e in self.evidence
            if e.person is person and e.version in versions and e.flag == "current"
        ]

    def is_exempt(self, person: Person, training: Training) -> bool:
        return any(
            x.person is person
            and x.training is training
            and x.granted_at <= self.now < x.valid_until
            for x in self.exemptions
        )

    def of(self, person: Person, training: Training) -> list[Assignment]:
        """The person's assignments of a training, in whatever campaign."""
        return [a for a in self.assignments if a.person is person and a.training is training]

    def in_campaign(self, person: Person, campaign: Campaign | None) -> Assignment | None:
        return next(
            (a for a in self.assignments if a.person is person and a.campaign is campaign), None
        )

    # --- who may ---------------------------------------------------------------------------------

    def acting(self, actor: str | None) -> str | None:
        """Why the actor may do nothing at all. None is scheduled work, the system."""
        if actor is None:
            return None
        if actor not in self.people:
            return "ZR203"
        return when(not self.people[actor].is_active, "ZR305")

    def may(self, actor: str | None, roles: tuple[str, ...], *, system: bool = False) -> str | None:
        """Why the actor is none of those who may; ``system`` tells whether scheduled work may."""
        if actor is None:
            return when(not system, "ZR304")
        return self.acting(actor) or when(self.people[actor].role not in roles, "ZR304")

    def may_decide(self, actor: str | None) -> str | None:
        """Rule 1."""
        return self.may(actor, DECIDERS)

    def may_import(self, actor: str | None) -> str | None:
        return self.may(actor, ADMINS, system=True)

    # --- what everything does --------------------------------------------------------------------

    def assign(self, person: Person, campaign: Campaign, due_at: datetime) -> bool:
        """Rule 8: one assignment of a person in a campaign, never moved, never doubled."""
        if self.in_campaign(person, campaign) is not None:
            return False
        self.assignments.append(Assignment(person, campaign, due_at, self.now))
        return True

    def resolve(self, version: Version, kind: str, resolution: str) -> None:
        task = self.open_task(version, kind)
        if task is not None:
            task.resolution = resolution

    def ask(self, version: Version, kind: str, addressed_to: str = "quality_admin") -> None:
        """Put it into the review queue, unless it is there."""
        if self.open_task(version, kind) is None:
            self.tasks.append(Task(version, kind, addressed_to))

    def close(self, trainings: list[Training], people: list[Person] | None = None) -> int:
        """Rule 13: current evidence on the active version closes all that is open of a training.

        But not what was assigned when that evidence had passed its interval already: old paper.
        """
        closed = 0
        for a in self.assignments:
            if not a.is_open or a.training not in trainings:
                continue
            if people is not None and a.person not in people:
                continue
            held = self.holds(a.person, self.active(a.training))
            if not held:
                continue
            last = max(held, key=lambda e: e.completed_at)
            if last.expires_at is None or a.assigned_at < last.expires_at:
                a.status, a.overdue_since = "completed", None
                a.completed_at = min(last.completed_at, self.now)
                closed += 1
        return closed


def too_short(reason: str) -> str | None:
    """Rule 2."""
    return when(len(reason.strip()) < 10, "ZR101")
