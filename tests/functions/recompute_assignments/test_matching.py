"""Whom a rule fits: AND across dimensions, OR within one, an empty dimension fits anybody."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.assigning import assigned, recompute, rule

EVERYBODY = {"A-1", "Q-1", "E-1", "E-2", "E-3", "E-4"}


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.user(
            "E-1",
            department="A",
            location="Graz",
            activity="Welding",
            plant="P1",
            line="L1",
            workstation="W1",
            attributes='{"shift": "night", "level": 3, "clearance": ["A", "B"], "forklift": true}',
        )
        database.user(
            "E-2", department="B", location="Graz", attributes='{"shift": "day", "level": "3"}'
        )
        database.user("E-3", department="A", location="Wien", attributes='{"clearance": ["B", 3]}')
        database.user("E-4", attributes='{"shift": null, "clearance": [], "note": {"a": 1}}')
        database.training()
        database.activate("1")
        database.act_as(None)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    with shared.undone():
        yield shared


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    ("columns", "people"),
    [
        ({}, EVERYBODY),
        # one dimension
        ({"department": "A"}, {"E-1", "E-3"}),
        ({"department": "A;B"}, {"E-1", "E-2", "E-3"}),
        ({"department": " A ; ; C"}, {"E-1", "E-3"}),
        ({"department": "a"}, set()),
        ({"department": "C"}, set()),
        ({"location": "Wien"}, {"E-3"}),
        ({"activity": "Welding"}, {"E-1"}),
        ({"plant": "P1"}, {"E-1"}),
        ({"line": "L1"}, {"E-1"}),
        ({"workstation": "W1;W2"}, {"E-1"}),
        # no value of another dimension counts
        ({"location": "A"}, set()),
        ({"line": "W1"}, set()),
        # several
        ({"department": "A", "location": "Graz"}, {"E-1"}),
        ({"department": "A;B", "location": "Graz"}, {"E-1", "E-2"}),
        ({"department": "B", "location": "Wien"}, set()),
        ({"department": "A", "activity": "Welding", "plant": "P2"}, set()),
        # further attributes: text, numbers, truth, arrays
        ({"attributes": "shift=night"}, {"E-1"}),
        ({"attributes": "shift=night;shift=day"}, {"E-1", "E-2"}),
        ({"attributes": "shift=Night"}, set()),
        ({"attributes": "level=3"}, {"E-1", "E-2"}),
        ({"attributes": '{"level": 3}'}, {"E-1", "E-2"}),
        ({"attributes": '{"level": [2, "3"]}'}, {"E-1", "E-2"}),
        ({"attributes": "forklift=true"}, {"E-1"}),
        ({"attributes": '{"forklift": true}'}, {"E-1"}),
        ({"attributes": '{"forklift": false}'}, set()),
        ({"attributes": "clearance=B"}, {"E-1", "E-3"}),
        ({"attributes": "clearance=A;clearance=3"}, {"E-1", "E-3"}),
        ({"attributes": '{"clearance": ["A", "Z"]}'}, {"E-1"}),
        ({"attributes": "clearance=null"}, set()),
        ({"attributes": '{"shift": []}'}, EVERYBODY),
        # several of them, and with a dimension
        ({"attributes": "shift=night;level=3"}, {"E-1"}),
        ({"attributes": "shift=day;clearance=B"}, set()),
        ({"attributes": "clearance=B", "location": "Wien"}, {"E-3"}),
        ({"attributes": "clearance=B", "location": "Linz"}, set()),
        # it assigns nothing
        ({"is_active": "no"}, set()),
        ({"auto_assign": "no"}, set()),
    ],
    ids=lambda given: json.dumps(given) if isinstance(given, dict) else "",
)
def test_whom_a_rule_fits(company: Database, columns: dict[str, str], people: set[str]) -> None:
    rule(company, **columns)
    row = recompute(company)
    assert set(assigned(company)) == people
    assert (row["created"], row["missed"]) == (len(people), 0)
    assert row["rules"] == (0 if "no" in columns.values() else 1)


@pytest.mark.rule(18)
@pytest.mark.parametrize("given", ["level=7", "level=7.0"])
@pytest.mark.parametrize("values", [("7", "7.0"), ("7.0", "7")])
def test_a_number_is_compared_as_it_is_written_whoever_else_there_is(
    company: Database, given: str, values: tuple[str, str]
) -> None:
    """JSON takes 7 and 7.0 for equal: people who have them must not be lumped together."""
    for value in values:
        company.user(f"N-{value}", attributes=f'{{"level": {value}}}')
    rule(company, attributes=given)
    recompute(company)
    assert set(assigned(company)) == {f"N-{given.removeprefix('level=')}"}


@pytest.mark.rule(18)
def test_several_rules_each_for_its_own_people_and_trainings(company: Database) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.act_as(None)
    rule(company, "R", "Lockout;Gowning", department="A")
    rule(company, "S", "Gowning", department="B")
    rule(company, "T", "Lockout", location="Nowhere")
    row = recompute(company)
    assert (row["rules"], row["created"]) == (3, 5)
    assert assigned(company) == {"E-1": ["Rule: R"], "E-3": ["Rule: R"]}
    assert assigned(company, "Gowning") == {
        "E-1": ["Rule: R"],
        "E-2": ["Rule: S"],
        "E-3": ["Rule: R"],
    }
