"""Activating later what was approved: who may, from which state, and that one stays in force."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.sessions import together

ACTIVATE = "select * from api.activate_version(%s, %s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1")
        database.user("X-1", "quality_admin", is_active=False)
        database.user("C-1", "corporate_admin")
        database.training()
        database.activate("1")
        database.evidence("E-1", "1")
        database.submit("2")
        database.approve("2", activate=False)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Version 1 in force, version 2 approved; what a test does is undone."""
    with shared.undone():
        shared.act_as("Q-1")
        yield shared


def unchanged(company: Database, sqlstate: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, ACTIVATE, *arguments)
    assert company.snapshot() == before


@pytest.mark.rule(4)
def test_the_approved_version_comes_into_force_and_the_former_one_goes(company: Database) -> None:
    row = company.row(ACTIVATE, "Lockout", "2", REASON)
    assert (row["training"], row["version"], row["activated"]) == ("Lockout", "2", True)
    assert (row["campaign"], row["population"], row["evidence_superseded"]) == (None, 0, 0)
    new = company.row("select * from core.training_versions where label = '2'")
    old = company.row("select * from core.training_versions where label = '1'")
    assert (new["state"], old["state"]) == ("active", "inactive")
    assert new["activated_at"] == old["deactivated_at"]
    assert new["activated_at"] > new["approved_at"]
    assert company.statuses() == {"E-1": [("1", "current")]}

    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["entity_id"], logged["change_reason"]) == (
        "activate_version",
        "Q-1",
        str(new["version_id"]),
        REASON,
    )
    assert json.loads(logged["payload"])["content_sha256"] == new["content_sha256"].hex()


@pytest.mark.rule(4, 6)
def test_what_was_activated_later_can_be_recertified(company: Database) -> None:
    company.row(ACTIVATE, "Lockout", "2", REASON)
    assert company.recertify("2", approver="C-1")["created"] == 1


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        pytest.param("E-1", "ZR304", id="employee"),
        pytest.param("A-1", "ZR306", id="author"),
        pytest.param("X-1", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
        pytest.param(None, "ZR304", id="system"),
    ],
)
def test_who_may_not_activate(company: Database, actor: str | None, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, "Lockout", "2", REASON)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    unchanged(company, "ZR101", "Lockout", "2", reason)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    row = company.row(ACTIVATE, "Lockout", "2", reason)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert logged["change_reason"] == json.loads(logged["payload"])["change_reason"] == reason
    # the reason of the approval stays what it was
    assert company.value("select change_reason from core.training_versions where label = '2'") == (
        REASON
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("state", ["draft", "pending_review", "rejected", "inactive"])
def test_from_these_states_nothing_is_activated(company: Database, state: str) -> None:
    company.imported_version("7", state)
    unchanged(company, "ZR204", "Lockout", "7", REASON)


@pytest.mark.rule(4)
def test_what_is_in_force_is_not_activated_again(company: Database) -> None:
    unchanged(company, "ZR204", "Lockout", "1", REASON)


@pytest.mark.parametrize(
    ("training", "label", "sqlstate"),
    [("Gowning", "2", "ZR201"), (None, "2", "ZR201"), ("Lockout", "9", "ZR202")],
)
def test_what_does_not_exist(
    company: Database, training: str | None, label: str, sqlstate: str
) -> None:
    unchanged(company, sqlstate, training, label, REASON)


@pytest.mark.rule(4)
def test_of_two_activations_at_once_one_follows_the_other(database: Database) -> None:
    database.deciders()
    database.training()
    database.activate("1")
    for label in ("2", "3"):
        database.submit(label)
        database.approve(label, activate=False)

    def activate(label: str) -> None:
        with Database.connect(database.dsn) as session:
            session.act_as("Q-1")
            session.execute(ACTIVATE, "Lockout", label, REASON)

    outcomes = together(lambda: activate("2"), lambda: activate("3"))
    assert not [outcome for outcome in outcomes if isinstance(outcome, psycopg.Error)]
    states = [database.state(label) for label in ("1", "2", "3")]
    assert states[0] == "inactive"
    assert sorted(states[1:]) == ["active", "inactive"]
    assert database.value("select is_intact from api.verify_audit_chain()")
