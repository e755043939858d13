"""Launching a campaign: what is recorded, who may, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.company import REASON, Database
from tests.functions.completing import (
    broken,
    create,
    created,
    in_days,
    last_audit,
    statuses,
    unchanged,
)
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.sessions import background, together, until_blocked

E_1: dict[str, Any] = {"employee_numbers": ["E-1"]}


@pytest.mark.rule(16, 22)
def test_a_campaign_is_recorded_with_its_own_due_date(company: Database) -> None:
    company.execute("set local timezone = 'America/New_York'")
    due_at = datetime(2031, 3, 9, 7, 30, 0, 123456, tzinfo=UTC)
    before = company.value("select clock_timestamp()")
    row = create(company, name="\t Spring \u00a0", due_at=due_at, employee_numbers=["E-1", "E-2"])

    campaign = company.row("select * from core.campaigns")
    assert (row["campaign_id"], row["campaign"]) == (campaign["campaign_id"], "Spring")
    assert (row["training"], row["version"], row["due_at"]) == ("Lockout", "2", due_at)
    assert (row["population"], row["created"]) == (2, 2)
    assert (campaign["name"], campaign["kind"]) == ("Spring", "manual")
    assert campaign["version_id"] == company.version_id("2")
    assert (campaign["due_at"], campaign["is_imported"]) == (due_at, False)
    assert campaign["created_by"] == company.user_id("Q-1")

    # the training's 14 days say nothing here
    assignments = company.rows("select * from core.assignments order by user_id")
    assert [one["user_id"] for one in assignments] == [company.user_id(n) for n in ("E-1", "E-2")]
    for one in assignments:
        assert (one["status"], one["due_at"]) == ("not_started", due_at)
        assert before < one["assigned_at"] < company.value("select clock_timestamp()")
        assert (one["started_at"], one["completed_at"], one["overdue_since"]) == (None, None, None)
        assert not one["is_imported"]

    launch = company.row("select * from core.campaign_launches")
    assert launch["campaign_id"] == campaign["campaign_id"]
    assert launch["launched_by"] == company.user_id("Q-1")
    assert launch["launched_at"] == assignments[0]["assigned_at"]
    assert launch["audience"] == {"employee_numbers": ["E-1", "E-2"]}
    assert (launch["population"], launch["created"]) == (2, 2)
    assert launch["audit_seq"] == row["audit_seq"]


@pytest.mark.rule(16)
def test_overdue_is_told_from_the_campaigns_due_date_and_the_trainings_grace(
    company: Database,
) -> None:
    company.execute("update core.trainings set overdue_grace_days = 3 where name = 'Lockout'")
    create(company, due_at=in_days(2), employee_numbers=["E-1", "E-2"])
    company.act_as(None)
    for number, days in (("E-1", 4), ("E-2", 2)):
        company.execute(
            "update core.assignments set due_at = now() - %s * interval '24 h' where user_id = %s",
            days,
            company.user_id(number),
        )
    company.execute("select api.scan_overdue()")
    overdue = company.rows("select * from api.assignments where overdue_since is not null")
    assert [row["employee_number"] for row in overdue] == ["E-1"]
    assert overdue[0]["overdue_since"] - overdue[0]["due_at"] == timedelta(days=3)


@pytest.mark.rule(20, 21)
def test_the_audit_row_tells_to_whom_it_was_addressed_and_all_counts(company: Database) -> None:
    company.evidence("E-2", "2")
    seq = company.value("select max(seq) from audit.log")
    row = create(company, "H-1", employee_numbers=["E-1", "E-2", "X-1"], due_at=in_days(9))
    (logged,) = last_audit(company)
    assert (row["audit_seq"], logged["seq"]) == (seq + 1, seq + 1)
    assert (logged["actor"], logged["action"]) == ("H-1", "create_campaign")
    assert (logged["entity_id"], logged["change_reason"]) == (str(row["campaign_id"]), REASON)
    payload = logged["payload"]
    counts = ("population", "created", "already_current", "inactive", "exempt")
    assert [payload[name] for name in counts] == [3, 1, 1, 1, 0]
    assert [row[name] for name in counts] == [3, 1, 1, 1, 0]
    assert (payload["training"], payload["version"]) == ("Lockout", "2")
    assert payload["audience"] == {"employee_numbers": ["E-1", "E-2", "X-1"]}
    assert datetime.fromisoformat(payload["due_at"]) == row["due_at"]
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    company.act_as("Q-1")
    unchanged(company, "ZR101", *created(E_1, reason=reason))


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    create(company, reason=reason, **E_1)
    assert company.value("select change_reason from core.campaign_launches") == reason
    assert last_audit(company)[0]["change_reason"] == reason


@pytest.mark.parametrize("actor", ["H-1", "Q-1", "C-1"])
def test_who_may(company: Database, actor: str) -> None:
    assert create(company, actor, **E_1)["created"] == 1


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        (None, "ZR304"),
        ("E-1", "ZR304"),
        ("M-1", "ZR304"),
        ("L-1", "ZR304"),
        ("U-1", "ZR304"),
        ("N-1", "ZR203"),
        ("X-1", "ZR305"),
    ],
)
def test_who_may_not(company: Database, actor: str | None, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, *created(E_1))


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    "due_at", [None, "-infinity", "infinity", "1999-12-31", "now", "2 seconds ago"]
)
def test_a_due_date_is_in_the_future(company: Database, due_at: str | None) -> None:
    company.act_as("Q-1")
    moment: Any = due_at
    if due_at == "2 seconds ago":
        moment = datetime.now(UTC) - timedelta(seconds=2)
    unchanged(company, "ZR102", *created(E_1, due_at=moment))


@pytest.mark.parametrize("name", [None, "", " \u00a0\t", "x" * 201])
def test_a_name_is_given_and_short(company: Database, name: str | None) -> None:
    company.act_as("Q-1")
    unchanged(company, "ZR102", *created(E_1, name=name))
    assert create(company, name="x" * 200, **E_1)["created"] == 1


@pytest.mark.parametrize(
    ("training", "sqlstate"),
    [("Running", "ZR201"), ("lockout", "ZR201"), (None, "ZR201"), ("Fire", "ZR204")],
)
def test_a_training_that_cannot_be_assigned(
    company: Database, training: str | None, sqlstate: str
) -> None:
    company.act_as("Q-1")
    unchanged(company, sqlstate, *created(E_1, training=training))


@pytest.mark.rule(7)
def test_a_name_is_new_within_the_version_and_its_kind(company: Database) -> None:
    first = create(company, **E_1)
    for again in ("Spring", " Spring "):
        unchanged(company, "ZR209", *created({"employee_numbers": ["E-2"]}, name=again))
    others = [
        create(company, name="spring", **E_1),
        create(company, training="Gowning", **E_1),
    ]
    company.evidence("E-2", "1")
    recertification = company.recertify("2")["campaign"]
    others.append(create(company, name=recertification, **E_1))
    company.activate("3")
    others.append(create(company, **E_1))
    assert len({row["campaign_id"] for row in [first, *others]}) == 5
    assert others[-1]["version"] == "3"
    assert statuses(company, "E-1") == ["not_started"] * 4


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("event", "table"),
    [
        ("insert", "audit.log"),
        ("update", "audit.head"),
        ("insert", "core.campaign_launches"),
        pytest.param(
            "insert",
            "core.campaign_exceptions",
            marks=pytest.mark.one_server("an error of a node comes as XX000 there"),
        ),
    ],
)
def test_a_campaign_its_assignments_and_audit_row_are_all_or_nothing(
    company: Database, event: str, table: str
) -> None:
    query = created({"employee_numbers": ["E-1", "X-1"]})
    company.act_as("Q-1")
    with broken(company, event, table):
        unchanged(company, "53100", *query)
    assert company.row(*query)["created"] == 1


@pytest.mark.rule(19)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_what_was_launched_stays(company: Database, role: str | None) -> None:
    create(company, employee_numbers=["E-1", "X-1"])
    if role:
        company.execute(f"set local role {role}")
    for table, column in {
        "core.campaigns": "due_at",
        "core.campaign_launches": "audience",
        "core.campaign_exceptions": "outcome",
    }.items():
        company.refuses("ZR301", f"update {table} set {column} = {column}")
        company.refuses("ZR301", f"delete from {table}")
        company.refuses("ZR301", f"truncate {table} cascade")


# -- beside other sessions ------------------------------------------------------------------


def test_of_two_campaigns_of_one_name_at_once_one_is_made(apart: Database) -> None:
    def creating() -> Any:
        with Database.connect(apart.dsn) as session:
            return create(session, **E_1)["created"]

    outcomes = together(creating, creating)
    assert [one for one in outcomes if one == 1] == [1]
    (error,) = [one for one in outcomes if isinstance(one, psycopg.Error)]
    assert error.sqlstate == "ZR209"
    assert statuses(apart, "E-1") == ["not_started"]


@pytest.mark.parametrize(
    ("change", "sqlstate"), [("role = 'employee'", "ZR304"), ("is_active = false", "ZR305")]
)
def test_whoever_loses_the_right_meanwhile_launches_nothing(
    apart: Database, change: str, sqlstate: str
) -> None:
    with Database.connect(apart.dsn) as personnel, Database.connect(apart.dsn) as creating:
        personnel.execute("begin")
        personnel.execute("select core._lock_people(true)")  # as an import of users does
        personnel.execute(f"update core.users set {change} where employee_number = 'H-1'")
        with background(lambda: create(creating, "H-1", **E_1)) as waiting:
            until_blocked(apart, creating.pid)
            personnel.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == sqlstate
    assert statuses(apart, "E-1") == []


@pytest.mark.rule(4, 13)
def test_a_campaign_that_waits_for_an_approval_assigns_what_that_left_in_force(
    apart: Database,
) -> None:
    apart.submit("3")
    with Database.connect(apart.dsn) as approving, Database.connect(apart.dsn) as creating:
        approving.execute("begin")
        approving.approve("3")
        with background(lambda: create(creating, **E_1)) as waiting:
            until_blocked(apart, creating.pid)
            approving.execute("commit")
        assert waiting.result()["version"] == "3"
