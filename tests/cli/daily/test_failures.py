"""`recert daily` when steps fail: each is reported, and stops only those that need it."""

from __future__ import annotations

import pytest

from tests.cli.calling import Recert
from tests.cli.daily.a_day import QUICK, done, runs, schedule, states
from tests.company import Database, login

DAILY = ["daily", "--no-marts", "--format", "json"]

#: What each step calls, and the steps that cannot be right without it.
FUNCTIONS = {
    "expiry_scan": ("api.scan_expiry()", ()),
    "scheduled_recertifications": ("api.run_scheduled_recertification(bigint)", ()),
    "recompute": ("api.recompute_assignments(text, boolean)", ()),
    "overdue_scan": ("api.scan_overdue()", ("reminders",)),
    "reminders": ("api.write_reminders()", ()),
}


def refuse(database: Database, table: str, event: str, sqlstate: str, when: str = "true") -> None:
    """Have the database refuse what a step is about to write, with this SQLSTATE."""
    database.execute(
        f"create or replace function public.refuse_{event}() returns trigger language plpgsql as"
        f" $$ begin raise exception 'refused by the test' using errcode = '{sqlstate}'; end $$;"
        f" create or replace trigger refused_by_the_test before {event} on {table}"
        f" for each row when ({when}) execute function public.refuse_{event}()"
    )


@pytest.mark.parametrize("failing", QUICK)
def test_a_failed_step_stops_only_those_that_need_it(
    company: Database, recert: Recert, failing: str
) -> None:
    function, dependants = FUNCTIONS[failing]
    company.execute(f"revoke execute on function {function} from recert_runner")
    with login(company.dsn, "recert_service", "recert_runner") as dsn:
        result = recert(*DAILY, "--dsn", dsn)
        assert result.code == 7

        expected = [
            (
                step,
                "failed" if step == failing else "skipped" if step in dependants else "succeeded",
            )
            for step in QUICK
        ]
        assert [(row["step"], row["state"]) for row in result.document] == expected
        assert states(company) == expected
        assert done(company) == {step for step, state in expected if state == "succeeded"}
        row = next(row for row in runs(company) if row["step"] == failing)
        told = next(row for row in result.document if row["step"] == failing)
        assert (row["sqlstate"], row["result"]) == ("42501", None)
        assert row["message"]
        assert (told["sqlstate"], told["message"]) == (row["sqlstate"], row["message"])
        for step in dependants:
            skipped = next(row for row in runs(company) if row["step"] == step)
            assert (skipped["sqlstate"], skipped["result"]) == (None, None)
            assert skipped["message"]
        assert "42501" in result.err
        assert "Traceback" not in result.err

        # mended, the same command does the rest
        company.execute(f"grant execute on function {function} to recert_runner")
        assert recert(*DAILY, "--dsn", dsn).code == 0
    assert done(company) == set(QUICK)


def test_the_exit_code_is_that_of_the_error(company: Database, recert: Recert) -> None:
    codes = {"ZR102": 5, "ZR209": 6, "ZR304": 7, "40P01": 75, "53100": 3, "22012": 1}
    for sqlstate, code in codes.items():
        refuse(company, "core.notifications", "insert", sqlstate)
        result = recert(company, *DAILY)
        assert result.code == code, sqlstate
        last = runs(company)[-1]
        assert (last["step"], last["state"], last["sqlstate"]) == ("reminders", "failed", sqlstate)
        assert last["message"]
        assert result.document[-1]["sqlstate"] == sqlstate
        assert "Traceback" not in result.err


def test_of_several_failures_the_first_gives_the_exit_code(
    company: Database, recert: Recert
) -> None:
    refuse(company, "core.evidence", "update", "40P01", "new.recertification_status = 'expired'")
    refuse(company, "core.notifications", "insert", "ZR304")
    result = recert(company, *DAILY, "--log-format", "json")
    assert result.code == 75
    assert [(row["state"], row["sqlstate"]) for row in runs(company)] == [
        ("failed", "40P01"),
        ("succeeded", None),
        ("succeeded", None),
        ("succeeded", None),
        ("failed", "ZR304"),
    ]
    # both are told, in order
    errors = [line for line in result.messages if line["level"] == "error"]
    assert [(line["exit_code"], line["sqlstate"]) for line in errors] == [
        (75, "40P01"),
        (7, "ZR304"),
    ]


