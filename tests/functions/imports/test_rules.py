"""The feed of assignment rules: what is read from each column, kept, updated and rejected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied, refused
from tests.functions.assigning import everyone, rule
from tests.functions.imports.loading import audited, counts, faults, last_audit, load, rejected

HEADER = "name,trainings"
DIMENSIONS = ("department", "location", "activity", "plant", "line", "workstation")


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        for role in ("employee", "team_lead", "auditor", "hr_admin", "corporate_admin"):
            database.user(role, role)
        database.execute(
            "update core.users set attributes = %s where employee_number = 'employee'",
            '{"shift": "night", "level": 3, "clearance": ["A", "B"], "forklift": true}',
        )
        database.training("Lockout")
        database.training("Gowning")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Scheduled work loads rules; what a test does is undone."""
    with shared.undone():
        yield shared


def the_rule(database: Database, name: str = "R") -> dict[str, Any]:
    row = database.row("select * from core.assignment_rules where name = %s", name)
    row["trainings"] = [
        found["name"]
        for found in database.rows(
            "select name from core.trainings where training_id = any(%s) order by name",
            row.pop("training_ids"),
        )
    ]
    del row["rule_id"], row["created_at"]
    return row


@pytest.mark.rule(18)
def test_every_column_is_loaded(company: Database) -> None:
    header = (
        "name,is_active,auto_assign,trainings,days_to_complete,department,location,activity,plant,"
        "line,workstation,attributes"
    )
    values = (" R ", "no", "0", " Lockout ;Gowning;", "7", "A; B", "Graz", "X;Y", "P", "L", "W")
    load(company, "rules", header, (*values, "shift=night"), ("S", "", "", "Lockout", *[""] * 8))
    assert the_rule(company) == {
        "name": "R",
        "is_active": False,
        "auto_assign": False,
        "trainings": ["Gowning", "Lockout"],
        "days_to_complete": 7,
        "department": ["A", "B"],
        "location": ["Graz"],
        "activity": ["X", "Y"],
        "plant": ["P"],
        "line": ["L"],
        "workstation": ["W"],
        "attributes": {"shift": ["night"]},
    }
    assert the_rule(company, "S") == {
        "name": "S",
        "is_active": True,
        "auto_assign": True,
        "trainings": ["Lockout"],
        "days_to_complete": None,
        **{name: [] for name in DIMENSIONS},
        "attributes": {},
    }


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("shift=night", {"shift": ["night"]}),
        (" shift = night ; level=3;", {"shift": ["night"], "level": ["3"]}),
        ("clearance=A;clearance=B;clearance=A", {"clearance": ["A", "B"]}),
        ("shift=a=b", {"shift": ["a=b"]}),
        ('{"shift": "night"}', {"shift": ["night"]}),
        ('{"level": 3, "forklift": true}', {"level": ["3"], "forklift": ["true"]}),
        ('{"clearance": ["B", "A", "B"]}', {"clearance": ["A", "B"]}),
        ('{"level": [1, 2], "shift": []}', {"level": ["1", "2"]}),
        ('{"shift": "late; very"}', {"shift": ["late; very"]}),
        ("{}", {}),
        ("", {}),
        (" ", {}),
    ],
)
def test_what_attributes_may_look_like(
    company: Database, given: str, wanted: dict[str, list[str]]
) -> None:
    rule(company, attributes=given)
    assert the_rule(company)["attributes"] == wanted


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    "given",
    [
        "shift",
        "=night",
        "shift=night;late",
        ";",
        "[1]",
        '"shift"',
        '{"shift": ',
        # a value that is not given fits nobody: a slip as well
        "shift=",
        "shift=night;shift= ",
        '{"shift": null}',
        '{"shift": ["night", null]}',
        # nobody has it
        "colour=red",
        "Shift=night",
        '{"colour": "red"}',
        "shift=night;colour=red",
    ],
)
def test_attributes_that_cannot_be_asked_for(company: Database, given: str) -> None:
    found = rejected(company, "rules", f"{HEADER},attributes", ("R", "Lockout", given))
    assert found == [(2, "attributes")]


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "x" * 201),
        ("trainings", ""),
        ("trainings", ";"),
        ("trainings", "Nothing"),
        ("trainings", "lockout"),
        ("trainings", "Lockout;Nothing"),
        ("days_to_complete", "0"),
        ("days_to_complete", "-1"),
        ("days_to_complete", "3651"),
        ("days_to_complete", "1.5"),
        ("days_to_complete", "soon"),
        ("days_to_complete", "9999999999"),
        ("is_active", "maybe"),
        ("auto_assign", "2"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    company: Database, column: str, value: str
) -> None:
    row = {
        "name": "R",
        "trainings": "Lockout",
        "days_to_complete": "1",
        "is_active": "yes",
        "auto_assign": "yes",
        column: value,
    }
    good = ("S", "Gowning", "3650", "no", "no")
    assert rejected(company, "rules", ",".join(row), good, tuple(row.values())) == [(3, column)]


def test_a_name_twice_in_a_file_is_rejected_twice(company: Database) -> None:
    rows = ("R,Lockout", "R ,Gowning", "S,Lockout")
    assert rejected(company, "rules", HEADER, *rows) == [(2, "name"), (3, "name")]


