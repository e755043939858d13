"""Signing while completing: what the signature says, word for word, and that it stays."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.company import Database, moved
from tests.functions.completing import COMPLETE, complete, last_audit, unchanged


def stored(company: Database) -> dict[str, object]:
    return company.row("select * from core.signatures")


@pytest.mark.rule(22)
@pytest.mark.parametrize("method", ["click_to_confirm", "drawn", "re_authenticated"])
@pytest.mark.parametrize("training", ["Lockout", "Gowning"])
def test_a_signature_is_stored_as_it_was_shown(
    company: Database, training: str, method: str
) -> None:
    """A training that needs none takes one, too."""
    row = complete(company, "E-1", training, method=method)
    signature = stored(company)
    assert signature["user_id"] == company.user_id("E-1")
    assert (signature["signature_id"], signature["evidence_id"]) == (
        row["signature_id"],
        row["evidence_id"],
    )
    assert (signature["method"], signature["manifestation"]) == (method, row["manifestation"])
    assert signature["signed_at"] == row["completed_at"]
    # none where the session came by a local socket
    assert signature["client_addr"] == company.value("select inet_client_addr()")


@pytest.mark.parametrize("name", ["Person E-1", 'Zoë %s O\'Neill "安全" \\n $$ {}'])
def test_the_text_holds_name_number_training_version_and_time(company: Database, name: str) -> None:
    company.execute("update core.users set full_name = %s where employee_number = 'E-1'", name)
    company.execute("set local timezone = 'America/New_York'")
    row = complete(company, "E-1", method="drawn")
    moment = row["completed_at"].astimezone(UTC)
    for part in (name, "E-1", "Lockout", "2", moment.strftime("%Y-%m-%d %H:%M:%S")):
        assert part in row["manifestation"]


@pytest.mark.rule(19)
def test_later_names_change_nothing_of_it(company: Database) -> None:
    complete(company, "E-1", "Gowning", score=80, method="drawn")
    before = stored(company)
    company.execute("update core.users set full_name = 'Somebody else' where user_id > 0")
    company.execute("update core.trainings set name = name || ' new'")
    company.submit("2", "Gowning new")
    company.approve("2", "Gowning new", recertify_everyone=True)
    assert stored(company) == before
    assert company.statuses("Gowning new") == {"E-1": [("1", "superseded")]}


@pytest.mark.rule(19)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_nobody_edits_or_removes_it(company: Database, role: str | None) -> None:
    complete(company, "E-1", method="drawn")
    if role:
        company.execute(f"set local role {role}")
    for change in (
        "manifestation = 'I agree'",
        "method = 're_authenticated'",
        "client_addr = '192.0.2.1'",
        moved("signed_at", "-1 s"),
    ):
        company.refuses("ZR301", f"update core.signatures set {change}")
    company.refuses("ZR301", "delete from core.signatures")
    company.refuses("ZR301", "truncate core.signatures")


@pytest.mark.parametrize("method", ["", "fax", "Drawn", " drawn"])
def test_another_way_to_sign_is_refused(company: Database, method: str) -> None:
    company.act_as("E-1")
    for training in ("Lockout", "Gowning"):
        unchanged(company, "ZR102", COMPLETE, training, None, 80, method)


@pytest.mark.rule(20, 21)
def test_completing_and_signing_are_two_rows_of_the_audit_log(company: Database) -> None:
    row = complete(company, "E-1", score=80, method="drawn")
    completed, signed = last_audit(company, 2)
    assert (completed["action"], signed["action"]) == ("complete_training", "sign_evidence")
    assert signed["seq"] == row["audit_seq"] == completed["seq"] + 1
    assert completed["entity_id"] == signed["entity_id"] == str(row["evidence_id"])
    assert {completed["actor"], signed["actor"]} == {"E-1"}
    payload = signed["payload"]
    assert payload["manifestation"] == row["manifestation"]
    assert (payload["method"], payload["signature_id"]) == ("drawn", row["signature_id"])
    assert company.value("select is_intact from api.verify_audit_chain()")
