"""`recert daily` on a day when all goes well: its steps, their rows, and who may run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Recert, Result, call
from tests.cli.daily.a_day import EXPECTED, QUICK, STEPS, done, record, runs, schedule, states
from tests.company import Database, copied, login, login_name

DAILY = ["daily", "--no-marts", "--format", "json"]


@pytest.fixture(scope="module")
def day(server: EmbeddedServer, filled: str) -> Iterator[tuple[Database, Result]]:
    """The company after its first run, and what that printed: for tests that only look."""
    with copied(server, filled) as dsn, Database.connect(dsn) as database:
        assert done(database) == set()
        yield database, call(*DAILY, "--log-format", "json", "--dsn", dsn)


def test_each_step_does_its_work_in_order(day: tuple[Database, Result]) -> None:
    company, result = day
    assert result.code == 0, result.err
    assert [row["step"] for row in result.document] == QUICK
    assert {row["state"] for row in result.document} == {"succeeded"}
    for row in result.document:
        counts = {name: row["result"][name] for name in EXPECTED[row["step"]]}
        assert counts == EXPECTED[row["step"]], row["step"]
    assert done(company) == set(QUICK)
    # what a step made the later ones have seen: everybody who was enrolled is reminded
    assert [
        (row["employee_number"], row["training"], row["kind"], row["copy_to"])
        for row in company.rows(
            "select * from api.notifications order by employee_number, training"
        )
    ] == [
        ("E-1", "Forklift", "due_in_14_days", None),
        ("E-1", "Lockout", "due_in_14_days", None),
        ("E-2", "Lockout", "due_in_14_days", None),
        ("E-3", "Fire", "overdue", "M-1"),
    ]


def test_json_of_daily(day: tuple[Database, Result]) -> None:
    _, result = day
    for row in result.document:
        assert list(row) == ["step", "state", "seconds", "result", "sqlstate", "message"]
        assert row["seconds"] >= 0
        assert (row["sqlstate"], row["message"]) == (None, None)
    # one line a step on stderr, as it begins
    assert [(line["step"], line["level"]) for line in result.messages] == [
        (row["step"], "info") for row in result.document
    ]


def test_each_step_has_its_row(day: tuple[Database, Result]) -> None:
    company, result = day
    rows = runs(company)
    assert [(row["job"], row["step"], row["state"]) for row in rows] == [
        ("daily", step, "succeeded") for step in QUICK
    ]
    assert [row["result"] for row in rows] == [row["result"] for row in result.document]
    ends = [moment for row in rows for moment in (row["started_at"], row["finished_at"])]
    assert ends == sorted(ends)


@pytest.mark.rule(20)
def test_each_step_is_a_transaction_of_its_own(day: tuple[Database, Result]) -> None:
    company, _ = day
    written = company.rows(
        "select xmin::text as transaction, action, actor from audit.log"
        " where actor = 'system' and action <> 'import' order by seq"
    )
    assert [row["action"] for row in written] == [
        "scan_expiry",
        "recertify",
        "recompute_assignments",
        "scan_overdue",
    ]
    reminders = company.rows("select distinct xmin::text as transaction from core.notifications")
    rows = company.rows("select xmin::text as transaction from ops.job_runs")
    transactions = [row["transaction"] for row in (*written, *reminders, *rows)]
    assert len(set(transactions)) == len(transactions) == 2 * len(QUICK)


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "code"), [("E-1", 7), ("M-1", 7), ("X-1", 7), ("N-1", 6)], ids=str
)
def test_people_who_may_not_run_it(
    day: tuple[Database, Result], recert: Recert, actor: str, code: int
) -> None:
    company, _ = day
    before = company.snapshot()
    result = recert(company, *DAILY, "--as", actor)
    assert (result.code, result.out) == (code, "")
    assert company.snapshot() == before


@pytest.mark.rule(11, 16, 17, 18)
def test_a_second_run_on_the_same_day_changes_nothing(company: Database, recert: Recert) -> None:
    assert recert(company, *DAILY).code == 0
    before = record(company)
    seq = company.value("select max(seq) from audit.log")
    for _ in range(2):
        result = recert(company, *DAILY)
        assert result.code == 0
        for row in result.document:
            changes = [
                name
                for name, count in row["result"].items()
                if name in EXPECTED[row["step"]] and name != "overdue" and count
            ]
            assert changes == [], row["step"]
    assert record(company) == before
    assert states(company) == [(step, "succeeded") for step in QUICK] * 3
    # the scans say that they looked; nobody was recertified
    assert {
        row["action"]
        for row in company.rows("select distinct action from audit.log where seq > %s", seq)
    } == {"scan_expiry", "recompute_assignments", "scan_overdue"}
    assert company.value("select is_intact from api.verify_audit_chain()")


def test_a_day_without_work(database: Database, recert: Recert) -> None:
    before = record(database)
    result = recert(database, *DAILY)
    assert result.code == 0
    assert [(row["step"], row["state"]) for row in result.document] == [
        (step, "succeeded") for step in QUICK
    ]
    assert record(database) == before


@pytest.mark.rule(8, 20)
def test_a_stored_recertification_waits_for_its_day(company: Database, recert: Recert) -> None:
    later = schedule(company, "2", in_days=1)
    assert recert(company, *DAILY).document[1]["result"]["due"] == 1
    assert [
        (row["state"], row["ended_by"])
        for row in company.rows(
            "select * from core.scheduled_recertifications order by scheduled_recertification_id"
        )
    ] == [("done", None), ("planned", None)]
    run = company.row(
        "select * from audit.log where action = 'recertify' order by seq desc limit 1"
    )
    assert run["actor"] == "system"
    assert json.loads(run["payload"])["decided_by"] == "Q-1"
    assert later == company.value(
        "select scheduled_recertification_id from core.scheduled_recertifications"
        " where state = 'planned'"
    )


def test_stored_recertifications_are_done_the_oldest_first(
    company: Database, recert: Recert
) -> None:
    newer = schedule(company, "2", in_days=-1)
    older = schedule(company, "2", in_days=-2)
    assert recert(company, *DAILY).code == 0
    assert [
        row["scheduled_recertification_id"]
        for row in company.rows(
            "select scheduled_recertification_id from core.scheduled_recertifications"
            " order by run_id"
        )
    ][:2] == [older, newer]


# -- who may ------------------------------------------------------------------------------------


def test_a_scheduler_runs_it_as_system(company: Database, recert: Recert) -> None:
    with login(company.dsn, "recert_service", "recert_runner") as dsn:
        assert recert(*DAILY, "--dsn", dsn).code == 0
        assert recert("jobs", "--format", "json", "--dsn", dsn).code == 0
        assert {row["db_role"] for row in runs(company)} == {login_name(dsn)}
    assert done(company) == set(QUICK)


@pytest.mark.parametrize("actor", ["H-1", "Q-1"])
def test_people_who_may_run_it(company: Database, recert: Recert, actor: str) -> None:
    assert recert(company, *DAILY, "--as", actor).code == 0
    assert done(company) == set(QUICK)
    assert {
        row["actor"]
        for row in company.rows("select actor from audit.log where action = 'scan_overdue'")
    } == {actor}


# -- marts --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_the_marts_are_built_last(company: Database, recert: Recert) -> None:
    with login(company.dsn, "recert_service", "recert_runner", "recert_builder") as dsn:
        result = recert("daily", "--format", "json", "--dsn", dsn)
    assert result.code == 0, result.err
    assert [(row["step"], row["state"]) for row in result.document] == [
        (step, "succeeded") for step in STEPS
    ]
    assert states(company) == [(step, "succeeded") for step in STEPS]
    built = result.document[-1]["result"]
    assert built["marts"]["mart_compliance.recertification_campaigns"] >= 1
    assert built == runs(company)[-1]["result"]
    # they show what the steps before them did
    assert company.value("select count(*) from mart_compliance.user_training_status") > 0
    trail = "select count(*) from mart_audit.audit_trail where action = 'scan_overdue'"
    assert company.value(trail) == 1


def test_a_login_that_may_not_build_the_marts(company: Database, recert: Recert) -> None:
    with login(company.dsn, "recert_service", "recert_runner") as dsn:
        result = recert("daily", "--format", "json", "--dsn", dsn)
    assert result.code == 7
    assert [(row["step"], row["state"]) for row in result.document] == [
        *((step, "succeeded") for step in QUICK),
        ("marts", "failed"),
    ]
    assert result.document[-1]["sqlstate"] == "42501"
    assert (runs(company)[-1]["state"], runs(company)[-1]["sqlstate"]) == ("failed", "42501")
    assert done(company) == set(QUICK)


# -- forms --------------------------------------------------------------------------------------


def test_csv_and_tables(company: Database, recert: Recert) -> None:
    shown = recert(company, "daily", "--no-marts")
    assert shown.code == 0
    lines = shown.out.splitlines()
    assert [line.split()[0] for line in lines] == ["step", *QUICK]

    written = recert(company, "daily", "--no-marts", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert [row["step"] for row in rows] == QUICK
    assert list(rows[0]) == ["step", "state", "seconds", "result", "sqlstate", "message"]