def test_partial_loads_the_good_rules(company: Database) -> None:
    rows = ("R,Lockout,0", "S,Gowning,9", "T,,x")
    result = load(company, "rules", f"{HEADER},days_to_complete", *rows, partial=True)
    assert counts(result) == (3, 1, 0, 0, 2)
    found = sorted((line, column or "") for line, column in faults(result))
    assert found == [(2, "days_to_complete"), (4, "days_to_complete"), (4, "trainings")]
    assert the_rule(company, "S")["days_to_complete"] == 9


@pytest.mark.rule(20)
def test_a_change_keeps_the_history_and_is_told_in_the_audit_row(company: Database) -> None:
    header = f"{HEADER},days_to_complete,department"
    rows = ("R,Lockout,9,A;B", "S,Gowning,,")
    assert counts(load(company, "rules", header, *rows)) == (2, 2, 0, 0, 0)
    former = company.row("select * from core.assignment_rules where name = 'R'")
    result = load(company, "rules", header, "R,Lockout;Gowning,,B", rows[1])

    assert counts(result) == (2, 0, 1, 1, 0)
    assert the_rule(company)["trainings"] == ["Gowning", "Lockout"]
    assert the_rule(company)["days_to_complete"] is None
    assert the_rule(company)["department"] == ["B"]
    history = company.row("select * from core.rule_history")
    assert history["rule_id"] == former["rule_id"]
    assert former["created_at"] < history["valid_until"]
    for name in ("name", "training_ids", "days_to_complete", "department", "attributes"):
        assert history["record"][name] == former[name]
    assert audited(company) == ["import", "import"]
    logged = last_audit(company)
    assert (logged["kind"], logged["inserted"], logged["updated"]) == ("rules", 0, 1)
    (change,) = logged["changes"]
    assert change["rule"] == "R"
    assert change["before"]["days_to_complete"] == 9
    assert change["after"]["days_to_complete"] is None
    assert set(change["after"]) == {"training_ids", "days_to_complete", "department"}
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(18)
def test_the_same_file_again_changes_nothing_and_has_nobody_looked_at(company: Database) -> None:
    rows = (
        f"{HEADER},days_to_complete,department,attributes",
        ("R", "Gowning;Lockout", "9", "A;B", "clearance=B;clearance=A"),
    )
    load(company, "rules", *rows)
    assert everyone(company) == {"rules"}
    company.execute("delete from ops.recompute_everyone")
    before = company.rows("select * from core.assignment_rules")
    again = ("R", "Lockout;Gowning", "9.0", "A;B", '{"clearance": ["A", "B"]}')
    for row in (rows[1], again):
        assert counts(load(company, "rules", rows[0], row)) == (1, 0, 0, 1, 0)
    assert company.rows("select * from core.assignment_rules") == before
    assert company.rows("select * from core.rule_history") == []
    assert everyone(company) == set()


@pytest.mark.rule(18)
def test_a_column_that_is_missing_leaves_what_is_there(company: Database) -> None:
    columns = dict.fromkeys(DIMENSIONS, "A")
    given = {
        **columns,
        "is_active": "no",
        "auto_assign": "no",
        "days_to_complete": "5",
        "attributes": "shift=night",
    }
    rule(company, **given)
    before = the_rule(company)
    assert counts(rule(company)) == (1, 0, 0, 1, 0)
    assert counts(rule(company, trainings="Gowning")) == (1, 0, 1, 0, 0)
    assert the_rule(company) == before | {"trainings": ["Gowning"]}
    assert rule(company, trainings="Gowning", **dict.fromkeys(given, "")).updated == 1
    assert the_rule(company) == {
        "name": "R",
        "is_active": True,
        "auto_assign": True,
        "trainings": ["Gowning"],
        "days_to_complete": None,
        **{name: [] for name in DIMENSIONS},
        "attributes": {},
    }


@pytest.mark.rule(18)
def test_a_rule_that_the_file_has_not_stays(company: Database) -> None:
    rule(company)
    rule(company, "S")
    assert {row["name"] for row in company.rows("select name from core.assignment_rules")} == {
        "R",
        "S",
    }
    assert the_rule(company)["is_active"]


@pytest.mark.parametrize("actor", ["employee", "team_lead", "auditor"])
def test_who_may_not_load_rules(company: Database, actor: str) -> None:
    company.act_as(actor)
    company.refuses(
        "ZR304", "select * from api.begin_import('rules', 'rules.csv', array['name', 'trainings'])"
    )


@pytest.mark.parametrize("actor", ["hr_admin", "corporate_admin"])
def test_who_may_load_rules(company: Database, actor: str) -> None:
    company.act_as(actor)
    assert rule(company).inserted == 1
    assert last_audit(company)["actor"] == actor


@pytest.mark.rule(19)
def test_rules_and_their_history_are_kept(company: Database) -> None:
    rule(company)
    rule(company, department="A")
    for query in (
        "delete from core.assignment_rules",
        "delete from core.rule_history",
        "update core.rule_history set record = '{}'",
        "truncate core.rule_history",
    ):
        company.refuses("ZR301", query)


@pytest.mark.one_server("no identity is given in an update there")
@pytest.mark.rule(19)
def test_a_rule_keeps_its_number(company: Database) -> None:
    rule(company)
    company.refuses("ZR301", "update core.assignment_rules set rule_id = default")


def test_a_rule_names_trainings_that_exist(company: Database) -> None:
    rule(company)
    query = "update core.assignment_rules set training_ids = training_ids || 999::bigint"
    with refused("ZR207"), company.connection.transaction():
        company.execute(query)
