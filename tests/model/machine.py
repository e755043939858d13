"""One thing done to a company in the database and the model alike, and what came of it compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from psycopg.rows import tuple_row

from pipeline.errors import RecertError
from tests.company import REASON, Database
from tests.functions.imports.loading import load
from tests.model import recertifying, standing
from tests.model.agreement import Chain, agree
from tests.model.clock import set_clock
from tests.model.model import Company, Done, Person, Refused, Training

#: How many moments of a history are looked back at.
MOMENTS = 8
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
PEOPLE = [
    Person("A-1", "quality_admin"),
    Person("Q-1", "quality_admin"),
    Person("C-1", "corporate_admin"),
    Person("H-1", "hr_admin"),
    Person("M-1", "team_lead", "Line 4"),
    Person("E-1", department="Line 4", location="Graz", manager="M-1"),
    Person("E-2", department="Line 4", location="Linz"),
    Person("E-3", department="Line 5", location="Graz"),
    Person("E-4", department="Line 5", location="Graz"),
]
TRAININGS = [Training("Lockout", 14, 2), Training("Gowning", 30, interval=60, is_signed=True)]

picks = st.integers(0, 11)
trainings = st.sampled_from(["Lockout", "Lockout", "Gowning"])
labels = st.sampled_from(["1", "2", "3", "4", "5"])
reasons = st.sampled_from([REASON] * 7 + ["too short   "])
#: Those who may, and now and then somebody who may not.
deciders = st.sampled_from(["Q-1"] * 6 + ["C-1"] * 6 + ["A-1", "H-1", "E-1", None, "X-1"])
admins = st.sampled_from([None, None, "H-1", "H-1", "Q-1", "Q-1", "C-1", "C-1", "M-1", "X-1"])
learners = st.sampled_from(["E-1", "E-2", "E-3", "E-4"])
departments = st.sampled_from(["Line 4", "Line 4", "Line 5", "Line 5", "Nowhere"])
scopes = st.one_of(
    st.none(),
    st.none(),
    st.none(),
    st.builds(lambda name: {"departments": [name]}, departments),
    st.builds(lambda name: {"locations": [name]}, st.sampled_from(["Graz", "Linz"])),
    st.builds(lambda label: {"from_versions": [label]}, labels),
    st.builds(
        lambda label, name: {"from_versions": [label], "departments": [name]}, labels, departments
    ),
)
ahead = st.sampled_from([None, None, None, 0, 3, -1])
edges = st.sampled_from(["now", "now", "at", "beside"])

Act = Callable[[Company], Done]


class Machine(RuleBasedStateMachine):
    """A company from its opening on; what may happen to it is in its subclasses."""

    #: set by the test: the database, as the opening left it, and the model of that
    database: ClassVar[Database]
    opening: ClassVar[Company]

    def __init__(self) -> None:
        super().__init__()
        self.company = deepcopy(self.opening)
        self.undo = ExitStack()
        self.undo.enter_context(self.database.undone())
        self.chain = Chain(self.database)
        #: moments, and how compliant everybody was
        self.past: dict[datetime, list[tuple[Any, ...]]] = {}
        #: what each plan's digest stands for
        self.plans: dict[str, recertifying.Plan] = {}

    def teardown(self) -> None:
        try:
            self.look_for_what_must_not_be()
            self.look_back()
        finally:
            self.undo.close()

    def look_for_what_must_not_be(self) -> None:
        """What `recert doctor` checks holds, but for the clock and what it changed."""
        of_the_clock = {"clock_is_the_servers", "schema_is_as_installed"}
        for row in self.database.rows("select * from api.check_invariants(true)"):
            assert row["status"] != "fail" or row["check"] in of_the_clock, row

    def compare(self) -> None:
        """The record and the marts are what the model says."""
        agree(self.database, self.company)
        self.past[self.company.now] = standing.statuses_and_people(self.company)

    def look_back(self) -> None:
        """The record still tells how compliant everybody was at moments that have passed."""
        moments = list(self.past)
        self.database.act_as(None)
        for moment in {*moments[:: 1 + len(moments) // MOMENTS], *moments[-1:]}:
            found = self.database.connection.cursor(row_factory=tuple_row).execute(
                "select employee_number, training, active_version, compliance_status,"
                " evidence_version, evidence_completed_at, recertification_status, campaign,"
                " assignment_status, due_at, overdue_since, is_active, department, location"
                " from api.compliance_as_of(%s)",
                [moment],
            )
            told, expected = Counter(found.fetchall()), Counter(self.past[moment])
            assert told == expected, (moment, told - expected, expected - told)

    # --- doing one thing in both -----------------------------------------------------------------

    def pass_time(self, moment: datetime) -> None:
        self.company.now = moment
        set_clock(self.database, moment)

    def do(
        self,
        actor: str | None,
        act: Act,
        call: Callable[[], dict[str, Any]],
        *,
        at: datetime | None = None,
    ) -> dict[str, Any] | None:
        """Do it as the actor in both, and compare what came of it; None when it was refused."""
        self.pass_time(at or self.company.now + timedelta(seconds=1))
        after = deepcopy(self.company)
        done, reasons = Done({}, []), set[str]()
        try:
            done = act(after)
        except Refused as refused:
            reasons = refused.reasons
        found, sqlstate = self.called(actor, call)
        if reasons or sqlstate is not None:
            assert sqlstate in reasons, f"{sqlstate} of {reasons or 'nothing'}"
            done = Done({}, [])
        else:
            self.company = after
            assert found is not None
            returned = {name: found[name] for name in done.returned}
            assert returned == done.returned, f"{returned} returned, not {done.returned}"
        self.chain.grew(done.audited, actor, done.reason)
        self.compare()
        return found

    def called(
        self, actor: str | None, call: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any] | None, str | None]:
        """What the function returned, or the SQLSTATE with which it refused."""
        self.database.act_as(actor)
        try:
            with self.database.connection.transaction():
                return call(), None
        except (psycopg.Error, RecertError) as error:
            if not (error.sqlstate or "").startswith("ZR"):
                raise
            return None, error.sqlstate

    def ask(
        self,
        actor: str | None,
        act: Act,
        function: str,
        at: datetime | None = None,
        **arguments: Any,
    ) -> Any:
        """Do what a function of schema api does."""
        return self.do(actor, act, lambda: self.row(function, **arguments), at=at)

    def row(self, function: str, **arguments: Any) -> dict[str, Any]:
        named = ", ".join(f"p_{name} => %s" for name in arguments)
        return self.database.row(f"select * from api.{function}({named})", *arguments.values())

    def load(
        self, actor: str | None, act: Act, kind: str, header: str, *rows: tuple[Any, ...]
    ) -> None:
        self.do(actor, act, lambda: asdict(load(self.database, kind, header, *rows)))

    def has(self, state: str) -> bool:
        return any(v.state == state for v in self.company.versions)

    def one_in(self, states: tuple[str, ...], pick: int, training: str) -> dict[str, str]:
        """A version in one of the states, or, for pick 0 or want of one, some version."""
        found = [v for v in self.company.versions if v.state in states]
        if pick > 0 and found:
            version = found[pick % len(found)]
            return {"training": version.training.name, "label": version.label}
        return {"training": training, "label": str(1 + pick)}

    def key(self, table: str, place: int) -> int:
        """The key of what came into a table at this place."""
        return int(
            self.database.value(
                f"select {table}_id from core.{table}s order by 1 offset %s limit 1", place
            )
        )
