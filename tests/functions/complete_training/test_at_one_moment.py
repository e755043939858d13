"""Completing beside other sessions: always on the version that is in force when it is recorded."""

from __future__ import annotations

import io
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest

from pipeline.errors import RecertError
from pipeline.importing import load_stream
from tests.company import Database, refused
from tests.functions.completing import (
    COMPLETE,
    START,
    complete,
    create,
    given,
    statuses,
)
from tests.sessions import background, together, until_blocked

FILE = b"employee_number,training,score\nE-1,Lockout,80\n"


def load(session: Database) -> None:
    """The completion of E-1 from a file."""
    session.act_as("H-1")
    load_stream(session.connection, "completions", "completions.csv", io.BytesIO(FILE))


def by_hand(session: Database) -> None:
    complete(session, "E-1")


WAYS = pytest.mark.parametrize("completing", [by_hand, load], ids=["by hand", "from a file"])


@pytest.fixture
def sessions(apart: Database) -> Any:
    """Two sessions beside the one that looks on."""
    with ExitStack() as stack:
        yield [stack.enter_context(Database.connect(apart.dsn)) for _ in range(2)]


@WAYS
@pytest.mark.rule(4, 13)
@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_what_waits_for_an_approval_is_recorded_on_what_that_left_in_force(
    apart: Database, sessions: list[Database], completing: Any, end: str
) -> None:
    first, second = sessions
    apart.evidence("E-1", "1")
    apart.submit("3")
    first.execute("begin")
    first.approve("3", recertify_everyone=True)
    with background(lambda: completing(second)) as waiting:
        until_blocked(apart, second.pid)
        first.execute(end)
    waiting.result()
    label = "3" if end == "commit" else "2"
    assert [row["label"] for row in evidence_of(apart, "E-1")] == ["1", label]
    assert apart.state(label) == "active"
    assert statuses(apart, "E-1") == (["completed"] if end == "commit" else [])
    assert apart.value("select is_intact from api.verify_audit_chain()")


@WAYS
@pytest.mark.rule(6, 9)
def test_an_approval_that_waits_for_a_completion_re_enrols_whoever_completed(
    apart: Database, sessions: list[Database], completing: Any
) -> None:
    first, second = sessions
    apart.submit("3")
    first.execute("begin")
    completing(first)
    with background(lambda: second.approve("3", recertify_everyone=True)) as waiting:
        until_blocked(apart, second.pid)
        first.execute("commit")
    assert waiting.result()["created"] == 1
    assert apart.statuses() == {"E-1": [("2", "superseded")]}
    assert apart.assigned("3") == {"E-1": "not_started"}


@pytest.mark.rule(13, 20)
@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_an_older_snapshot_records_nothing_on_the_version_it_still_sees(
    apart: Database, sessions: list[Database], level: str
) -> None:
    session = sessions[0]
    apart.submit("3")
    session.act_as("E-1")
    session.execute(f"begin isolation level {level}")
    session.value("select count(*) from core.users")
    apart.approve("3")
    with refused("40001"):
        session.row(COMPLETE, "Lockout", None, None, None)
    session.execute("rollback")
    assert evidence_of(apart, "E-1") == []
    assert session.row(COMPLETE, "Lockout", None, None, None)["version"] == "3"


@pytest.mark.parametrize(
    "change",
    ["is_active = false", "manager_id = null"],
    ids=["has left", "is managed by somebody else"],
)
def test_whoever_loses_the_right_meanwhile_completes_nothing(
    apart: Database, sessions: list[Database], change: str
) -> None:
    personnel, manager = sessions
    personnel.execute("begin")
    personnel.execute("select core._lock_people(true)")  # as an import of users does
    personnel.execute(f"update core.users set {change} where employee_number = 'E-1'")
    with background(lambda: complete(manager, "M-1", of="E-1")) as waiting:
        until_blocked(apart, manager.pid)
        personnel.execute("commit")
    error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == ("ZR305" if "active" in change else "ZR304")
    assert evidence_of(apart, "E-1") == []


@pytest.mark.parametrize(
    ("change", "sqlstate"), [("is_active = false", "ZR305"), ("role = 'employee'", "ZR304")]
)
def test_whoever_may_load_files_no_longer_loads_none(
    apart: Database, sessions: list[Database], change: str, sqlstate: str
) -> None:
    personnel, loading = sessions
    personnel.execute("begin")
    personnel.execute("select core._lock_people(true)")
    personnel.execute(f"update core.users set {change} where employee_number = 'H-1'")
    with background(lambda: load(loading)) as waiting:
        until_blocked(apart, loading.pid)
        personnel.execute("commit")
    error = waiting.exception()
    assert isinstance(error, RecertError)
    assert error.sqlstate == sqlstate
    assert evidence_of(apart, "E-1") == []


