"""Whatever happened before, a recertification is what the rules say: compared with a model.

Hypothesis makes up histories of a small company: evidence on any version, people who leave and
come back, exemptions, versions that come into force with a recertification or without, and the
same recertification again. A model in plain Python says what each run must count and what must be
in the record at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied

PEOPLE = ("E-1", "E-2", "E-3", "E-4")

Step: TypeAlias = tuple[str, ...]

#: What may happen, with its subject.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("evidence"), st.sampled_from(PEOPLE), st.sampled_from(("old", "new"))),
        st.tuples(st.just("leave"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("return"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("exempt"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("expire"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("activate"), st.sampled_from(("everyone", "nobody"))),
        st.tuples(st.just("again")),
    ),
    max_size=25,
)


@dataclass
class Held:
    """A piece of evidence: place of its version in the order of activation, and its flag."""

    version: int
    flag: str = "current"


@dataclass
class Model:
    """What the rules make of a history."""

    versions: int = 1
    held: dict[str, list[Held]] = field(default_factory=lambda: {number: [] for number in PEOPLE})
    gone: set[str] = field(default_factory=set)
    exempt: set[str] = field(default_factory=set)
    #: people enrolled by the recertification of a version
    enrolled: dict[int, set[str]] = field(default_factory=dict)

    def recertify(self) -> Counter[str]:
        """Rules 6 to 10 for the active version."""
        counts: Counter[str] = Counter()
        enrolled = self.enrolled.setdefault(self.versions, set())
        for number, theirs in self.held.items():
            earlier = [
                held
                for held in theirs
                if held.version < self.versions and held.flag != "superseded"
            ]
            if not earlier:
                continue
            counts["population"] += 1
            counts["evidence_superseded"] += len(earlier)
            for held in earlier:
                held.flag = "superseded"
            if any(h.version == self.versions and h.flag == "current" for h in theirs):
                counts["already_current"] += 1
            elif number in self.gone:
                counts["inactive"] += 1
            elif number in self.exempt:
                counts["exempt"] += 1
            elif number in enrolled:
                counts["already_enrolled"] += 1
            else:
                counts["created"] += 1
                enrolled.add(number)
        return counts


class Company:
    """The same history in the database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.model = Model()
        database.deciders()
        database.users(*PEOPLE)
        database.training()
        database.activate("v1")

    def take(self, step: Step) -> None:
        """Let it happen in both, and compare what the run counted."""
        match step:
            case ("evidence", number, which):
                place = self.model.versions if which == "new" else 1
                self.model.held[number].append(Held(place))
                self.database.evidence(number, f"v{place}")
            case ("leave", number):
                self.set_active(number, is_active=False)
            case ("return", number):
                self.set_active(number, is_active=True)
            case ("exempt", number):
                self.model.exempt.add(number)
                self.database.act_as("Q-1")
                self.database.execute(
                    "select api.grant_exemption(%s, 'Lockout', 'On parental leave',"
                    " now() + interval '1 day')",
                    number,
                )
            case ("expire", number):
                for held in self.model.held[number]:
                    held.flag = "expired" if held.flag == "current" else held.flag
                self.database.execute(
                    "update core.evidence set recertification_status = 'expired'"
                    " where user_id = %s and recertification_status = 'current'",
                    self.database.user_id(number),
                )
            case ("activate", whom):
                self.model.versions += 1
                label = f"v{self.model.versions}"
                self.database.submit(label)
                if whom == "nobody":
                    self.database.approve(label)
                else:
                    plan = self.database.plan(label)
                    self.compare(plan, run := self.database.approve(label, recertify_everyone=True))
                    assert run["plan_digest"] == plan["plan_digest"]
            case ("again",):
                label = f"v{self.model.versions}"
                self.compare(self.database.plan(label), self.database.recertify(label))

    def set_active(self, number: str, *, is_active: bool) -> None:
        (self.model.gone.discard if is_active else self.model.gone.add)(number)
        self.database.execute(
            "update core.users set is_active = %s where employee_number = %s", is_active, number
        )

    def compare(self, plan: dict[str, object], run: dict[str, object]) -> None:
        expected = self.model.recertify()
        for name in (
            *("population", "created", "already_enrolled", "already_current"),
            *("inactive", "exempt", "evidence_superseded"),
        ):
            assert plan[name] == run[name] == expected[name], name

    def agree(self) -> None:
        """The record at the end is what the model has."""
        flags = {
            number: Counter((f"v{held.version}", held.flag) for held in theirs)
            for number, theirs in self.model.held.items()
            if theirs
        }
        assert {n: Counter(found) for n, found in self.database.statuses().items()} == flags
        for version, enrolled in self.model.enrolled.items():
            assert set(self.database.assigned(f"v{version}")) == enrolled
        assert self.database.value("select is_intact from api.verify_audit_chain()")
        dropped = self.database.rows(
            "select r.run_id from core.recertification_runs as r"
            " left join api.recertification_outcomes as o using (run_id)"
            " group by r.run_id, r.population having count(o.user_id) <> r.population"
        )
        assert dropped == []


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.mark.rule(6, 7, 8, 9, 10, 11, 12)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=steps)
def test_a_run_is_what_the_rules_say(shared: Database, history: list[Step]) -> None:
    with shared.undone():
        company = Company(shared)
        for step in history:
            company.take(step)
        company.agree()
