"""Who is looked at again: who is new or changed, and everybody when rules or versions changed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.assigning import (
    assigned,
    change,
    everyone,
    exempt,
    queue,
    recompute,
    rule,
)
from tests.functions.imports.loading import load
from tests.functions.scoping import end_exemptions
from tests.sessions import background, until_blocked

USERS = "employee_number,full_name,email,department"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3")
        database.training()
        database.activate("1")
        database.act_as(None)
        rule(database, department="A")
        recompute(database)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Nobody waits, and nobody is in department A, for whom the rule is."""
    with shared.undone():
        assert (queue(shared), everyone(shared), assigned(shared)) == (set(), set(), {})
        yield shared


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        *((name, "X") for name in ("department", "location", "activity", "plant", "line")),
        ("workstation", "X"),
        ("attributes", '{"shift": "night"}'),
        ("is_active", False),
    ],
)
def test_a_changed_dimension_queues_the_person(
    company: Database, column: str, value: object
) -> None:
    change(company, "E-1", **{column: value})
    change(company, "E-1", **{column: value})
    assert queue(company) == {"E-1"}
    assert everyone(company) == set()


@pytest.mark.rule(18)
@pytest.mark.parametrize(
    ("column", "value"),
    [("email", "a@b.c"), ("full_name", "New"), ("role", "team_lead"), ("db_role", "somebody")],
)
def test_what_no_rule_asks_for_queues_nobody(company: Database, column: str, value: str) -> None:
    change(company, "E-1", **{column: value})
    assert queue(company) == set()


@pytest.mark.rule(18)
def test_a_statement_queues_only_those_whom_it_changed(company: Database) -> None:
    change(company, "E-1", department="A")
    recompute(company, queued=True)
    company.execute("update core.users set department = 'A'")
    assert queue(company) == {"A-1", "Q-1", "E-2", "E-3"}


@pytest.mark.rule(18)
def test_an_import_queues_who_is_new_or_has_changed(company: Database) -> None:
    rows = ("E-1,Person E-1,,A", "E-2,Person E-2,a@b.c,", "E-3,Person E-3,,", "E-9,New,,B")
    load(company, "users", USERS, *rows)
    assert queue(company) == {"E-1", "E-9"}
    load(company, "users", USERS, *rows)
    assert queue(company) == {"E-1", "E-9"}


@pytest.mark.rule(18)
def test_upserting_queues_who_is_new_or_has_changed(company: Database) -> None:
    upsert = "select api.upsert_user(%s, p_full_name => %s, p_email => %s, p_department => %s)"
    company.execute(upsert, "E-1", None, "a@b.c", None)
    assert queue(company) == set()
    company.execute(upsert, "E-2", None, None, "A")
    company.execute(upsert, "E-9", "New", None, None)
    assert queue(company) == {"E-2", "E-9"}


@pytest.mark.rule(18)
def test_the_queue_is_drained_and_only_its_people_are_looked_at(company: Database) -> None:
    # nobody is looked at but these: E-3 came to A without a trace
    with company.unguarded("core.users"):
        change(company, "E-3", department="A")
    change(company, "E-1", department="A")
    change(company, "E-2", department="B")

    row = recompute(company, queued=True)
    assert (row["users"], row["created"]) == (2, 1)
    assert set(assigned(company)) == {"E-1"}
    assert queue(company) == set()
    again = recompute(company, queued=True)
    assert (again["users"], again["created"], again["missed"]) == (0, 0, 0)
    assert recompute(company)["created"] == 1
    assert set(assigned(company)) == {"E-1", "E-3"}


@pytest.mark.rule(14)
def test_who_is_still_exempt_waits_for_the_end_of_it(company: Database) -> None:
    exempt(company, "E-1")
    assert recompute(company, queued=True)["users"] == 0
    end_exemptions(company)
    assert recompute(company, queued=True)["users"] == 1


@pytest.mark.rule(18)
def test_a_whole_run_drains_the_queue(company: Database) -> None:
    change(company, "E-1", department="A")
    rule(company, "S", department="B")
    recompute(company)
    assert (queue(company), everyone(company)) == (set(), set())


@pytest.mark.rule(18)
def test_who_has_left_waits_no_longer_and_gets_nothing(company: Database) -> None:
    change(company, "E-1", department="A", is_active=False)
    row = recompute(company, queued=True)
    assert (row["users"], row["created"], queue(company)) == (0, 0, set())
    change(company, "E-1", is_active=True)
    assert recompute(company, queued=True)["created"] == 1


@pytest.mark.rule(18)
@pytest.mark.parametrize("columns", [{"department": "B"}, {"is_active": "no"}])
def test_a_changed_rule_has_everybody_looked_at(company: Database, columns: dict[str, str]) -> None:
    rule(company, **columns)
    assert everyone(company) == {"rules"}
    people = company.value("select count(*) from core.users where is_active")
    row = recompute(company, queued=True)
    assert row["users"] == people
    payload = json.loads(
        company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    )
    assert payload["everyone_because"] == ["rules"]
    assert everyone(company) == set()
    assert recompute(company, queued=True)["users"] == 0


