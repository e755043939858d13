"""Whatever happened before, recertifying some or everyone loses nobody: compared with a model.

Hypothesis makes up histories: paper records, people who leave and return, exemptions that end,
evidence that expires, completions, and runs for everyone, a department or the holders of a version.
The model says what each run does with each person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.recertifying import counts
from tests.functions.scoping import (
    add_up,
    complete,
    end_exemptions,
    exempt,
    expire,
    outcomes,
    planned,
    set_active,
)

DEPARTMENTS = {"E-1": "A", "E-2": "A", "E-3": "B"}
PEOPLE = tuple(DEPARTMENTS)

Step: TypeAlias = tuple[str, ...]

people = st.sampled_from(PEOPLE)
whom = st.sampled_from(("everyone", "A", "B", "holders"))
#: What may happen, with its subject.
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("paper", "complete", "expire")), people),
        st.tuples(st.sampled_from(("leave", "return", "exempt")), people),
        st.tuples(st.just("exemptions end")),
        st.tuples(st.just("activate")),
        st.tuples(st.sampled_from(("recertify", "activate and recertify")), whom),
    ),
    max_size=20,
)


@dataclass
class Held:
    """A piece of evidence: place of its version in the order of activation, and its flag."""

    version: int
    flag: str = "current"


@dataclass
class Model:
    """What the rules make of a history."""

    active: int = 1
    moment: int = 0
    held: dict[str, list[Held]] = field(default_factory=lambda: {number: [] for number in PEOPLE})
    gone: set[str] = field(default_factory=set)
    exempt: set[str] = field(default_factory=set)
    #: who was enrolled for which version, and when
    enrolled: dict[tuple[str, int], int] = field(default_factory=dict)
    #: who was left out for which version, when, and why
    left_out: list[tuple[str, int, int, str]] = field(default_factory=list)

    def is_left_out(self, number: str) -> bool:
        """Whether a run left the person out and nothing was assigned to them since."""
        return any(
            who == number
            and (why != "already_current" or version == self.active)
            and (number, version) not in self.enrolled
            and all(when > at for (other, _), at in self.enrolled.items() if other == number)
            for who, version, when, why in self.left_out
        )

    def outcome(self, number: str) -> str:
        """What a run for the active version does with somebody of its population."""
        if any(h.version == self.active and h.flag == "current" for h in self.held[number]):
            return "already_current"
        if number in self.gone:
            return "inactive"
        if number in self.exempt:
            return "exempt"
        return "already_enrolled" if (number, self.active) in self.enrolled else "created"

    def recertify(self, whom: str) -> tuple[dict[str, str], int]:
        """Rules 6 to 11: what is done with whom, and how much evidence is superseded."""
        self.moment += 1
        done: dict[str, str] = {}
        superseded = 0
        for number, theirs in self.held.items():
            earlier = [h for h in theirs if h.version < self.active and h.flag != "superseded"]
            is_meant = whom in ("everyone", "holders") or whom == DEPARTMENTS[number]
            if whom == "holders":
                is_meant = any(h.version == 1 for h in earlier)
            if not is_meant:
                continue
            outcome = self.outcome(number)
            joins = whom != "holders" and outcome == "created" and self.is_left_out(number)
            if not earlier and not joins:
                continue
            done[number] = outcome
            superseded += len(earlier)
            for h in earlier:
                h.flag = "superseded"
        for number, outcome in done.items():
            if outcome == "created":
                self.enrolled[number, self.active] = self.moment
            elif outcome != "already_enrolled":
                self.left_out.append((number, self.active, self.moment, outcome))
        return done, superseded


class Company:
    """The same history in the database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.model = Model()
        database.deciders()
        for number, department in DEPARTMENTS.items():
            database.user(number, department=department)
        database.training()
        database.activate("v1")
        # with only one version there is none to be limited to
        self.next_version()
        database.approve("v2")

    def next_version(self) -> None:
        self.model.active += 1
        self.database.submit(f"v{self.model.active}")

    def take(self, step: Step) -> None:
        """Let it happen in both, and compare what a run did."""
        match step:
            case ("exemptions end",):
                self.model.exempt.clear()
                end_exemptions(self.database)
            case ("activate",):
                self.next_version()
                self.database.approve(f"v{self.model.active}")
            case ("recertify", whom):
                self.run(whom, "recertify")
            case ("activate and recertify", whom):
                self.next_version()
                self.run(whom, "approve", recertify_everyone=True)
            case (what, number):
                self.happen(what, number)

    def happen(self, what: str, number: str) -> None:
        """Something that concerns one person."""
        model, database = self.model, self.database
        if what == "paper":
            model.held[number].append(Held(1))
            database.evidence(number, "v1")
        elif what == "complete" and number not in model.gone:
            model.held[number].append(Held(model.active))
            open_ones = len(self.open_ones(number))
            assert complete(database, number)["assignments_closed"] == open_ones
            assert self.open_ones(number) == []
        elif what == "expire":
            for held in model.held[number]:
                held.flag = "expired" if held.flag == "current" else held.flag
            for version in range(1, model.active + 1):
                expire(database, number, f"v{version}")
        elif what in ("leave", "return"):
            (model.gone.add if what == "leave" else model.gone.discard)(number)
            set_active(database, number, is_active=what == "return")
        elif what == "exempt":
            model.exempt.add(number)
            exempt(database, number)

    def run(self, whom: str, function: str, **options: Any) -> None:
        """Plan it, do what was planned, and compare both with the model."""
        scope: dict[str, Any] = {
            "everyone": {},
            "holders": {"from_versions": ["v1"]},
        }.get(whom, {"departments": [whom]})
        label = f"v{self.model.active}"
        self.database.act_as("Q-1")
        plan = planned(self.database, label, **scope)
        run = getattr(self.database, function)(
            label, plan_digest=plan["plan_digest"], **scope, **options
        )
        done, superseded = self.model.recertify(whom)
        assert outcomes(self.database, run) == done
        found = Counter(done.values())
        assert (
            counts(run)
            == counts(plan)
            == {
                name: {"population": len(done), "evidence_superseded": superseded}.get(
                    name, found[name]
                )
                for name in counts(run)
            }
        )

    def open_ones(self, number: str) -> list[dict[str, Any]]:
        return self.database.rows(
            "select * from core.assignments where user_id = %s"
            " and status in ('not_started', 'in_progress')",
            self.database.user_id(number),
        )

    def agree(self) -> None:
        """The record at the end is what the model has, and after a last run nobody is lost."""
        model = self.model
        flags = {
            number: Counter((f"v{held.version}", held.flag) for held in theirs)
            for number, theirs in model.held.items()
            if theirs
        }
        assert {n: Counter(found) for n, found in self.database.statuses().items()} == flags
        for version in range(1, model.active + 1):
            assert set(self.database.assigned(f"v{version}")) == {
                number for number, place in model.enrolled if place == version
            }
        self.run("everyone", "recertify")
        for number, theirs in model.held.items():
            is_asked = theirs and all(held.version < model.active for held in theirs)
            if is_asked and number not in model.gone | model.exempt:
                assert self.open_ones(number), number
        self.run("everyone", "recertify")
        add_up(self.database)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.mark.rule(6, 7, 8, 9, 10, 11, 12, 13)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=steps)
def test_runs_for_some_and_for_everyone_lose_nobody(shared: Database, history: list[Step]) -> None:
    with shared.undone():
        company = Company(shared)
        for step in history:
            company.take(step)
        company.agree()
