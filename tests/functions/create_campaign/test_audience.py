"""To whom a campaign is addressed: by number or by attributes, looked up once and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.completing import (
    complete,
    create,
    created,
    in_days,
    statuses,
    unchanged,
)

#: department, location, activity, plant, line, workstation, attributes of the people P-1 to P-6
PEOPLE = {
    "P-1": ("A", "Graz", "welding", "North", "L1", "W1", '{"shift": "night", "level": 3}'),
    "P-2": ("A", "Linz", "welding", "North", "L2", "W1", '{"shift": "day"}'),
    "P-3": ("B", "Graz", "milling", "North", "L1", "W2", '{"shift": ["day", "night"]}'),
    "P-4": ("a", "Graz", "welding", "South", "L1", "W1", '{"level": "3"}'),
    "P-5": (None, None, None, None, None, None, "{}"),
    "P-6": ("A", "Graz", "welding", "North", "L1", "W1", '{"shift": "night"}'),  # inactive
}
DIMENSIONS = ("department", "location", "activity", "plant", "line", "workstation", "attributes")


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, filled: str) -> Iterator[Database]:
    with copied(server, filled) as dsn, Database.connect(dsn) as database:
        for number, values in PEOPLE.items():
            columns: dict[str, Any] = dict(zip(DIMENSIONS, values, strict=True))
            database.user(number, is_active=number != "P-6", **columns)
        yield database


def people(company: Database) -> dict[str, str]:
    """For each person of the only campaign the outcome."""
    return {
        row["employee_number"]: row["outcome"]
        for row in company.rows("select * from api.campaign_people order by employee_number")
    }


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    ("audience", "numbers"),
    [
        ({"departments": ["A"]}, "P-1 P-2"),
        ({"departments": ["A", "B"]}, "P-1 P-2 P-3"),
        ({"departments": [" A ", "A", "Nowhere"]}, "P-1 P-2"),
        ({"locations": ["Graz"]}, "P-1 P-3 P-4"),
        ({"activities": ["welding"]}, "P-1 P-2 P-4"),
        ({"plants": ["South"]}, "P-4"),
        ({"lines": ["L1"]}, "P-1 P-3 P-4"),
        ({"workstations": ["W2"]}, "P-3"),
        ({"departments": ["A", "B"], "locations": ["Graz"]}, "P-1 P-3"),
        ({"departments": ["A", "B"], "locations": ["Graz"], "activities": ["welding"]}, "P-1"),
        ({"lines": ["L1"], "workstations": ["W1"], "plants": ["North", "South"]}, "P-1 P-4"),
        ({"attributes": "shift=night"}, "P-1 P-3"),
        ({"attributes": "shift=night;shift=day"}, "P-1 P-2 P-3"),
        ({"attributes": " shift = day ; "}, "P-2 P-3"),
        ({"attributes": "level=3"}, "P-1 P-4"),
        ({"attributes": "shift=night;level=3"}, "P-1"),
        ({"attributes": '{"shift": ["night", "day"], "level": 3}'}, "P-1"),
        ({"attributes": '{"shift": "night"}', "departments": ["B"]}, "P-3"),
        ({"attributes": "shift=night", "locations": [], "departments": None}, "P-1 P-3"),
    ],
    ids=str,
)
def test_all_dimensions_match_and_of_each_any_value(
    company: Database, audience: dict[str, Any], numbers: str
) -> None:
    row = create(company, **audience)
    assert people(company) == dict.fromkeys(numbers.split(), "created")
    assert row["population"] == row["created"] == len(numbers.split())


def test_by_number_each_person_counts_once(company: Database) -> None:
    row = create(company, employee_numbers=["P-5", " P-5 ", "P-1", "P-5"])
    assert row["population"] == 2
    assert people(company) == {"P-1": "created", "P-5": "created"}
    assert company.value("select audience from core.campaign_launches") == {
        "employee_numbers": ["P-1", "P-5"]
    }


@pytest.mark.parametrize(
    "audience",
    [
        {},
        {"employee_numbers": []},
        {"employee_numbers": ["", " ", None], "departments": [""]},
        # left out in silence it would widen the audience
        {"departments": [""], "locations": ["Wels"]},
        {"employee_numbers": ["P-1", None]},
        {"attributes": ""},
        {"attributes": "{}"},
        {"employee_numbers": ["E-1"], "departments": ["A"]},
        {"employee_numbers": ["E-1"], "workstations": ["W1"]},
        {"employee_numbers": ["E-1"], "attributes": "shift=night"},
        {"attributes": "night"},
        {"attributes": "night", "departments": ["B"]},
        {"attributes": '["night"]'},
        {"attributes": '{"shift": '},
        {"departments": ["Nowhere"]},
        {"departments": ["B"], "locations": ["Linz"]},
        {"attributes": "shift=night;level=4"},
        {"attributes": "colour=red"},
    ],
    ids=str,
)
def test_neither_both_or_nobody_is_refused(company: Database, audience: dict[str, Any]) -> None:
    company.act_as("Q-1")
    unchanged(company, "ZR102", *created(audience))


def test_an_unknown_number_is_refused_among_known_ones(company: Database) -> None:
    company.act_as("Q-1")
    for unknown in ("E-9", "p-1", "P-1,P-2", *[f"N-{i}" for i in range(3)]):
        unchanged(company, "ZR203", *created({"employee_numbers": ["P-1", unknown, "P-2"]}))
    many = [f"N-{number}" for number in range(1000)]
    unchanged(company, "ZR203", *created({"employee_numbers": many}))


def test_who_moves_later_changes_nothing_of_it(company: Database) -> None:
    create(company, departments=["A"])
    query = "select campaign_id, audience, assigned from api.campaigns"
    before = (people(company), company.rows(query), company.snapshot("core.assignments"))
    company.execute("update core.users set department = 'A' where employee_number = 'P-3'")
    company.execute("update core.users set department = 'B' where employee_number = 'P-1'")
    company.execute("update core.users set is_active = false where employee_number = 'P-2'")
    assert (
        people(company),
        company.rows(query),
        company.snapshot("core.assignments"),
    ) == before
    assert before[1][0]["audience"] == {"department": ["A"]}
    assert people(company) == {"P-1": "created", "P-2": "created"}
    assert complete(company, "P-1")["assignments_closed"] == 1


@pytest.mark.rule(10)
def test_each_who_is_left_out_is_listed_with_the_reason(company: Database) -> None:
    company.evidence("P-1", "2")
    company.evidence("P-2", "1")  # of a version out of force
    company.evidence("P-3", "1", "Gowning")
    company.act_as("Q-1")
    grant = "select api.grant_exemption(%s, %s, %s, %s)"
    company.execute(grant, "P-4", "Lockout", REASON, in_days(9))
    company.execute(grant, "P-2", "Gowning", REASON, in_days(9))
    company.execute(grant, "P-6", "Lockout", REASON, in_days(9))
    row = create(company, employee_numbers=list(PEOPLE))
    assert people(company) == {
        "P-1": "already_current",
        "P-2": "created",
        "P-3": "created",
        "P-4": "exempt",
        "P-5": "created",
        "P-6": "inactive",
    }
    counts = [row[name] for name in ("created", "already_current", "inactive", "exempt")]
    assert counts == [3, 1, 1, 1]
    assert sum(counts) == row["population"]
    assert [statuses(company, number) for number in ("P-1", "P-4", "P-6")] == [[], [], []]
    moments = company.rows(
        "select x.recorded_at = l.launched_at as same from core.campaign_exceptions as x"
        " join core.campaign_launches as l using (campaign_id)"
    )
    assert [moment["same"] for moment in moments] == [True] * 3


@pytest.mark.rule(10)
def test_each_obstacle_removed_they_are_assigned_the_next_time(company: Database) -> None:
    company.execute("update core.trainings set recertification_interval_days = 30")
    company.evidence("P-1", "2")
    company.execute("update core.evidence set recertification_status = 'expired'")
    company.execute(
        "insert into core.exemptions (user_id, training_id, reason, granted_by, granted_at,"
        " valid_until) select %s, training_id, %s, %s, now() - interval '9 d',"
        " now() - interval '1 s' from core.trainings",
        company.user_id("P-4"),
        REASON,
        company.user_id("Q-1"),
    )
    company.execute("update core.users set is_active = true where employee_number = 'P-6'")
    row = create(company, employee_numbers=["P-1", "P-4", "P-6"])
    assert (row["population"], row["created"]) == (3, 3)


def test_a_campaign_of_nobody_to_assign_is_recorded_all_the_same(company: Database) -> None:
    row = create(company, employee_numbers=["P-6"])
    assert (row["population"], row["created"], row["inactive"]) == (1, 0, 1)
    campaign = company.row("select * from api.campaigns")
    assert (campaign["assigned"], campaign["open"]) == (0, 0)


def test_by_attributes_who_has_left_is_not_asked_for(company: Database) -> None:
    assert create(company, locations=["Graz"])["inactive"] == 0
    assert "P-6" not in people(company)
    company.act_as("Q-1")
    company.execute("update core.users set location = 'Wels' where employee_number = 'P-6'")
    unchanged(company, "ZR102", *created({"locations": ["Wels"]}, name="Wels"))


@pytest.mark.rule(13)
def test_who_has_it_open_in_another_campaign_is_assigned_too_and_does_it_once(
    company: Database,
) -> None:
    create(company, name="Spring", employee_numbers=["P-1"])
    create(company, name="Summer", employee_numbers=["P-1"], due_at=in_days(3))
    assert statuses(company, "P-1") == ["not_started"] * 2
    assert complete(company, "P-1")["assignments_closed"] == 2
    again = create(company, name="Autumn", employee_numbers=["P-1"])
    assert (again["created"], again["already_current"]) == (0, 1)