@pytest.mark.rule(13, 20)
@pytest.mark.parametrize("is_first", [True, False])
def test_two_completions_at_once_close_an_assignment_once(apart: Database, is_first: bool) -> None:
    if not is_first:
        complete(apart, "E-2")  # which freezes the version
    given(apart, "E-1", "2")

    def completing() -> Any:
        with Database.connect(apart.dsn) as session:
            return complete(session, "E-1")["assignments_closed"]

    assert sorted(together(*[completing] * 4)) == [0, 0, 0, 1]
    assert len(evidence_of(apart, "E-1")) == 4
    assert apart.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(13)
def test_a_paper_record_that_waits_for_a_completion_closes_nothing_again(
    apart: Database, sessions: list[Database]
) -> None:
    first, second = sessions
    complete(apart, "E-2")
    apart.act_as(None)
    given(apart, "E-1", "2")
    paper = b"employee_number,training,version,completed_at\nE-1,Lockout,2,2026-01-05\n"
    first.execute("begin")
    assert complete(first, "E-1")["assignments_closed"] == 1
    second.act_as("H-1")
    with background(
        lambda: load_stream(second.connection, "evidence", "evidence.csv", io.BytesIO(paper))
    ) as waiting:
        until_blocked(apart, second.pid)
        first.execute("commit")
    assert waiting.result().inserted == 1
    told = apart.value("select payload::jsonb from audit.log order by seq desc limit 1")
    assert (told["action"], told["assignments_closed"]) == ("import", 0)
    (closed,) = apart.rows("select completed_at = closed_at as is_of_then from core.assignments")
    assert closed == {"is_of_then": True}


@pytest.mark.rule(13)
def test_a_start_that_waits_for_a_completion_finds_nothing_open(
    apart: Database, sessions: list[Database]
) -> None:
    first, second = sessions
    given(apart, "E-1", "2")
    second.act_as("E-1")
    first.execute("begin")
    complete(first, "E-1")
    with background(lambda: second.row(START, "Lockout", None)) as waiting:
        until_blocked(apart, second.pid)
        first.execute("commit")
    error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == "ZR211"
    assert statuses(apart, "E-1") == ["completed"]


@WAYS
@pytest.mark.rule(13)
def test_a_completion_that_waits_for_a_campaign_closes_it(
    apart: Database, sessions: list[Database], completing: Any
) -> None:
    first, second = sessions
    first.execute("begin")
    create(first, employee_numbers=["E-1"])
    with background(lambda: completing(second)) as waiting:
        until_blocked(apart, second.pid)
        first.execute("commit")
    waiting.result()
    assert statuses(apart, "E-1") == ["completed"]


@WAYS
@pytest.mark.rule(13)
def test_a_campaign_that_waits_for_a_completion_assigns_it_to_nobody(
    apart: Database, sessions: list[Database], completing: Any
) -> None:
    first, second = sessions
    first.execute("begin")
    completing(first)
    with background(lambda: create(second, employee_numbers=["E-1"])) as waiting:
        until_blocked(apart, second.pid)
        first.execute("commit")
    row = waiting.result()
    assert (row["population"], row["created"], row["already_current"]) == (1, 0, 1)
    assert statuses(apart, "E-1") == []


@pytest.mark.rule(20)
def test_without_the_end_of_the_chain_a_completion_gives_up_whole(
    apart: Database, sessions: list[Database]
) -> None:
    first, second = sessions
    given(apart, "E-1", "2")
    first.execute("begin")
    first.execute("select from audit.head for update")  # holds the end of the chain
    before = apart.snapshot()
    second.execute("set lock_timeout = '1ms'")
    second.act_as("E-1")
    second.refuses("55P03", COMPLETE, "Lockout", None, 80, "drawn")
    assert apart.snapshot() == before
    first.execute("rollback")
    assert second.row(COMPLETE, "Lockout", None, 80, "drawn")["assignments_closed"] == 1


def evidence_of(database: Database, number: str) -> list[dict[str, Any]]:
    return database.rows(
        "select v.label, e.* from core.evidence as e join core.training_versions as v"
        " using (version_id) where user_id = %s order by evidence_id",
        database.user_id(number),
    )
