"""Whatever people and rules there are, who is assigned what is what rule 18 says.

Hypothesis makes up people, rules, and what happens to them: people move, leave and come back, and
rules are applied to all, to one, or to the queue. A loop in plain Python says who must have which
assignment, and until when.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.assigning import change, recompute
from tests.functions.imports.loading import load

DIMENSIONS = ("department", "location", "activity", "plant", "line", "workstation")
TRAININGS = {"Lockout": 14, "Gowning": 40}
PEOPLE = ("E-1", "E-2", "E-3", "E-4", "E-5")

values = st.sampled_from(["a", "b"])
further = st.one_of(
    values, st.sampled_from([1, 2, True, None, "1"]), st.lists(st.sampled_from(["a", "b", 1]))
)
profiles = st.fixed_dictionaries(
    {
        "is_active": st.sampled_from([True, True, True, False]),
        "attributes": st.dictionaries(st.sampled_from(["x", "y"]), further),
        # people are alike in most, or no rule would fit anybody
        **{name: st.one_of(st.none(), values) for name in DIMENSIONS[:2]},
        **{name: st.sampled_from([None, "a"]) for name in DIMENSIONS[2:]},
    }
)
wanted = st.lists(st.sampled_from(["a", "b", 1, 2, True]), max_size=2)
rules = st.fixed_dictionaries(
    {
        "trainings": st.lists(st.sampled_from(list(TRAININGS)), min_size=1, unique=True),
        "days_to_complete": st.one_of(st.none(), st.integers(1, 60)),
        "is_active": st.sampled_from([True, True, True, False]),
        "auto_assign": st.sampled_from([True, True, True, False]),
        "attributes": st.dictionaries(st.sampled_from(["x", "y"]), wanted, max_size=1),
    },
    optional={name: st.lists(values, max_size=2, unique=True) for name in DIMENSIONS},
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("become"), st.sampled_from(PEOPLE), profiles),
        st.tuples(st.just("one"), st.sampled_from(PEOPLE)),
        st.sampled_from([("all",), ("queued",)]),
    ),
    max_size=6,
)


def texts(value: Any) -> set[str]:
    """What somebody has, as rules compare it."""
    found = value if isinstance(value, list) else [value]
    return {one if isinstance(one, str) else json.dumps(one) for one in found if one is not None}


def fits(rule: Mapping[str, Any], person: Mapping[str, Any]) -> bool:
    """Rule 18, in a loop: AND across dimensions, OR within one, an empty one fits anybody."""
    for name in DIMENSIONS:
        if rule.get(name) and person[name] not in rule[name]:
            return False
    for name, asked in rule["attributes"].items():
        if asked and not texts(asked) & texts(person["attributes"].get(name)):
            return False
    return bool(rule["is_active"] and rule["auto_assign"] and person["is_active"])


@dataclass
class Model:
    """The days that each person has for each training, once assigned."""

    rules: list[dict[str, Any]]
    people: dict[str, dict[str, Any]]
    days: dict[tuple[str, str], int] = field(default_factory=dict)

    def apply(self, *numbers: str) -> int:
        """Assign what is missing; returns how many that were."""
        before = len(self.days)
        for number in numbers:
            for training, offset in TRAININGS.items():
                times = [
                    rule["days_to_complete"] or offset
                    for rule in self.rules
                    if training in rule["trainings"] and fits(rule, self.people[number])
                ]
                if times:
                    self.days.setdefault((number, training), min(times))
        return len(self.days) - before


def found(database: Database) -> dict[tuple[str, str], int]:
    """The same from the database; no pair is there twice."""
    rows = database.rows(
        "select u.employee_number, t.name,"
        " extract(epoch from a.due_at - a.assigned_at) / 86400 as days from core.assignments as a"
        " join core.users as u using (user_id) join core.campaigns as c using (campaign_id)"
        " join core.training_versions as v using (version_id)"
        " join core.trainings as t using (training_id)"
    )
    days = {(row["employee_number"], row["name"]): int(row["days"]) for row in rows}
    assert len(days) == len(rows)
    return days


def fill(database: Database, model: Model) -> None:
    for number, profile in model.people.items():
        database.user(number, **(profile | {"attributes": json.dumps(profile["attributes"])}))
    header = ",".join(("name,is_active,auto_assign,trainings,days_to_complete", *DIMENSIONS))
    load(
        database,
        "rules",
        f"{header},attributes",
        *(
            (
                f"R{place}",
                rule["is_active"],
                rule["auto_assign"],
                ";".join(rule["trainings"]),
                rule["days_to_complete"],
                *(";".join(rule.get(name, [])) for name in DIMENSIONS),
                json.dumps(rule["attributes"]),
            )
            for place, rule in enumerate(model.rules)
        ),
    )


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        # somebody has every attribute; the three have left, and no rule is for them
        database.user("X-1", attributes='{"x": 0, "y": 0}')
        for name, offset in TRAININGS.items():
            database.training(name, initial_due_offset_days=offset)
            database.activate("1", name)
        database.execute("update core.users set is_active = false")
        database.act_as(None)
        recompute(database)
        yield database


@pytest.mark.rule(16, 18)
@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    people=st.lists(profiles, min_size=len(PEOPLE), max_size=len(PEOPLE)),
    rules=st.lists(rules, min_size=1, max_size=5),
    history=steps,
)
def test_who_is_assigned_is_what_the_rules_say(
    shared: Database,
    people: list[dict[str, Any]],
    rules: list[dict[str, Any]],
    history: list[tuple[Any, ...]],
) -> None:
    with shared.undone():
        model = Model(rules, dict(zip(PEOPLE, people, strict=True)))
        fill(shared, model)
        for step in (("queued",), *history, ("queued",), ("all",), ("all",)):
            match step:
                case ("become", number, profile):
                    model.people[number] = profile
                    attributes = json.dumps(profile["attributes"])
                    change(shared, number, **(profile | {"attributes": attributes}))
                case ("one", number):
                    assert recompute(shared, number)["created"] == model.apply(number)
                case ("all",):
                    assert recompute(shared)["created"] == model.apply(*PEOPLE)
                case ("queued",):
                    assert recompute(shared, queued=True)["created"] == model.apply(*PEOPLE)
            assert found(shared) == model.days
        assert recompute(shared)["created"] == 0
        assert shared.value("select is_intact from api.verify_audit_chain()")
