"""Signing evidence: one's own, once, for good, whatever other sessions do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from tests.company import Database
from tests.functions.completing import SIGN, broken, complete, last_audit, sign, unchanged
from tests.sessions import background, together, until_blocked


def signed(company: Database) -> list[int]:
    """The evidence_id of each signature."""
    rows = company.rows("select evidence_id from core.signatures order by evidence_id")
    return [row["evidence_id"] for row in rows]


@pytest.mark.rule(20, 21, 22)
def test_a_signature_is_recorded_with_its_audit_row(company: Database) -> None:
    done = complete(company, "E-1", score=80)
    evidence = company.row("select * from core.evidence")
    company.execute("set local timezone = 'Asia/Tokyo'")
    before = company.value("select clock_timestamp()")
    row = sign(company, "E-1", method="re_authenticated")

    signature = company.row("select * from core.signatures")
    assert (row["employee_number"], row["training"], row["version"]) == ("E-1", "Lockout", "2")
    assert row["evidence_id"] == signature["evidence_id"] == done["evidence_id"]
    assert row["manifestation"] == signature["manifestation"]
    assert row["signature_method"] == signature["method"] == "re_authenticated"
    assert row["signed_at"] == signature["signed_at"]
    assert before < row["signed_at"] < company.value("select clock_timestamp()")
    for part in (
        "Person E-1",
        "E-1",
        "Lockout",
        "2",
        done["completed_at"].astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        row["signed_at"].astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
    ):
        assert part in row["manifestation"]
    assert company.row("select * from core.evidence") == evidence

    (logged,) = last_audit(company)
    assert (logged["seq"], logged["actor"]) == (row["audit_seq"], "E-1")
    assert (logged["action"], logged["entity_id"]) == ("sign_evidence", str(done["evidence_id"]))
    assert logged["payload"]["manifestation"] == row["manifestation"]
    assert logged["payload"]["method"] == "re_authenticated"


def test_the_latest_is_signed_and_a_second_call_signs_nothing_older(company: Database) -> None:
    company.evidence("E-1", "1")
    company.evidence("E-1", "1", completed_at=datetime(2025, 1, 5, tzinfo=UTC))
    new = complete(company, "E-1")["evidence_id"]
    complete(company, "E-2")
    assert sign(company, "E-1")["evidence_id"] == new
    company.act_as("E-1")
    unchanged(company, "ZR209", SIGN, "Lockout", "drawn", None)
    assert signed(company) == [new]


def test_older_evidence_is_signed_by_its_number(company: Database) -> None:
    old = company.evidence("E-1", "1")
    complete(company, "E-1")
    row = sign(company, "E-1", evidence_id=old)
    assert (row["evidence_id"], row["version"]) == (old, "1")
    assert signed(company) == [old]


@pytest.mark.rule(9, 19)
def test_a_signature_on_superseded_evidence_leaves_it_as_it_is(company: Database) -> None:
    complete(company, "E-1")
    company.submit("3")
    company.approve("3", recertify_everyone=True)
    evidence = company.row("select * from core.evidence")
    sign(company, "E-1")
    assert company.row("select * from core.evidence") == evidence
    assert company.assigned("3") == {"E-1": "not_started"}  # signing the old is not doing the new


@pytest.mark.rule(19)
def test_what_is_signed_is_not_signed_again(company: Database) -> None:
    first = complete(company, "E-1", method="drawn")["evidence_id"]
    company.act_as("E-1")
    unchanged(company, "ZR209", SIGN, "Lockout", "click_to_confirm", None)
    unchanged(company, "ZR209", SIGN, "Lockout", "drawn", first)
    second = complete(company, "E-1")["evidence_id"]
    unchanged(company, "ZR209", SIGN, "Lockout", "drawn", first)
    assert sign(company, "E-1")["evidence_id"] == second


def test_evidence_of_others_and_of_other_trainings_is_none_to_sign(company: Database) -> None:
    theirs = complete(company, "E-2")["evidence_id"]
    managed = complete(company, "M-1", of="E-1")["evidence_id"]
    gowning = complete(company, "E-1", "Gowning", method="drawn")["evidence_id"]
    for actor, evidence_id in [
        ("M-1", None),
        ("M-1", managed),
        ("H-1", theirs),
        ("Q-1", managed),
        ("E-1", theirs),
        ("E-1", gowning),
        ("E-1", 0),
        ("E-1", 2**62),
    ]:
        company.act_as(actor)
        unchanged(company, "ZR211", SIGN, "Lockout", "drawn", evidence_id)
    assert sign(company, "E-1")["evidence_id"] == managed  # completed by another, signed oneself


@pytest.mark.parametrize(
    ("actor", "training", "method", "sqlstate"),
    [
        (None, "Lockout", "drawn", "ZR304"),
        ("X-1", "Lockout", "drawn", "ZR305"),
        ("N-1", "Lockout", "drawn", "ZR203"),
        ("E-1", "Running", "drawn", "ZR201"),
        ("E-1", None, "drawn", "ZR201"),
        ("E-1", "Fire", "drawn", "ZR211"),
        ("E-1", "Lockout", "fax", "ZR102"),
        ("E-1", "Lockout", "", "ZR102"),
        ("E-1", "Lockout", None, "ZR102"),
    ],
)
def test_bad_input(
    company: Database, actor: str | None, training: str | None, method: str | None, sqlstate: str
) -> None:
    company.evidence("E-1", "2")
    company.evidence("X-1", "2")
    company.act_as(actor)
    unchanged(company, sqlstate, SIGN, training, method, None)


@pytest.mark.rule(20)
@pytest.mark.parametrize(("event", "table"), [("insert", "audit.log"), ("update", "audit.head")])
def test_without_its_audit_row_nothing_is_signed(company: Database, event: str, table: str) -> None:
    complete(company, "E-1")
    with broken(company, event, table):
        unchanged(company, "53100", SIGN, "Lockout", "drawn", None)
    sign(company, "E-1")


@pytest.mark.rule(19)
@pytest.mark.parametrize("end", ["commit", "rollback"])
@pytest.mark.parametrize("named", [True, False], ids=["by number", "the latest"])
def test_of_two_sessions_that_sign_one_succeeds(apart: Database, end: str, named: bool) -> None:
    evidence_id = complete(apart, "E-1")["evidence_id"]
    arguments = ("Lockout", "drawn", evidence_id if named else None)
    with Database.connect(apart.dsn) as first, Database.connect(apart.dsn) as second:
        for session in (first, second):
            session.act_as("E-1")
        first.execute("begin")
        first.row(SIGN, *arguments)
        with background(lambda: second.row(SIGN, *arguments)) as waiting:
            until_blocked(apart, second.pid)
            first.execute(end)
        error = waiting.exception()
    if end == "commit":
        assert isinstance(error, psycopg.Error)
        assert error.sqlstate == "ZR209"
    assert (error is None) == (end == "rollback")
    assert signed(apart) == [evidence_id]


@pytest.mark.rule(19, 20)
def test_many_sessions_that_sign_at_once_sign_once(apart: Database) -> None:
    evidence = [complete(apart, "E-1")["evidence_id"] for _ in range(2)][1:]

    def signing() -> Any:
        with Database.connect(apart.dsn) as session:
            return sign(session, "E-1")["evidence_id"]

    outcomes = together(*[signing] * 4)
    assert sorted(one for one in outcomes if isinstance(one, int)) == evidence
    errors = [one for one in outcomes if isinstance(one, psycopg.Error)]
    assert [error.sqlstate for error in errors] == ["ZR209"] * 3
    assert signed(apart) == evidence
    assert apart.value("select is_intact from api.verify_audit_chain()")
