"""Approving beside other sessions: one version in force at every moment, and who may is sure."""

from __future__ import annotations

import io
import threading
from typing import Any

import psycopg
import pytest

from pipeline.importing import load_stream
from tests.company import Database
from tests.sessions import background, together, until_blocked


@pytest.fixture
def apart(database: Database) -> Database:
    """Version 1 in force with evidence of E-1, version 2 pending."""
    database.deciders()
    database.training()
    database.users("E-1")
    database.activate("1")
    database.evidence("E-1", "1")
    database.submit("2")
    return database


def active(database: Database) -> list[str]:
    rows = database.rows("select label from core.training_versions where state = 'active'")
    return [row["label"] for row in rows]


@pytest.mark.rule(4)
def test_other_sessions_see_one_version_in_force_at_every_moment(apart: Database) -> None:
    with Database.connect(apart.dsn) as reader:
        seen = [active(reader)]
        with apart.connection.transaction():
            apart.approve("2", recertify_everyone=True)
            seen.append(active(reader))
            assert active(apart) == ["2"]
        seen.append(active(reader))
    assert seen == [["1"], ["1"], ["2"]]


@pytest.mark.rule(4)
def test_a_reader_beside_many_approvals_never_sees_none_or_two(apart: Database) -> None:
    def approve() -> None:
        for label in ("2", "3", "4", "5", "6"):
            with Database.connect(apart.dsn) as session:
                if label != "2":
                    session.submit(label)
                session.approve(label)

    over = threading.Event()

    def approve_all() -> None:
        try:
            approve()
        finally:
            over.set()

    def read() -> set[int]:
        seen: set[int] = set()
        with Database.connect(apart.dsn) as reader:
            while not over.is_set():
                seen.add(len(active(reader)))
            seen.add(len(active(reader)))
        return seen

    approved, seen = together(approve_all, read)
    assert approved is None
    assert seen == {1}
    assert active(apart) == ["6"]


@pytest.mark.rule(4, 20)
def test_of_two_approvals_of_one_version_one_succeeds(apart: Database) -> None:
    def approve() -> Any:
        with Database.connect(apart.dsn) as session:
            return session.approve("2", recertify_everyone=True)["created"]

    outcomes = together(approve, approve)
    assert [outcome for outcome in outcomes if outcome == 1] == [1]
    (error,) = [outcome for outcome in outcomes if isinstance(outcome, psycopg.Error)]
    assert error.sqlstate == "ZR204"
    assert apart.value("select count(*) from core.assignments") == 1
    assert apart.value("select count(*) from core.recertification_runs") == 1
    assert apart.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(4)
def test_a_decision_waits_for_the_one_before_it_and_judges_what_that_left(
    apart: Database,
) -> None:
    with Database.connect(apart.dsn) as first, Database.connect(apart.dsn) as second:
        first.execute("begin")
        first.approve("2")
        with background(lambda: second.approve("2")) as waiting:
            until_blocked(apart, second.pid)
            first.execute("commit")
        error = waiting.exception()
        assert isinstance(error, psycopg.Error)
        assert error.sqlstate == "ZR204"


@pytest.mark.rule(1)
def test_whoever_loses_the_right_meanwhile_does_not_decide(apart: Database) -> None:
    """The decider is looked at under the lock that a change of people needs, too."""
    with Database.connect(apart.dsn) as personnel, Database.connect(apart.dsn) as deciding:
        personnel.execute("begin")
        personnel.execute("select core._lock_people(true)")  # as an import of users does
        personnel.execute("update core.users set role = 'employee' where employee_number = 'Q-1'")
        with background(lambda: deciding.approve("2")) as waiting:
            until_blocked(apart, deciding.pid)
            personnel.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == "ZR304"
    assert apart.state("2") == "pending_review"


@pytest.mark.rule(1)
def test_people_change_after_a_decision_that_was_begun(apart: Database) -> None:
    with (
        Database.connect(apart.dsn) as busy,
        Database.connect(apart.dsn) as deciding,
        Database.connect(apart.dsn) as personnel,
    ):
        busy.execute("begin")
        # as an import of evidence does
        busy.execute(
            "select core._lock_trainings(array(select training_id from core.trainings), false)"
        )
        with background(lambda: deciding.approve("2", recertify_everyone=True)) as approval:
            until_blocked(apart, deciding.pid)
            with background(lambda: leave(personnel, "E-1")) as leaving:
                until_blocked(apart, personnel.pid)
                busy.execute("commit")
            leaving.result()
        assert approval.result()["created"] == 1
    assert apart.assigned("2") == {"E-1": "not_started"}


def leave(personnel: Database, number: str) -> None:
    """What the import of a row does that says so."""
    stream = io.BytesIO(f"employee_number,full_name,is_active\n{number},Person,false\n".encode())
    load_stream(personnel.connection, "users", "users.csv", stream)
