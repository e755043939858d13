"""Guards ``recert demo``: what it tells is true, it may run again, and it spares a real record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from psycopg.conninfo import conninfo_to_dict

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.demo.calls import Call, recert, record

USERS = 150
RUN_KEYS = [
    "training", "version", "campaign", "activated", "population", "created", "already_enrolled",
    "already_current", "inactive", "exempt", "evidence_superseded", "due_at", "plan_digest",
    "audit_seq", "dry_run",
]  # fmt: skip
OUTCOMES = ("created", "already_enrolled", "already_current", "inactive", "exempt")


class Ran(NamedTuple):
    """A database after two runs of the demo, and what was there after each."""

    dsn: str
    first: Call
    second: Call
    after_first: dict[str, list[str]]
    after_second: dict[str, list[str]]


@pytest.fixture(scope="module")
def ran(server: EmbeddedServer) -> Iterator[Ran]:
    """Two runs, on a database that has no schema at first. Tests only read it."""
    with copied(server, "template0") as dsn:
        arguments = ("--dsn", dsn, "demo", "--users", str(USERS), "--format", "json")
        calls, records = [], []
        for _ in range(2):
            calls.append(recert(*arguments))
            with Database.connect(dsn) as database:
                records.append(record(database))
        yield Ran(dsn, *calls, *records)


@pytest.fixture
def database(ran: Ran) -> Iterator[Database]:
    with Database.connect(ran.dsn) as database:
        yield database


@pytest.fixture
def copy(ran: Ran, server: EmbeddedServer) -> Iterator[Database]:
    """What two runs left, to go on with."""
    name = str(conninfo_to_dict(ran.dsn)["dbname"])
    with copied(server, name, "grown") as dsn, Database.connect(dsn) as database:
        yield database


def zeros(run: dict[str, Any]) -> bool:
    return all(run[name] == 0 for name in ("population", "evidence_superseded", *OUTCOMES))


def test_everybody_is_imported_by_the_front_door(ran: Ran, database: Database) -> None:
    told = ran.first.json()

    assert told["users"] == USERS
    assert database.value("select count(*) from core.users") == USERS
    assert database.value("select count(*) from core.users where attributes ? 'demo'") == USERS
    assert [row["kind"] for row in told["imports"]] == [
        "users", "trainings", "versions", "evidence", "assignments",
    ]  # fmt: skip
    for row in told["imports"]:
        assert row["read"] == row["inserted"] > 0
        assert row["rejected"] == row["skipped"] == row["updated"] == 0
        entry = database.row(
            "select action, payload from audit.log where seq = %s", row["audit_seq"]
        )
        assert entry["action"] == "import"
        assert f'"inserted": {row["inserted"]}' in entry["payload"]


@pytest.mark.rule(6, 7, 8, 9, 10, 12)
def test_the_plan_is_what_is_applied(ran: Ran, database: Database) -> None:
    told = ran.first.json()
    plan, applied = told["plan"], told["recertify"]

    assert list(applied) == RUN_KEYS
    assert plan["dry_run"]
    assert applied["activated"]
    assert applied["plan_digest"] == plan["plan_digest"]
    counts = ("population", "evidence_superseded", *OUTCOMES)
    assert {name: plan[name] for name in counts} == {name: applied[name] for name in counts}
    assert applied["population"] == sum(applied[name] for name in OUTCOMES) > 50
    assert applied["exempt"] == 1
    assert applied["inactive"] > 0
    assert applied["evidence_superseded"] > applied["population"]
    assert applied["campaign"] == "Recertification: Lockout/Tagout v3.2"
    assert (
        database.value(
            "select count(*) from core.assignments join core.campaigns as c using (campaign_id)"
            " where c.kind = 'recertification'"
        )
        == applied["created"] + told["late"]["recertify"]["created"]
    )


@pytest.mark.rule(11)
def test_late_records_join_and_nothing_is_done_twice(ran: Ran) -> None:
    told = ran.first.json()
    late = told["late"]

    assert late["import"]["inserted"] > 0
    assert late["recertify"]["created"] == late["import"]["inserted"]
    assert late["recertify"]["campaign"] == told["recertify"]["campaign"]
    assert list(told["again"]) == RUN_KEYS
    assert zeros(told["again"])
    assert told["again"]["audit_seq"] > late["recertify"]["audit_seq"]


def test_versions_wait_in_the_queue(ran: Ran) -> None:
    queue = ran.first.json()["queue"]

    assert ("Lockout/Tagout", "3.2") in {(task["training"], task["version"]) for task in queue}
    assert len(queue) == 3
    assert len(ran.second.json()["queue"]) == 2


@pytest.mark.rule(16)
def test_the_second_scan_changes_nothing(ran: Ran) -> None:
    overdue = ran.first.json()["overdue"]

    assert overdue["first"]["marked"] == overdue["first"]["overdue"] > 0
    assert (overdue["second"]["marked"], overdue["second"]["cleared"]) == (0, 0)
    assert overdue["second"]["overdue"] == overdue["first"]["overdue"]


def test_the_audit_log_fits_and_the_marts_are_built(ran: Ran, database: Database) -> None:
    told = ran.first.json()

    assert told["audit"]["is_intact"]
    assert told["marts"]["marts"]["mart_compliance.recertification_campaigns"] == 1
    standing = {row["compliance_status"]: row["people_and_trainings"] for row in told["compliance"]}
    assert standing["overdue"] == told["overdue"]["second"]["overdue"]
    assert sum(standing.values()) == database.value(
        "select count(*) from mart_compliance.user_training_status"
    )


def test_a_second_run_adds_nothing(ran: Ran) -> None:
    told = ran.second.json()

    assert ran.after_second == ran.after_first
    for row in (*told["imports"], told["late"]["import"]):
        assert row["skipped"] == row["read"] > 0
    assert told["submitted"] is None
    for run in (told["recertify"], told["late"]["recertify"], told["again"]):
        assert list(run) == RUN_KEYS
        assert zeros(run)
    assert told["plan"]["population"] == 0
    assert told["overdue"]["first"]["marked"] == 0
    assert told["audit"]["is_intact"]


def test_only_data_is_on_stdout_and_the_story_beside_it(ran: Ran) -> None:
    assert ran.first.out.lstrip().startswith("{")
    assert "Lockout/Tagout" in ran.first.err
    assert "\x1b" not in ran.first.err


def test_a_company_grows_and_tells_its_story_on_stdout(copy: Database) -> None:
    query = (
        "select count(*) from core.assignments as a join core.campaigns as c using (campaign_id)"
        " where c.kind = 'recertification'"
    )
    enrolled = copy.value(query)

    call = recert("--dsn", copy.dsn, "demo", "--users", "220")

    assert call.exit_code == 0, call.err
    assert "Lockout/Tagout" in call.out
    assert "\x1b" not in call.out
    assert copy.value("select count(*) from core.users") == 220
    # those who came with evidence on the old version joined the campaign that is there
    assert copy.value(query) > enrolled
    assert copy.value("select count(*) from core.campaigns where kind = 'recertification'") == 1


def test_it_ends_well_after_its_version_was_replaced(copy: Database) -> None:
    before = copy.value("select count(*) from core.users")
    copy.act_as("E-00012")
    copy.execute(
        "select * from api.submit_version('Lockout/Tagout', '3.3', '# 3.3', %s, %s)",
        ["SOP-017@D"],
        REASON,
    )
    copy.act_as("Q-001")
    copy.execute("select * from api.approve_version('Lockout/Tagout', '3.3', %s)", REASON)

    told = recert("--dsn", copy.dsn, "demo", "--users", "50", "--format", "json").json()

    assert told["plan"] is None
    for run in (told["recertify"], told["late"]["recertify"], told["again"]):
        assert list(run) == RUN_KEYS
        assert zeros(run)
    # a smaller company takes nobody away
    assert told["imports"][0]["skipped"] == 50
    assert copy.value("select count(*) from core.users") == before


def test_a_real_record_is_refused(database_of_others: Database) -> None:
    before = record(database_of_others)

    call = recert("--dsn", database_of_others.dsn, "demo", "--log-format", "json")

    assert call.exit_code == 6
    assert call.out == ""
    error = json.loads(call.err.splitlines()[-1])
    assert (error["exit_code"], error["sqlstate"]) == (6, "ZR208")
    assert error["detail"]
    assert error["hint"]
    assert record(database_of_others) == before


@pytest.fixture(params=["a person", "a person among the demo's", "trainings only"])
def database_of_others(request: pytest.FixtureRequest, dsn: str) -> Iterator[Database]:
    with Database.connect(dsn) as others:
        if request.param == "trainings only":
            others.training()
        else:
            others.user("E-1")
        if request.param == "a person among the demo's":
            others.user("E-00001", attributes='{"demo": "company"}')
        yield others


def test_a_real_record_is_refused_before_its_schema_is_touched(dsn: str) -> None:
    with Database.connect(dsn) as others:
        others.user("E-1")
        others.execute("delete from ops.objects where path = 'grants/roles.sql'")

        assert recert("--dsn", dsn, "demo").exit_code == 6

        assert not others.rows("select from ops.objects where path = 'grants/roles.sql'")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--users", "19"],
        ["--users", "many"],
        ["--oulad", ".", "--users", "50"],
        ["--oulad", "?"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    call = recert("demo", *arguments)

    assert call.exit_code == 2
    assert call.out == ""
