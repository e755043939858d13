"""Making somebody active again: who may, why, and what is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.assigning import recompute, rule
from tests.functions.reasons import TOO_SHORT, VERBATIM

REACTIVATE = "select * from api.reactivate_user(%s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        for role in ("employee", "team_lead", "auditor", "hr_admin", "corporate_admin"):
            database.user(role, role)
        database.user("H-2", "hr_admin", is_active=False)
        database.user("E-1", is_active=False)
        database.users("E-2")
        database.training()
        database.activate("1")
        database.act_as(None)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """E-1 has left, E-2 has not."""
    with shared.undone():
        yield shared


def unchanged(company: Database, sqlstate: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, REACTIVATE, *arguments)
    assert company.snapshot() == before


@pytest.mark.rule(14, 20, 21)
def test_the_person_the_history_and_the_audit_row(company: Database) -> None:
    rule(company)
    company.act_as("hr_admin")
    former = company.row("select * from core.users where employee_number = 'E-1'")
    row = company.row(REACTIVATE, "E-1", REASON)

    assert (row["user_id"], row["employee_number"]) == (former["user_id"], "E-1")
    assert row["assigned"] == 1
    person = company.row("select * from core.users where employee_number = 'E-1'")
    assert person == former | {"is_active": True}
    history = company.row("select * from core.user_history")
    assert history["user_id"] == former["user_id"]
    assert history["record"]["is_active"] is False
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"]) == ("reactivate_user", "hr_admin")
    assert logged["change_reason"] == REASON
    payload = json.loads(logged["payload"])
    assert payload["employee_number"] == "E-1"
    assert (payload["before"], payload["after"]) == ({"is_active": False}, {"is_active": True})
    assert payload["assigned"] == ["Rule: R"]
    assert company.value("select count(*) from audit.log where action = 'reactivate_user'") == 1
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(14)
def test_nothing_was_missed(company: Database) -> None:
    row = company.row(REACTIVATE, "E-1", REASON)
    assert row["assigned"] == 0
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    assert json.loads(payload)["assigned"] == []


@pytest.mark.rule(14)
def test_who_is_active_is_not_made_active_again(company: Database) -> None:
    unchanged(company, "ZR209", "E-2", REASON)
    company.execute(REACTIVATE, "E-1", REASON)
    unchanged(company, "ZR209", "E-1", REASON)


def test_who_does_not_exist(company: Database) -> None:
    for number in ("N-1", "", None):
        unchanged(company, "ZR203", number, REASON)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    unchanged(company, "ZR101", "E-1", reason)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    row = company.row(REACTIVATE, "E-1", reason)
    kept = company.value("select change_reason from audit.log where seq = %s", row["audit_seq"])
    assert kept == reason


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("employee", "ZR304"),
        ("team_lead", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("H-2", "ZR305", id="inactive"),
        pytest.param("E-1", "ZR305", id="the person"),
        pytest.param("N-1", "ZR203", id="unknown"),
    ],
)
def test_who_may_not(company: Database, actor: str, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, "E-1", REASON)


@pytest.mark.parametrize("actor", ["hr_admin", "Q-1", "corporate_admin", None])
def test_who_may(company: Database, actor: str | None) -> None:
    company.act_as(actor)
    row = company.row(REACTIVATE, "E-1", REASON)
    logged = company.value("select actor from audit.log where seq = %s", row["audit_seq"])
    assert logged == (actor or "system")


@pytest.mark.rule(20)
def test_without_an_audit_row_nobody_comes_back(company: Database) -> None:
    rule(company)
    recompute(company)
    company.execute("create schema trap")
    company.execute(
        "create function trap.spring() returns trigger language plpgsql as"
        " $$ begin raise exception using errcode = 'ZR999', detail = 'd', hint = 'h'; end $$"
    )
    company.execute(
        "create trigger trap before insert on audit.log for each row execute function trap.spring()"
    )
    unchanged(company, "ZR999", "E-1", REASON)
