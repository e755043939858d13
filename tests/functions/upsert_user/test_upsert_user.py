"""Recording one person: what is given, what stays, what is cleared, who may, and the history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from pipeline import api
from pipeline.embedded import EmbeddedServer
from tests.chain import first_bad
from tests.company import Database, copied, refused
from tests.functions.imports.loading import last_audit, load
from tests.sessions import background, until_blocked

#: What E-1 is, but for keys and times.
ADA: dict[str, Any] = {
    "full_name": "Ada",
    "email": "ada@example.org",
    "role": "team_lead",
    "is_active": True,
    "department": "A",
    "location": "Graz",
    "activity": "Welding",
    "plant": "P1",
    "line": "L1",
    "workstation": "W1",
    "attributes": {"shift": "night"},
    "db_role": "ada",
}


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        for role in ("employee", "team_lead", "auditor", "hr_admin", "corporate_admin"):
            database.user(role, role)
        database.user("H-2", "hr_admin", is_active=False)
        database.user("M-1")
        database.user(
            "E-1",
            **{**ADA, "attributes": Jsonb(ADA["attributes"])},
            manager_id=database.user_id("M-1"),
        )
        database.execute("delete from core.recompute_queue")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """E-1 with something in every column, whose manager is M-1."""
    with shared.undone():
        yield shared


def upsert(database: Database, number: str | None, **columns: Any) -> dict[str, Any]:
    # no number at all is one of the things tried
    return api.upsert_user(database.connection, employee_number=number, **columns)  # type: ignore[arg-type]


def person(database: Database, number: str = "E-1") -> dict[str, Any]:
    return database.row("select * from core.users where employee_number = %s", number)


def refuses(database: Database, sqlstate: str, number: str | None, **columns: Any) -> None:
    """Assert that it is refused with this SQLSTATE, and that nothing has changed."""
    before = database.snapshot()
    arguments = ", ".join(f"p_{name} => %s" for name in ("employee_number", *columns))
    query = f"select api.upsert_user({arguments})".encode()
    with refused(sqlstate), database.connection.transaction():
        database.connection.execute(query, [number, *columns.values()])
    assert database.snapshot() == before


@pytest.mark.rule(20, 21)
def test_a_new_person_and_the_audit_row(company: Database) -> None:
    company.act_as("hr_admin")
    given = ADA | {"db_role": "grace", "manager": "E-1"}
    row = upsert(company, " E-9 ", **given)
    assert (row["employee_number"], row["outcome"], row["assigned"]) == ("E-9", "inserted", 0)
    made = person(company, "E-9")
    assert made["user_id"] == row["user_id"]
    assert {name: made[name] for name in ADA} == ADA | {"db_role": "grace"}
    assert made["manager_id"] == company.user_id("E-1")
    logged = last_audit(company)
    assert (logged["seq"], logged["action"]) == (row["audit_seq"], "update_user")
    assert (logged["entity_type"], logged["entity_id"]) == ("user", str(made["user_id"]))
    assert (logged["actor"], logged["employee_number"]) == ("hr_admin", "E-9")
    assert logged["before"] is None
    assert {name: logged["after"][name] for name in ADA} == ADA | {"db_role": "grace"}
    assert first_bad(company.rows("select * from api.audit_log order by seq")) is None


def test_a_new_person_has_the_defaults(company: Database) -> None:
    upsert(company, "E-9", full_name="Grace")
    made = person(company, "E-9")
    expected = dict.fromkeys(ADA) | {"full_name": "Grace", "role": "employee", "is_active": True}
    assert {name: made[name] for name in ADA} == expected | {"attributes": {}}
    assert made["manager_id"] is None


@pytest.mark.rule(20, 21)
def test_a_change_its_history_and_the_audit_row(company: Database) -> None:
    former = person(company)
    row = upsert(company, "E-1", department="B", role="auditor")
    assert (row["outcome"], row["user_id"], row["assigned"]) == ("updated", former["user_id"], 0)
    assert person(company) == former | {"department": "B", "role": "auditor"}
    history = company.row("select * from core.user_history")
    assert history["user_id"] == former["user_id"]
    assert former["created_at"] < history["valid_until"]
    assert {name: history["record"][name] for name in ADA} == ADA
    logged = last_audit(company)
    assert (logged["seq"], logged["action"]) == (row["audit_seq"], "update_user")
    assert (logged["actor"], logged["employee_number"]) == ("system", "E-1")
    assert logged["before"] == {"department": "A", "role": "team_lead"}
    assert logged["after"] == {"department": "B", "role": "auditor"}
    assert "import_id" not in logged  # no file told it


@pytest.mark.rule(20)
def test_the_history_has_every_change_in_order(company: Database) -> None:
    for role in ("employee", "auditor", "team_lead"):
        upsert(company, "E-1", role=role)
    company.execute("update core.users set role = 'hr_admin' where employee_number = 'E-1'")
    told = company.rows(
        "select record ->> 'role' as role from core.user_history order by valid_until"
    )
    assert [row["role"] for row in told] == ["team_lead", "employee", "auditor", "team_lead"]
    for query in (
        "delete from core.user_history",
        "update core.user_history set record = '{}'",
        "truncate core.user_history",
    ):
        company.refuses("ZR301", query)


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"full_name": "Ada", "department": "A", "manager": "M-1"},
        {"attributes": {"shift": "night"}, "is_active": True},
        {**ADA, "manager": "M-1", "role": " Team_Lead "},
    ],
)
def test_what_is_no_change_writes_nothing(company: Database, columns: dict[str, Any]) -> None:
    before = company.snapshot()
    row = upsert(company, "E-1", **columns)
    assert (row["outcome"], row["assigned"], row["audit_seq"]) == ("unchanged", 0, None)
    assert company.snapshot() == before


@pytest.mark.parametrize("column", [*sorted(set(ADA) - {"full_name"}), "manager"])
def test_what_is_null_stays(company: Database, column: str) -> None:
    before = person(company)
    upsert(company, "E-1", full_name="Ada King", **{column: None})
    assert person(company) == before | {"full_name": "Ada King"}


@pytest.mark.parametrize(
    ("column", "blank", "cleared"),
    [
        *((name, "", None) for name in ("email", "department", "location", "activity", "plant")),
        ("line", " ", None),
        ("workstation", "", None),
        ("db_role", "", None),
        ("role", "", "employee"),
        ("attributes", {}, {}),
    ],
)
def test_what_is_blank_is_cleared(
    company: Database, column: str, blank: object, cleared: object
) -> None:
    before = person(company)
    assert upsert(company, "E-1", **{column: blank})["outcome"] == "updated"
    assert person(company) == before | {column: cleared}


def test_a_blank_manager_is_cleared(company: Database) -> None:
    before = person(company)
    upsert(company, "E-1", manager="")
    assert person(company) == before | {"manager_id": None}


@pytest.mark.parametrize(
    ("number", "columns"),
    [
        (None, {"full_name": "Nobody"}),
        (" ", {"full_name": "Nobody"}),
        ("x" * 201, {"full_name": "Long"}),
        ("System", {"full_name": "Machine"}),
        ("E-9", {}),
        ("E-9", {"full_name": " "}),
        ("E-1", {"full_name": ""}),
        ("E-1", {"role": "boss"}),
        ("E-1", {"manager": "N-1"}),
        ("E-1", {"attributes": Jsonb([1])}),
        ("E-1", {"attributes": Jsonb(None)}),
        ("E-1", {"db_role": "x" * 64}),
        ("M-1", {"db_role": "ada"}),
        # who would manage each other
        ("E-1", {"manager": "E-1"}),
        ("M-1", {"manager": "E-1"}),
        ("E-9", {"full_name": "New", "manager": "E-9"}),
    ],
)
def test_what_cannot_be_recorded(
    company: Database, number: str | None, columns: dict[str, Any]
) -> None:
    refuses(company, "ZR102", number, **columns)


def test_a_circle_of_three_is_refused_and_its_end_is_not(company: Database) -> None:
    upsert(company, "employee", manager="E-1")
    refuses(company, "ZR102", "M-1", manager="employee")
    upsert(company, "E-1", manager="")
    assert upsert(company, "M-1", manager="employee")["outcome"] == "updated"


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    "columns", [{"role": "quality_admin"}, {"role": ""}, {"db_role": "mine"}, {"is_active": False}]
)
def test_nobody_gives_rights_to_themselves(company: Database, columns: dict[str, Any]) -> None:
    company.act_as("hr_admin")
    refuses(company, "ZR102", "hr_admin", **columns)
    company.act_as("corporate_admin")
    assert upsert(company, "employee", **columns)["outcome"] in ("updated", "unchanged")
    company.act_as("hr_admin")
    assert upsert(company, "hr_admin", department="HR", role="hr_admin")["outcome"] == "updated"


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("employee", "ZR304"),
        ("team_lead", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("H-2", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
    ],
)
def test_who_may_not(company: Database, actor: str, sqlstate: str) -> None:
    company.act_as(actor)
    refuses(company, sqlstate, "E-1", department="B")
    refuses(company, sqlstate, "E-9", full_name="New")
    refuses(company, sqlstate, actor, full_name="Myself")


def test_one_person_and_a_file_take_turns(database: Database) -> None:
    database.user("E-1", department="A")
    with Database.connect(database.dsn) as loading, Database.connect(database.dsn) as single:
        loading.execute("begin")
        load(loading, "users", "employee_number,full_name,department", "E-1,Ada,B", "E-2,Grace,B")
        with background(lambda: upsert(single, "E-1", location="Graz")) as waiting:
            until_blocked(database, single.pid)
            loading.execute("commit")
        assert waiting.result()["outcome"] == "updated"
    made = person(database)
    assert (made["full_name"], made["department"], made["location"]) == ("Ada", "B", "Graz")
    assert person(database, "E-2")["department"] == "B"
    for table in ("ops.staged_users", "ops.judged_users"):
        assert database.value(f"select count(*) from {table}") == 0
