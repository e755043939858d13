"""Resolving beside other sessions: a task ends once, whoever comes first."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.company import REASON, Database
from tests.sessions import background, together, until_blocked


@pytest.fixture
def apart(database: Database) -> Database:
    """Version 2 in force with its recertification to be decided, evidence on version 1."""
    database.deciders()
    database.user("C-1", "corporate_admin")
    database.users("E-1")
    database.training()
    database.activate("1")
    database.evidence("E-1", "1")
    database.activate("2")
    return database


def resolve(database: Database, ending: str, actor: str = "Q-1") -> Any:
    """Resolve the last task, whatever became of it."""
    database.act_as(actor)
    return database.value(
        "select resolution from api.resolve_review_task("
        "(select max(review_task_id) from core.review_tasks), %s, %s)",
        ending,
        REASON,
    )


@pytest.mark.rule(15, 20)
@pytest.mark.parametrize("second", ["recertify", "decline"])
def test_of_two_who_resolve_one_task_one_succeeds(apart: Database, second: str) -> None:
    def decide(ending: str, actor: str) -> Any:
        with Database.connect(apart.dsn) as session:
            return resolve(session, ending, actor)

    outcomes = together(lambda: decide("recertify", "Q-1"), lambda: decide(second, "C-1"))
    (error,) = [outcome for outcome in outcomes if isinstance(outcome, psycopg.Error)]
    assert error.sqlstate == "ZR209"
    (resolution,) = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert apart.rows(
        "select resolution from core.review_tasks where task_type = 'recert_decision'"
    ) == [{"resolution": resolution}]
    runs = apart.value("select count(*) from core.recertification_runs")
    assert runs == (1 if resolution == "recertified" else 0)
    assert apart.value("select count(*) from audit.log where action = 'resolve_review_task'") == 1
    assert apart.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(15)
@pytest.mark.parametrize("first", ["decline", "recertify"])
def test_who_waited_for_a_decision_finds_it_made(apart: Database, first: str) -> None:
    with Database.connect(apart.dsn) as deciding, Database.connect(apart.dsn) as late:
        deciding.execute("begin")
        resolve(deciding, first)
        with background(lambda: resolve(late, "decline", "C-1")) as waiting:
            until_blocked(apart, late.pid)
            deciding.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == "ZR209"


@pytest.mark.rule(15)
def test_who_waited_for_a_decision_that_was_undone_makes_it(apart: Database) -> None:
    with Database.connect(apart.dsn) as deciding, Database.connect(apart.dsn) as late:
        deciding.execute("begin")
        resolve(deciding, "recertify")
        with background(lambda: resolve(late, "decline", "C-1")) as waiting:
            until_blocked(apart, late.pid)
            deciding.execute("rollback")
        assert waiting.result() == "declined"
    assert apart.statuses() == {"E-1": [("1", "current")]}


@pytest.mark.rule(4, 15)
def test_a_task_whose_version_went_out_of_force_meanwhile_is_resolved(apart: Database) -> None:
    (task_id,) = (
        row["review_task_id"]
        for row in apart.rows("select review_task_id from core.review_tasks where state = 'open'")
    )
    with Database.connect(apart.dsn) as approving, Database.connect(apart.dsn) as late:
        approving.submit("3")
        approving.execute("begin")
        approving.approve("3")
        late.act_as("C-1")
        with background(
            lambda: late.execute(
                "select api.resolve_review_task(%s, 'recertify', %s)", task_id, REASON
            )
        ) as waiting:
            until_blocked(apart, late.pid)
            approving.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == "ZR209"
    assert apart.assigned("2") == {}


@pytest.mark.rule(1)
def test_whoever_loses_the_right_meanwhile_does_not_resolve(apart: Database) -> None:
    with Database.connect(apart.dsn) as personnel, Database.connect(apart.dsn) as deciding:
        personnel.execute("begin")
        personnel.execute("select core._lock_people(true)")  # as an import of users does
        personnel.execute("update core.users set role = 'employee' where employee_number = 'Q-1'")
        with background(lambda: resolve(deciding, "recertify")) as waiting:
            until_blocked(apart, deciding.pid)
            personnel.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == "ZR304"
    assert apart.assigned("2") == {}
