"""Whoever loses the right while waiting for it does nothing with it any more."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.records.calls import CALLS, Call, fill
from tests.sessions import background, until_blocked

#: A quality_admin becomes an employee, or leaves.
LOSSES = {"ZR304": "p_role => 'employee'", "ZR305": "p_is_active => false"}

CASES = [
    pytest.param(call, sqlstate, id=f"{call}-{sqlstate}")
    for call in CALLS
    if call.waits and "quality_admin" in call.may
    for sqlstate in LOSSES
    if sqlstate == "ZR305" or "employee" not in call.may
]


@pytest.fixture(scope="module")
def filled(server: EmbeddedServer, template: str) -> Iterator[str]:
    """The name of a database with the company, to be copied by each test."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
        yield str(conninfo_to_dict(dsn)["dbname"])


@pytest.fixture
def company(server: EmbeddedServer, filled: str) -> Iterator[Database]:
    with copied(server, filled) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.mark.rule(1)
@pytest.mark.parametrize(("call", "sqlstate"), CASES)
def test_a_right_lost_while_waiting_is_lost(company: Database, call: Call, sqlstate: str) -> None:
    with Database.connect(company.dsn) as first, Database.connect(company.dsn) as second:
        second.execute("begin")
        if call.before:
            second.execute(call.before)
        second.act_as("Q-1")
        first.act_as("C-1")
        first.execute("begin")
        first.execute(f"select api.upsert_user('Q-1', {LOSSES[sqlstate]})")
        before = company.snapshot()
        with background(lambda: second.execute(f"select * from {call.query}")) as waiting:
            until_blocked(company, second.pid)
            first.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == sqlstate
    changed = {"core.users", "core.user_history", "core.recompute_queue", "audit.log", "audit.head"}
    after = company.snapshot()
    assert {table for table in after if after[table] != before[table]} <= changed
    # the change of the person, nothing else
    assert len(after["audit.log"]) == len(before["audit.log"]) + 1
