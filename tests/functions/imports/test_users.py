"""The feed of users: inserted, updated with history and audit, skipped; and what is rejected."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.functions.imports.loading import (
    audited,
    counts,
    faults,
    last_audit,
    load,
    rejected,
)

HEADER = "employee_number,full_name"


def user(database: Database, number: str) -> dict[str, object]:
    return database.row("select * from core.users where employee_number = %s", number)


def managers(database: Database) -> dict[str, str | None]:
    return {
        row["employee_number"]: row["manager"]
        for row in database.rows(
            "select u.employee_number, m.employee_number as manager from core.users as u"
            " left join core.users as m on u.manager_id = m.user_id"
        )
    }


def test_every_column_is_loaded(database: Database) -> None:
    header = (
        "employee_number,full_name,email,role,is_active,department,location,activity,plant,line,"
        "workstation,manager,attributes,db_role"
    )
    load(
        database,
        "users",
        header,
        (
            *(" E-1 ", "Ada Å. Lovelace", "ada@example.org", "Team_Lead", "no", "Assembly", "Graz"),
            *("Welding", "P1", "L4", "W7", "E-2", '{"shift": "late"}', "ada"),
        ),
        ("E-2", "Grace\nHopper", *[""] * 12),
    )
    ada, grace = user(database, "E-1"), user(database, "E-2")
    assert ada | {"user_id": 0, "created_at": 0} == {
        "user_id": 0,
        "created_at": 0,
        "employee_number": "E-1",
        "full_name": "Ada Å. Lovelace",
        "email": "ada@example.org",
        "role": "team_lead",
        "is_active": False,
        "department": "Assembly",
        "location": "Graz",
        "activity": "Welding",
        "plant": "P1",
        "line": "L4",
        "workstation": "W7",
        "attributes": {"shift": "late"},
        "manager_id": grace["user_id"],
        "db_role": "ada",
    }
    assert grace["full_name"] == "Grace\nHopper"
    assert (grace["role"], grace["is_active"], grace["attributes"]) == ("employee", True, {})
    assert grace["email"] is None


@pytest.mark.rule(20, 21)
def test_a_load_writes_its_audit_row_and_a_second_one_adds_nothing(database: Database) -> None:
    rows = (f"{HEADER},department,attributes", "E-1,Ada,A,", "E-2,Grace,B,")
    first = load(database, "users", *rows)
    assert counts(first) == (2, 2, 0, 0, 0)
    before = database.rows("select * from core.users order by user_id")

    second = load(database, "users", *rows)
    assert counts(second) == (2, 0, 0, 2, 0)
    assert database.rows("select * from core.users order by user_id") == before
    assert database.rows("select * from core.user_history") == []
    assert audited(database) == ["import", "import"]
    payload = last_audit(database)
    assert payload["entity_type"] == "import"
    names = ("kind", "file_name", "read", "inserted", "updated", "skipped", "rejected")
    assert [payload[name] for name in names] == ["users", "users.csv", 2, 0, 0, 2, 0]
    register = database.row("select * from ops.imports order by import_id desc limit 1")
    assert register["audit_seq"] == second.audit_seq == payload["seq"]
    assert register["file_sha256"] == payload["file_sha256"]
    assert (register["read"], register["skipped"]) == (2, 2)
    assert database.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(20, 21)
def test_a_change_has_history_and_an_audit_row(database: Database) -> None:
    load(database, "users", f"{HEADER},department,email", "E-1,Ada,A,a@b.c", "E-2,Grace,B,")
    former = user(database, "E-1")
    result = load(database, "users", f"{HEADER},department,email", "E-1,Ada,Z,", "E-2,Grace,B,")

    assert counts(result) == (2, 0, 1, 1, 0)
    assert user(database, "E-1") == former | {"department": "Z", "email": None}
    history = database.row("select * from core.user_history")
    assert history["record"]["department"] == "A"
    assert history["user_id"] == former["user_id"]
    assert audited(database) == ["import", "update_user", "import"]
    change = database.row("select *, payload::jsonb as details from audit.log where seq = 2")
    assert change["entity_id"] == str(former["user_id"])
    assert change["details"]["before"] == {"department": "A", "email": "a@b.c"}
    assert change["details"]["after"] == {"department": "Z", "email": None}
    assert change["details"]["employee_number"] == "E-1"


def test_more_changes_than_one_batch_of_audit_rows(database: Database) -> None:
    numbers = [f"E-{number}" for number in range(2500)]
    load(database, "users", f"{HEADER},line", *(f"{number},P,1" for number in numbers))
    result = load(database, "users", f"{HEADER},line", *(f"{number},P,2" for number in numbers))
    assert counts(result) == (2500, 0, 2500, 0, 0)
    changed = database.rows(
        "select payload::jsonb ->> 'employee_number' as number from audit.log"
        " where action = 'update_user' order by seq"
    )
    assert [row["number"] for row in changed] == numbers
    assert database.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(21)
def test_coming_back_is_told_apart_from_other_changes(database: Database) -> None:
    load(database, "users", f"{HEADER},is_active", "E-1,Ada,false", "E-2,Grace,true")
    load(database, "users", f"{HEADER},is_active", "E-1,Ada,yes", "E-2,Grace,no")
    assert audited(database) == ["import", "reactivate_user", "update_user", "import"]


def test_a_column_that_is_missing_leaves_what_is_there(database: Database) -> None:
    load(
        database,
        "users",
        f"{HEADER},email,role,is_active,department,manager,attributes,db_role",
        ("E-1", "Ada", "a@b.c", "hr_admin", "no", "A", "E-2", '{"a": 1}', "ada"),
        ("E-2", "Grace", *[""] * 7),
    )
    before = user(database, "E-1")
    assert counts(load(database, "users", HEADER, "E-1,Ada King")) == (1, 0, 1, 0, 0)
    assert user(database, "E-1") == before | {"full_name": "Ada King"}

    header = f"{HEADER},email,role,is_active,department,manager,attributes,db_role"
    load(database, "users", header, ("E-1", "Ada King", *[""] * 7))
    assert user(database, "E-1") == before | {
        "full_name": "Ada King",
        "email": None,
        "role": "employee",
        "is_active": True,
        "department": None,
        "manager_id": None,
        "attributes": {},
        "db_role": None,
    }


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("role", "boss"),
        ("is_active", "maybe"),
        ("attributes", "[1]"),
        ("attributes", "{"),
        ("manager", "E-9"),
        ("manager", "E-1"),
        ("db_role", "x" * 64),
        ("db_role", "taken"),
        ("db_role", "twice"),
    ],
)
def test_a_wrong_value_is_rejected_with_line_and_column(
    database: Database, column: str, value: str
) -> None:
    load(database, "users", f"{HEADER},db_role", "E-0,Zoe,taken")
    other = "twice" if value == "twice" else ""
    found = rejected(
        database,
        "users",
        f"{HEADER},{column},department",
        ("E-1", "Ada", value, "A"),
        ("E-2", "Grace", other, "B"),
    )
    expected = [(2, column), (3, column)] if other else [(2, column)]
    assert found == expected


def test_keys_that_are_wrong(database: Database) -> None:
    found = rejected(
        database,
        "users",
        HEADER,
        (" ", "Nobody"),
        ("System", "Machine"),
        ("x" * 201, "Long"),
        ("E-1", ""),
        ("E-2", "Twice"),
        ("E-2 ", "Twice"),
    )
    assert found == [
        (2, "employee_number"),
        (3, "employee_number"),
        (4, "employee_number"),
        (5, "full_name"),
        (6, "employee_number"),
        (7, "employee_number"),
    ]


def test_a_row_may_have_several_reasons(database: Database) -> None:
    found = rejected(database, "users", f"{HEADER},role,is_active", "E-1,,boss,maybe")
    assert sorted(column or "" for _, column in found) == ["full_name", "is_active", "role"]


def test_managers_of_the_same_file_in_any_order(database: Database) -> None:
    load(database, "users", HEADER, "E-0,Old hand")
    load(
        database,
        "users",
        f"{HEADER},manager",
        *("E-1,A,E-2", "E-2,B,E-3", "E-3,C,E-0", "E-0,Old hand,E-4", "E-4,D,"),
    )
    assert managers(database) == {
        "E-1": "E-2",
        "E-2": "E-3",
        "E-3": "E-0",
        "E-0": "E-4",
        "E-4": None,
    }


def test_people_who_would_manage_each_other_are_rejected(database: Database) -> None:
    load(database, "users", f"{HEADER},manager", "E-1,A,", "E-2,B,E-1", "E-3,C,E-2")
    before = managers(database)
    # E-1 would come below E-3; E-4 is below them, but in no circle
    result = load(database, "users", f"{HEADER},manager", "E-1,A,E-3", "E-4,D,E-1", partial=True)
    assert faults(result) == [(2, "manager")]
    assert managers(database) == before | {"E-4": "E-1"}

    # a circle of new people, and one who hangs below it
    result = load(
        database,
        "users",
        f"{HEADER},manager",
        *("N-1,A,N-2", "N-2,B,N-3", "N-3,C,N-1", "N-4,D,N-1", "N-5,E,E-1"),
        partial=True,
    )
    assert faults(result) == [(2, "manager"), (3, "manager"), (4, "manager"), (5, "manager")]
    assert managers(database) == before | {"E-4": "E-1", "N-5": "E-1"}


def test_what_a_rejection_leaves_behind_is_judged_again(database: Database) -> None:
    load(database, "users", f"{HEADER},manager", "E-1,A,E-2", "E-2,B,")
    # were E-1 loaded, E-2 could come below it; since it is not, that would be a circle
    result = load(
        database,
        "users",
        f"{HEADER},manager,role",
        *("E-1,A,,boss", "E-2,B,E-1,", "N-1,C,,boss", "N-2,D,N-1,", "N-3,E,N-2,", "N-4,F,E-2,"),
        partial=True,
    )
    assert faults(result) == [
        (2, "role"),
        (3, "manager"),
        (4, "role"),
        (5, "manager"),
        (6, "manager"),
    ]
    assert managers(database) == {"E-1": "E-2", "E-2": None, "N-4": "E-2"}


def test_only_who_closes_a_circle_is_rejected(database: Database) -> None:
    people = ("E-1,A,", "E-2,B,E-1", "E-3,C,E-2", "E-4,D,E-3")
    load(database, "users", f"{HEADER},manager", *people)
    before = managers(database)
    # the others are as they were
    result = load(
        database, "users", f"{HEADER},manager", "E-1,A,E-4", *people[1:], "N-1,E,", partial=True
    )
    assert faults(result) == [(2, "manager")]
    assert managers(database) == before | {"N-1": None}


def test_whoever_manages_others_may_come_below_somebody_else(database: Database) -> None:
    people = ("E-1,A,", "E-2,B,E-1", "E-3,C,E-2", "E-4,D,E-3", "E-5,E,E-4")
    load(database, "users", f"{HEADER},manager", *people)
    before = managers(database)
    load(database, "users", f"{HEADER},manager", "E-3,C,E-1", "E-4,D,E-2")
    assert managers(database) == before | {"E-3": "E-1", "E-4": "E-2"}


def test_who_reports_to_a_rejected_newcomer_is_rejected_whoever_manages_that_one(
    database: Database,
) -> None:
    load(database, "users", f"{HEADER},manager", "E-1,A,", "E-2,B,E-1")
    result = load(
        database,
        "users",
        f"{HEADER},manager,role",
        # E-2 is known and stays, though the row is wrong
        *("N-1,C,,", "N-2,D,N-1,boss", "N-3,E,N-2,", "E-2,B,N-1,boss", "N-4,F,E-2,"),
        partial=True,
    )
    assert faults(result) == [(3, "role"), (4, "manager"), (5, "role")]
    assert managers(database) == {"E-1": None, "E-2": "E-1", "N-1": None, "N-4": "E-2"}


def test_partial_loads_the_good_rows(database: Database) -> None:
    result = load(
        database, "users", f"{HEADER},role", "E-1,Ada,boss", "E-2,Grace,auditor", partial=True
    )
    assert counts(result) == (2, 1, 0, 0, 1)
    assert [row["employee_number"] for row in database.rows("select * from core.users")] == ["E-2"]
    assert last_audit(database)["rejected"] == 1
    assert last_audit(database)["is_partial"] is True


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("column", "value"), [("role", "quality_admin"), ("db_role", "somebody"), ("is_active", "no")]
)
def test_nobody_gives_rights_to_themselves(database: Database, column: str, value: str) -> None:
    database.user("H-1", "hr_admin")
    database.user("H-2", "hr_admin")
    database.act_as("H-1")
    header = (
        f"employee_number,full_name,role,{column}"
        if column != "role"
        else ("employee_number,full_name,role")
    )
    own = "H-1,Person H-1,hr_admin," if column != "role" else "H-1,Person H-1,"
    assert rejected(database, "users", header, f"{own}{value}") == [(2, column)]
    database.act_as("H-2")
    assert load(database, "users", header, f"{own}{value}").updated == 1


@pytest.mark.rule(20)
def test_who_arrives_with_rights_is_named_in_the_log(database: Database) -> None:
    load(
        database,
        "users",
        "employee_number,full_name,role,db_role",
        "E-1,Person,employee,",
        "Q-1,Person,quality_admin,",
        "E-2,Person,employee,somebody",
    )
    assert last_audit(database)["new_with_rights"] == [
        {"employee_number": "Q-1", "role": "quality_admin", "db_role": None},
        {"employee_number": "E-2", "role": "employee", "db_role": "somebody"},
    ]