@pytest.mark.rule(18)
def test_a_new_rule_has_everybody_looked_at(company: Database) -> None:
    rule(company, "S")
    assert everyone(company) == {"rules"}
    assert recompute(company, queued=True)["created"] == 5


@pytest.mark.rule(4, 18)
def test_the_first_activation_of_a_training_has_everybody_looked_at(company: Database) -> None:
    company.training("Gowning")
    rule(company, "S", "Gowning")
    assert recompute(company, queued=True)["created"] == 0

    company.submit("1", "Gowning")
    company.act_as(None)
    assert everyone(company) == set()
    company.approve("1", "Gowning")
    assert everyone(company) == {"versions"}
    assert recompute(company, queued=True)["created"] == 5

    # a newer version finds people assigned already
    company.activate("2", "Gowning")
    company.activate("2")
    assert everyone(company) == set()


@pytest.mark.rule(4, 18)
def test_an_imported_active_version_has_everybody_looked_at(company: Database) -> None:
    company.training("Gowning")
    rule(company, "S", "Gowning")
    recompute(company)
    header = "training,label,state,author,sources,activated_at"
    load(company, "versions", header, "Gowning,0,inactive,A-1,SOP-1@A,2024-01-01")
    assert everyone(company) == set()
    load(company, "versions", header, "Gowning,1,active,A-1,SOP-1@A,2025-01-01")
    assert everyone(company) == {"versions"}
    assert recompute(company, queued=True)["created"] == 5


@pytest.mark.rule(4, 18)
def test_activating_later_has_everybody_looked_at_then(company: Database) -> None:
    company.training("Gowning")
    company.submit("1", "Gowning")
    company.approve("1", "Gowning", activate=False)
    assert everyone(company) == set()
    company.execute("select api.activate_version('Gowning', '1', %s)", REASON)
    assert everyone(company) == {"versions"}


@pytest.mark.rule(18)
def test_who_was_exempt_is_not_forgotten_by_the_queue(company: Database) -> None:
    """An exemption ends without anybody's doing: nothing puts the person into the queue."""
    exempt(company, "E-1")
    change(company, "E-1", department="A")
    assert recompute(company, queued=True)["created"] == 0
    end_exemptions(company)
    assert recompute(company, queued=True)["created"] == 1
    assert set(assigned(company)) == {"E-1"}
    assert recompute(company, queued=True)["created"] == 0


@pytest.fixture
def apart(database: Database) -> Database:
    """The same in a database of its own; rules and versions have everybody wait already."""
    database.deciders()
    database.users("E-1")
    database.user("E-2", department="A")
    database.training()
    database.training("Gowning")
    database.activate("1")
    database.act_as(None)
    rule(database, department="A")
    assert everyone(database) == {"rules", "versions"}
    return database


@pytest.mark.rule(18)
def test_a_rule_that_is_loaded_during_a_run_is_applied_by_the_next(apart: Database) -> None:
    with Database.connect(apart.dsn) as loading, Database.connect(apart.dsn) as running:
        loading.execute("begin")
        rule(loading, "S")
        with background(lambda: recompute(running, queued=True)):
            until_blocked(apart, running.pid)
            loading.execute("commit")
    recompute(apart, queued=True)
    assert set(assigned(apart)) == {"A-1", "Q-1", "E-1", "E-2"}


@pytest.mark.rule(4, 18)
def test_a_version_that_comes_into_force_during_a_run_is_assigned_by_the_next(
    apart: Database,
) -> None:
    rule(apart, "S", "Gowning")
    apart.submit("1", "Gowning")
    with Database.connect(apart.dsn) as approving, Database.connect(apart.dsn) as running:
        approving.execute("begin")
        approving.approve("1", "Gowning")
        with background(lambda: recompute(running, queued=True)):
            until_blocked(apart, running.pid)
            approving.execute("commit")
    apart.act_as(None)
    recompute(apart, queued=True)
    assert set(assigned(apart, "Gowning")) == {"A-1", "Q-1", "E-1", "E-2"}


@pytest.mark.rule(18)
def test_a_person_who_is_changed_during_a_run_is_looked_at(apart: Database) -> None:
    with Database.connect(apart.dsn) as changing, Database.connect(apart.dsn) as running:
        changing.execute("begin")
        changing.execute("select api.upsert_user('E-1', p_department => 'A')")
        with background(lambda: recompute(running, queued=True)) as waiting:
            until_blocked(apart, running.pid)
            changing.execute("commit")
        assert waiting.result()["created"] == 2
    assert set(assigned(apart)) == {"E-1", "E-2"}
    assert recompute(apart, queued=True)["created"] == 0


@pytest.mark.rule(13, 18)
def test_who_completes_during_a_run_is_not_assigned(apart: Database) -> None:
    with Database.connect(apart.dsn) as completing, Database.connect(apart.dsn) as running:
        completing.act_as("E-2")
        completing.execute("begin")
        completing.execute("select api.complete_training('Lockout')")
        with background(lambda: recompute(running)) as waiting:
            until_blocked(apart, running.pid)
            completing.execute("commit")
        assert waiting.result()["created"] == 0
    assert assigned(apart) == {}