@pytest.mark.rule(20)
def test_a_failed_step_is_taken_back_whole(company: Database, recert: Recert) -> None:
    refuse(company, "core.assignments", "insert", "ZR304")
    before = company.value("select max(seq) from audit.log")
    result = recert(company, *DAILY)
    assert result.code == 7
    # flags, campaigns and audit rows went with the assignments that could not be written
    assert done(company) == {"overdue_scan", "reminders"}
    assert company.rows("select action from audit.log where seq > %s", before) == [
        {"action": "scan_overdue"}
    ]
    assert company.value("select count(*) from core.campaigns where kind <> 'manual'") == 0
    assert company.value("select count(*) from core.recompute_queue") > 0
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(20)
def test_a_step_whose_audit_row_cannot_be_written_does_nothing(
    company: Database, recert: Recert
) -> None:
    refuse(company, "audit.log", "insert", "53100", "new.action = 'scan_overdue'")
    assert recert(company, *DAILY).code == 3
    assert states(company)[-2:] == [("overdue_scan", "failed"), ("reminders", "skipped")]
    assert "overdue_scan" not in done(company)


def test_a_stored_recertification_that_fails_keeps_no_other_from_being_done(
    company: Database, recert: Recert
) -> None:
    """The one of a_day fails; one before it and one after it, of another training, are done."""
    company.act_as(None)
    before = schedule(company, "1", "Gowning", in_days=-1)
    failing = company.version_id("2")
    after = schedule(company, "1", "Fire", in_days=0)
    refuse(company, "core.campaigns", "insert", "ZR204", f"new.version_id = {failing}")
    result = recert(company, *DAILY)
    assert result.code == 6
    stored = {
        row["scheduled_recertification_id"]: row
        for row in company.rows("select * from core.scheduled_recertifications")
    }
    (failed,) = set(stored) - {before, after}
    assert {number: row["state"] for number, row in stored.items()} == {
        before: "done",
        failed: "planned",
        after: "done",
    }
    # its row says so, and the steps after it ran
    row = runs(company)[1]
    assert (row["step"], row["state"], row["sqlstate"]) == (
        "scheduled_recertifications",
        "failed",
        "ZR204",
    )
    assert str(failed) in row["message"]
    assert {state for step, state in states(company) if step != row["step"]} == {"succeeded"}

    # mended, the next run does it, and it alone
    company.execute("drop trigger refused_by_the_test on core.campaigns")
    again = recert(company, *DAILY)
    assert again.code == 0
    assert again.document[1]["result"]["due"] == again.document[1]["result"]["done"] == 1
    assert done(company) == set(QUICK)


def test_a_step_whose_row_cannot_be_written_is_told(company: Database, recert: Recert) -> None:
    refuse(company, "ops.job_runs", "insert", "53100", "new.step = 'recompute'")
    result = recert(company, *DAILY)
    assert result.code == 3
    assert {row["step"]: row["state"] for row in result.document} == {
        step: "failed" if step == "recompute" else "succeeded" for step in QUICK
    }
    others = [step for step in QUICK if step != "recompute"]
    assert states(company) == [(step, "succeeded") for step in others]
    assert done(company) == set(others)


def test_defects_are_told_with_debug(company: Database, recert: Recert) -> None:
    refuse(company, "core.notifications", "insert", "22012")
    result = recert(company, *DAILY, "--debug")
    assert result.code == 1
    assert "Traceback" in result.err
    assert [row["step"] for row in result.document] == QUICK


def test_tables_tell_failures(company: Database, recert: Recert) -> None:
    refuse(company, "core.notifications", "insert", "ZR304")
    result = recert(company, "daily", "--no-marts")
    assert result.code == 7
    assert [line.split()[:2] for line in result.out.splitlines()][-1] == ["reminders", "failed"]
    assert "ZR304" in result.err
