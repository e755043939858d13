"""Applying assignment rules: one assignment each, due when, for whom not, and again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.embedded import EmbeddedServer
from tests.chain import first_bad
from tests.company import Database, copied
from tests.functions.assigning import (
    assigned,
    assignments,
    change,
    exempt,
    manual_campaign,
    queue,
    recompute,
    rule,
)
from tests.functions.imports.loading import audited
from tests.functions.scoping import end_exemptions

RECOMPUTE = "select * from api.recompute_assignments(%s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        for role in ("employee", "team_lead", "auditor", "hr_admin", "corporate_admin"):
            database.user(role, role)
        database.user("H-2", "hr_admin", is_active=False)
        for number in ("E-1", "E-2", "E-3"):
            database.user(number, department="A")
        database.training(initial_due_offset_days=14)
        database.activate("1")
        database.act_as(None)
        recompute(database)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """E-1 to E-3 in department A and version 1 in force; nobody waits to be looked at."""
    with shared.undone():
        yield shared


@pytest.mark.rule(18, 20, 21)
def test_an_assignment_its_campaign_and_the_audit_row(company: Database) -> None:
    company.act_as("hr_admin")
    rule(company, department="A")
    row = recompute(company)
    people = company.value("select count(*) from core.users where is_active")
    assert (row["users"], row["rules"], row["created"], row["missed"]) == (people, 1, 3, 0)
    campaign = company.row("select * from core.campaigns where kind = 'rule'")
    assert campaign["version_id"] == company.version_id("1")
    assert campaign["created_by"] == company.user_id("hr_admin")
    for made in assignments(company):
        assert made["campaign_id"] == campaign["campaign_id"]
        assert (made["status"], made["assigned_at"]) == ("not_started", row["recomputed_at"])
        assert (made["started_at"], made["overdue_since"]) == (None, None)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"]) == ("recompute_assignments", "hr_admin")
    payload = json.loads(logged["payload"])
    assert (payload["users"], payload["rules"], payload["created"]) == (people, 1, 3)
    assert (payload["missed"], payload["queued_only"]) == (0, False)
    assert audited(company)[-2:] == ["import", "recompute_assignments"]
    assert first_bad(company.rows("select * from api.audit_log order by seq")) is None


@pytest.mark.rule(16, 18)
@pytest.mark.parametrize(("given", "days"), [("", 14), ("1", 1), ("3", 3), ("3650", 3650)])
def test_days_to_complete_beat_the_offset_of_the_training(
    company: Database, given: str, days: int
) -> None:
    company.execute("set local timezone = 'America/New_York'")
    rule(company, department="A", days_to_complete=given)
    recompute(company)
    for made in company.rows(
        "select extract(epoch from due_at - assigned_at) from core.assignments"
    ):
        assert list(made.values()) == [days * 24 * 3600]


@pytest.mark.rule(16, 18)
@pytest.mark.parametrize(
    ("times", "shortest", "days"),
    [
        ({"R": "9", "S": "5", "T": "7"}, "S", 5),
        ({"R": "20", "S": ""}, "S", 14),
        ({"R": "", "S": "13"}, "S", 13),
        ({"R": "5", "S": "5"}, "R", 5),
    ],
)
def test_of_several_rules_for_a_training_the_shortest_time_wins(
    company: Database, times: dict[str, str], shortest: str, days: int
) -> None:
    for name, given in times.items():
        rule(company, name, department="A", days_to_complete=given)
    assert recompute(company)["created"] == 3
    campaigns = [f"Rule: {shortest}"]
    assert assigned(company) == dict.fromkeys(("E-1", "E-2", "E-3"), campaigns)
    assert {row["due_at"] - row["assigned_at"] for row in assignments(company)} == {
        timedelta(days=days)
    }


@pytest.mark.rule(18)
@pytest.mark.parametrize("column", ["is_active", "auto_assign"])
def test_a_rule_that_assigns_nothing_takes_nothing_from_one_that_does(
    company: Database, column: str
) -> None:
    rule(company, department="A", days_to_complete="9")
    rule(company, "S", days_to_complete="1", **{column: "no"})
    row = recompute(company)
    assert (row["rules"], row["created"]) == (1, 3)
    assert assigned(company) == {number: ["Rule: R"] for number in ("E-1", "E-2", "E-3")}


@pytest.mark.rule(18)
@pytest.mark.parametrize("flag", ["current", "expired", "superseded"])
def test_who_was_trained_is_not_assigned(company: Database, flag: str) -> None:
    company.evidence("E-1", "1")
    if flag == "expired":
        company.execute("update core.evidence set recertification_status = 'expired'")
    company.activate("2")  # E-1 was trained on the former version
    if flag == "superseded":
        exempt(company, "E-1")
        company.recertify("2")
        end_exemptions(company)
    company.act_as(None)
    rule(company, department="A")
    recompute(company)
    assert "Rule: R" not in assigned(company).get("E-1", [])
    assert assigned(company)["E-2"] == ["Rule: R"]


@pytest.mark.rule(18)
@pytest.mark.parametrize("status", ["not_started", "in_progress", "completed"])
def test_who_was_assigned_the_training_is_not_assigned_again(
    company: Database, status: str
) -> None:
    manual_campaign(company, "Newcomers", "E-1")
    company.execute(
        "update core.assignments set status = %s, completed_at = %s",
        status,
        datetime.now(UTC) if status == "completed" else None,
    )
    before = assignments(company)
    rule(company, department="A")
    assert recompute(company)["created"] == 2
    assert [made for made in assignments(company) if made in before] == before
    assert assigned(company)["E-1"] == ["Newcomers"]


@pytest.mark.rule(18)
def test_an_assignment_of_another_training_is_in_nobodys_way(company: Database) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    manual_campaign(company, "Newcomers", "E-1", training="Gowning")
    company.evidence("E-2", "1", "Gowning")
    company.user("E-9")
    manual_campaign(company, "Newcomers", "E-9")
    rule(company, department="A")
    assert recompute(company)["created"] == 3


@pytest.mark.rule(18)
def test_inactive_and_exempt_people_are_not_assigned_and_are_once_they_are_neither(
    company: Database,
) -> None:
    change(company, "E-1", is_active=False)
    exempt(company, "E-2")
    rule(company, department="A")
    assert recompute(company)["created"] == 1
    assert set(assigned(company)) == {"E-3"}
    assert recompute(company)["created"] == 0

    change(company, "E-1", is_active=True)
    assert recompute(company)["created"] == 1
    end_exemptions(company)
    assert recompute(company)["created"] == 1
    assert set(assigned(company)) == {"E-1", "E-2", "E-3"}


@pytest.mark.rule(18)
def test_an_exemption_of_another_training_is_in_nobodys_way(company: Database) -> None:
    company.training("Gowning")
    exempt(company, "E-1", "Gowning")
    rule(company, department="A")
    assert recompute(company)["created"] == 3


@pytest.mark.rule(18, 20)
def test_a_second_run_adds_nothing_and_writes_its_own_audit_row(company: Database) -> None:
    rule(company, department="A")
    first = recompute(company)
    before = company.snapshot()
    again = recompute(company)
    assert (again["created"], again["missed"]) == (0, 0)
    assert again["audit_seq"] == first["audit_seq"] + 1
    for table, rows in company.snapshot().items():
        if not table.startswith("audit."):
            assert rows == before[table], table


@pytest.mark.rule(18)
@pytest.mark.parametrize("queued", [True, False])
def test_moving_away_and_back_duplicates_and_removes_nothing(
    company: Database, queued: bool
) -> None:
    rule(company, department="A")
    recompute(company)
    before = assignments(company)
    for department in ("B", "A", None, "A"):
        change(company, "E-1", department=department)
        assert recompute(company, queued=queued)["created"] == 0
        assert assignments(company) == before
    change(company, "employee", department="A")
    assert recompute(company, queued=queued)["created"] == 1


@pytest.mark.rule(18)
def test_a_changed_rule_moves_and_removes_nothing(company: Database) -> None:
    rule(company, department="A", days_to_complete="9")
    recompute(company)
    before = assignments(company)
    for columns in (
        {"days_to_complete": "3"},
        {"department": "B"},
        {"is_active": "no"},
        {"is_active": "yes", "department": "A", "days_to_complete": "1"},
    ):
        rule(company, **columns)
        assert recompute(company)["created"] == 0
        assert assignments(company) == before
    rule(company, "S", department="A", days_to_complete="1")
    assert recompute(company)["created"] == 0
    assert assignments(company) == before


@pytest.mark.rule(13, 18)
def test_a_newer_version_brings_no_second_assignment_but_newcomers_get_it(
    company: Database,
) -> None:
    rule(company, department="A")
    recompute(company)
    before = assignments(company)
    company.activate("2")
    company.user("E-9", department="A")
    company.act_as(None)
    assert recompute(company)["created"] == 1
    assert [made for made in assignments(company) if made in before] == before
    assert company.value(
        "select version_id from core.assignments join core.campaigns using (campaign_id)"
        " where user_id = %s",
        company.user_id("E-9"),
    ) == company.version_id("2")


@pytest.mark.rule(18)
def test_a_cancelled_assignment_of_a_rule_is_not_made_again(company: Database) -> None:
    rule(company, department="A")
    recompute(company)
    company.execute("update core.assignments set status = 'cancelled'")
    rule(company, "S", department="A", days_to_complete="1")
    before = assignments(company)
    assert recompute(company)["created"] == 0
    assert assignments(company) == before


@pytest.mark.rule(18)
def test_one_person_alone(company: Database) -> None:
    rule(company, department="A")
    change(company, "E-2", line="L1")
    row = recompute(company, "E-1")
    assert (row["users"], row["created"]) == (1, 1)
    assert set(assigned(company)) == {"E-1"}
    assert recompute(company, "E-1")["created"] == 0
    assert queue(company) == {"E-2"}
    # everybody still waits because of the rule
    assert recompute(company, queued=True)["created"] == 2


@pytest.mark.rule(14)
def test_what_others_missed_waits_for_them(company: Database) -> None:
    for number in ("E-1", "E-2"):
        exempt(company, number)
        company.evidence(number, "1")
    company.submit("2")
    company.approve("2", recertify_everyone=True)
    company.act_as(None)
    end_exemptions(company)
    assert recompute(company, "E-1")["missed"] == 1
    assert set(assigned(company)) == {"E-1"}
    assert recompute(company)["missed"] == 1


@pytest.mark.rule(18)
def test_one_person_who_has_left_gets_nothing(company: Database) -> None:
    change(company, "E-1", is_active=False)
    rule(company, department="A")
    row = recompute(company, "E-1")
    assert (row["users"], row["created"]) == (0, 0)
    assert assigned(company) == {}


@pytest.mark.rule(18)
def test_without_rules_nothing_happens_and_the_audit_row_says_so(company: Database) -> None:
    row = recompute(company)
    assert (row["rules"], row["created"], row["missed"]) == (0, 0, 0)
    payload = json.loads(
        company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    )
    assert (payload["rules"], payload["created"]) == (0, 0)


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("employee", "ZR304"),
        ("team_lead", "ZR304"),
        ("auditor", "ZR304"),
        pytest.param("H-2", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
    ],
)
def test_who_may_not_recompute(company: Database, actor: str, sqlstate: str) -> None:
    rule(company, department="A")
    company.act_as(actor)
    before = company.snapshot()
    for number, queued in ((None, False), ("E-1", False), (None, True)):
        company.refuses(sqlstate, RECOMPUTE, number, queued)
    assert company.snapshot() == before


@pytest.mark.parametrize("actor", ["hr_admin", "Q-1", "corporate_admin", None])
def test_who_may_recompute(company: Database, actor: str | None) -> None:
    rule(company, department="A")
    company.act_as(actor)
    assert recompute(company)["created"] == 3
    assert company.value("select actor from audit.log order by seq desc limit 1") == (
        actor or "system"
    )


def test_a_person_who_does_not_exist(company: Database) -> None:
    rule(company, department="A")
    before = company.snapshot()
    for number in ("N-1", ""):
        company.refuses("ZR203", RECOMPUTE, number, False)
    assert company.snapshot() == before
