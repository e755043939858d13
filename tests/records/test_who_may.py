"""Which role may call which public function: the table of docs/security.md, tried row by row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.records.calls import CALLS, PEOPLE, Call, fill


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        yield database


@pytest.mark.rule(1)
def test_every_public_function_is_tried(shared: Database) -> None:
    functions = shared.rows(
        "select distinct proname as name from pg_proc where pronamespace = 'api'::regnamespace"
    )
    assert {row["name"] for row in functions} == {call.function for call in CALLS}


@pytest.mark.rule(1)
@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("call", CALLS, ids=str)
def test_who_may(shared: Database, call: Call, role: str) -> None:
    with shared.undone():
        shared.act_as(None)
        if call.before:
            shared.execute(call.before)
        shared.act_as(PEOPLE[role])
        if role in call.may:
            shared.execute(f"select * from {call.query}")
        else:
            shared.refuses("ZR304", f"select * from {call.query}")


#: Tell nothing of anybody, to whoever may execute them; or end what the transaction has begun.
ASK_NOBODY = {"check_invariants", "verify_audit_chain", "end_import"}


@pytest.mark.rule(1)
@pytest.mark.parametrize(("number", "sqlstate"), [("N-0", "ZR203"), ("X-0", "ZR305")])
@pytest.mark.parametrize(
    "call", [call for call in CALLS if call.function not in ASK_NOBODY], ids=str
)
def test_whoever_is_unknown_or_has_left_calls_nothing(
    shared: Database, call: Call, number: str, sqlstate: str
) -> None:
    with shared.undone():
        shared.act_as(None)
        shared.user("X-0", "corporate_admin", is_active=False)
        if call.before:
            shared.execute(call.before)
        shared.act_as(number)
        shared.refuses(sqlstate, f"select * from {call.query}")
