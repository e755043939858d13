"""Granting an exemption: who may, to whom, until when, and what it is good for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.sessions import background, until_blocked

GRANT = "select * from api.grant_exemption(%s, %s, %s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        for role in ("employee", "team_lead", "hr_admin", "auditor"):
            database.user(role, role)
        database.user("X-1", "quality_admin", is_active=False)
        database.users("E-1")
        database.training()
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A decider acts; what a test does is undone."""
    with shared.undone():
        shared.act_as("Q-1")
        yield shared


@pytest.fixture
def until() -> datetime:
    return datetime.now(UTC) + timedelta(days=30)


def unchanged(company: Database, sqlstate: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, GRANT, *arguments)
    assert company.snapshot() == before


@pytest.mark.rule(10, 21)
def test_an_exemption_is_recorded_with_its_audit_row(company: Database, until: datetime) -> None:
    row = company.row(GRANT, "E-1", "Lockout", REASON, until)
    assert (row["employee_number"], row["training"], row["valid_until"]) == (
        "E-1",
        "Lockout",
        until,
    )
    exemption = company.row("select * from core.exemptions")
    assert exemption["exemption_id"] == row["exemption_id"]
    assert exemption["user_id"] == company.user_id("E-1")
    assert exemption["granted_by"] == company.user_id("Q-1")
    assert exemption["granted_at"] < until
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["entity_type"], logged["entity_id"]) == (
        "grant_exemption",
        "user",
        str(exemption["user_id"]),
    )
    payload = json.loads(logged["payload"])
    assert (payload["employee_number"], payload["training"]) == ("E-1", "Lockout")
    assert datetime.fromisoformat(payload["valid_until"]) == until


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("employee", "ZR304"),
        ("team_lead", "ZR304"),
        ("hr_admin", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("X-1", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
        pytest.param(None, "ZR304", id="system"),
    ],
)
def test_who_may_not_grant(
    company: Database, actor: str | None, sqlstate: str, until: datetime
) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, "E-1", "Lockout", REASON, until)


@pytest.mark.rule(1)
def test_nobody_grants_to_themselves(company: Database, until: datetime) -> None:
    unchanged(company, "ZR306", "Q-1", "Lockout", REASON, until)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None, until: datetime) -> None:
    unchanged(company, "ZR101", "E-1", "Lockout", reason, until)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str, until: datetime) -> None:
    row = company.row(GRANT, "E-1", "Lockout", reason, until)
    assert company.value("select reason from core.exemptions") == reason
    assert (
        company.value("select change_reason from audit.log where seq = %s", row["audit_seq"])
        == reason
    )


def test_who_and_what_does_not_exist(company: Database, until: datetime) -> None:
    unchanged(company, "ZR203", "N-1", "Lockout", REASON, until)
    unchanged(company, "ZR203", None, "Lockout", REASON, until)
    unchanged(company, "ZR201", "E-1", "Gowning", REASON, until)


def test_an_exemption_ends_in_the_future(company: Database) -> None:
    for moment in (None, datetime.now(UTC), datetime.now(UTC) - timedelta(days=1)):
        unchanged(company, "ZR102", "E-1", "Lockout", REASON, moment)


@pytest.mark.rule(10)
def test_an_exemption_is_for_one_training_and_one_person(
    company: Database, until: datetime
) -> None:
    company.users("E-2")
    company.training("Gowning")
    for training in ("Lockout", "Gowning"):
        company.activate("1", training)
        for number in ("E-1", "E-2"):
            company.evidence(number, "1", training)
        company.submit("2", training)
    company.act_as("Q-1")
    company.execute(GRANT, "E-1", "Lockout", REASON, until)
    company.execute(GRANT, "E-1", "Lockout", REASON, until)  # twice counts once
    lockout = company.approve("2", recertify_everyone=True)
    assert (lockout["exempt"], lockout["created"]) == (1, 1)
    assert company.assigned("2") == {"E-2": "not_started"}
    assert company.statuses()["E-1"] == [("1", "superseded")]
    gowning = company.approve("2", "Gowning", recertify_everyone=True)
    assert (gowning["exempt"], gowning["created"]) == (0, 2)


@pytest.fixture
def apart(database: Database) -> Database:
    """Version 1 in force with evidence of E-1, version 2 pending, in a database of its own."""
    database.deciders()
    database.users("E-1")
    database.training()
    database.activate("1")
    database.evidence("E-1", "1")
    database.submit("2")
    return database


@pytest.mark.rule(10)
def test_a_run_that_waited_for_the_grant_knows_of_it(apart: Database, until: datetime) -> None:
    with Database.connect(apart.dsn) as granting, Database.connect(apart.dsn) as approving:
        granting.act_as("Q-1")
        granting.execute("begin")
        granting.execute(GRANT, "E-1", "Lockout", REASON, until)
        with background(lambda: approving.approve("2", recertify_everyone=True)) as waiting:
            until_blocked(apart, approving.pid)
            granting.execute("commit")
        assert waiting.result()["exempt"] == 1


@pytest.mark.rule(10, 22)
def test_a_grant_that_waited_for_the_run_is_later_than_it(apart: Database, until: datetime) -> None:
    with Database.connect(apart.dsn) as granting, Database.connect(apart.dsn) as approving:
        granting.act_as("Q-1")
        approving.execute("begin")
        approving.submit("3")  # has the lock of the training
        with background(
            lambda: granting.execute(GRANT, "E-1", "Lockout", REASON, until)
        ) as waiting:
            until_blocked(apart, granting.pid)
            approving.approve("3", recertify_everyone=True)
            approving.execute("commit")
        waiting.result()
    assert apart.value("select granted_at > run_at from core.exemptions, core.recertification_runs")
    assert apart.assigned("3") == {"E-1": "not_started"}
