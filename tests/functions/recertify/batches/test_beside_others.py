"""What others do, and what time does, while a recertification is not whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.company import Database, moved
from tests.functions.recertify.batches.running import (
    COUNTS,
    before_the_log,
    begun,
    ended,
    enrol,
    is_sound,
    outcomes,
)
from tests.sessions import background, until_blocked


@pytest.mark.rule(4, 11)
def test_until_it_is_whole_nothing_else_is_decided_for_the_training(company: Database) -> None:
    run = begun(company)
    enrol(company, run, 1)
    company.submit("3")
    company.act_as("Q-1")
    for query in (
        "select api.recertify('Lockout', '2', 'Paper records of May')",
        "select api.recertify('Lockout', '2', 'Paper records of May', p_batch_size => 9)",
        "select api.approve_version('Lockout', '3', 'New lock type on line 4')",
    ):
        company.refuses("ZR214", query)
    company.approve("3", activate=False)
    company.refuses("ZR214", "select api.activate_version('Lockout', '3', 'The line is rebuilt')")
    enrol(company, run)
    ended(company, run)
    company.execute("select api.activate_version('Lockout', '3', 'The line is rebuilt')")
    assert is_sound(company)


@pytest.mark.rule(10, 13, 14)
def test_what_happens_between_batches_is_taken_as_it_is_then(company: Database) -> None:
    """Somebody of a later batch completes, leaves, comes back; evidence comes late."""
    run = begun(company)
    enrol(company, run, 1)
    people = company.rows(
        "select u.employee_number, u.user_id, u.is_active from core.users as u"
        " left join core.assignments as a on u.user_id = a.user_id"
        " where u.employee_number like 'E-%' and u.user_id % 37 <> 0 and u.user_id % 41 <> 0"
        " and a.user_id is null"
        " order by u.user_id desc"
    )
    done, gone, late = [row["employee_number"] for row in people if row["is_active"]][:3]
    back = next(row["employee_number"] for row in people if not row["is_active"])
    company.act_as("Q-1")
    company.execute("select api.complete_training('Lockout', p_employee_number => %s)", done)
    company.execute("select api.upsert_user(%s, p_is_active => false)", gone)
    company.execute("select api.reactivate_user(%s, 'Back from leave of absence')", back)
    company.evidence(late, "1")
    enrol(company, run)
    row = ended(company, run)
    assert sum(row[name] for name in COUNTS[1:6]) == row["population"]
    found = {entry["employee_number"]: entry["outcome"] for entry in outcomes(company)}
    assert (found[done], found[gone], found[back], found[late]) == (
        *("already_current", "inactive", "created", "created"),
    )
    # recorded after the run began: it is the next one's
    assert company.statuses()[late][-1] == ("1", "current")
    assert is_sound(company)
    again = company.recertify("2")
    assert (again["population"], again["already_enrolled"], again["evidence_superseded"]) == (
        1,
        1,
        1,
    )
    assert is_sound(company)


@pytest.mark.rule(9, 22)
def test_a_clock_that_was_set_back_leaves_nobody_behind(company: Database) -> None:
    with company.unguarded("core.evidence"):
        company.execute(
            "update core.evidence set recorded_at = now() + interval '10 minutes'"
            " where user_id = (select user_id from core.users where employee_number = 'E-290')"
        )
    plan = company.plan("2")
    run = begun(company, plan_digest=plan["plan_digest"])
    enrol(company, run)
    row = ended(company, run)
    assert row["plan_digest"] == plan["plan_digest"]
    assert "E-290" in company.assigned("2")


@pytest.mark.rule(8)
def test_who_is_enrolled_days_later_has_as_much_time(company: Database) -> None:
    run = begun(company)
    enrol(company, run, 1)
    with company.unguarded("core.recertification_runs", "core.assignments"):
        company.execute(
            f"update core.recertification_runs set {moved('run_at', '-20 days')},"
            f" {moved('due_at', '-20 days')}"
        )
        company.execute(
            f"update core.assignments set {moved('assigned_at', '-20 days')},"
            f" {moved('due_at', '-20 days')}"
        )
    enrol(company, run)
    late = company.rows(
        "select distinct due_at > now() + interval '13 days' as is_later from core.assignments"
        " order by 1"
    )
    assert [row["is_later"] for row in late] == [False, True]


@pytest.mark.rule(10, 11)
def test_whoever_an_earlier_run_enrolled_is_counted_as_such(company: Database) -> None:
    first = company.recertify("2")
    company.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now() - interval '99 days', v.content_sha256"
        " from core.users as u, core.training_versions as v where v.label = '1'"
        " and u.user_id = any(%s)",
        [row["user_id"] for row in company.rows("select user_id from core.assignments limit 9")],
    )
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    assert first["created"] > 9
    assert (row["population"], row["created"], row["already_enrolled"]) == (9, 0, 9)


@pytest.mark.rule(9, 17)
def test_what_expires_meanwhile_is_left_to_the_run(company: Database) -> None:
    """Nobody is asked for the version twice: by the run, and by the scan of expiry."""
    company.execute("update core.trainings set recertification_interval_days = 5")
    run = begun(company)
    enrol(company, run, 1)
    company.act_as(None)
    scanned = company.row("select * from api.scan_expiry()")
    assert (scanned["expired"], scanned["created"], scanned["campaigns"]) == (0, 0, [])
    assert company.value(
        "select payload::jsonb -> 'being_recertified' from audit.log where seq = %s",
        scanned["audit_seq"],
    ) == ["Lockout"]
    company.act_as("Q-1")
    enrol(company, run)
    ended(company, run)
    assert not company.rows(
        "select user_id from core.assignments group by user_id having count(*) > 1"
    )
    assert is_sound(company)


@pytest.mark.rule(16)
def test_a_scan_is_let_in_between_batches(company: Database) -> None:
    """It queues: a batch that is asked for after it waits until it has gone."""
    run = begun(company)
    with (
        Database.connect(company.dsn) as first,
        Database.connect(company.dsn) as second,
        Database.connect(company.dsn) as scan,
    ):
        for session in (first, second, scan):
            session.act_as("Q-1")
        first.execute("begin")
        enrol(first, run, 1)
        with background(lambda: scan.execute("select api.scan_overdue()")) as scanning:
            until_blocked(company, scan.pid)
            with background(lambda: enrol(second, run, 2)) as batch:
                until_blocked(company, second.pid)
                first.execute("commit")
                scanning.result()
                batch.result()
    enrol(company, run)
    ended(company, run)
    assert is_sound(company)


def as_decider(session: Database, run: dict[str, Any], batch: int) -> None:
    session.act_as("Q-1")
    enrol(session, run, batch)


@pytest.mark.rule(20)
def test_two_batches_are_enrolled_at_once(company: Database) -> None:
    """Each waits for the end of the log, and for nothing before it."""
    run = begun(company)
    found = before_the_log(
        company, lambda one: as_decider(one, run, 1), lambda other: as_decider(other, run, 2)
    )
    assert found == [{"it": "audit.head", "locktype": "tuple"}]
    enrol(company, run)
    ended(company, run)
    assert is_sound(company)


def to_others(session: Database) -> None:
    session.act_as("Q-1")
    session.execute(
        "select api.create_campaign('Gowning', 'Newcomers', now() + interval '9 days',"
        " 'Newcomers of this month', p_employee_numbers => '{E-1}')"
    )


def another_version(session: Database) -> None:
    session.submit("2", "Gowning")


def the_first_evidence(session: Database) -> None:
    session.act_as("E-1")
    session.execute("select api.complete_training('Gowning')")


def some_of_another(session: Database) -> None:
    session.recertify("2", "Hygiene", from_versions=["1"])


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    "action", [to_others, another_version, the_first_evidence, some_of_another]
)
def test_a_batch_and_what_others_decide_make_no_circle(company: Database, action: Any) -> None:
    """Neither is ended for the other, whichever comes first to the end of the log."""
    for training in ("Gowning", "Hygiene"):
        company.training(training)
        company.activate("1", training)
    company.evidence("E-1", "1", "Hygiene")
    company.activate("2", "Hygiene")
    run = begun(company)
    before_the_log(company, lambda one: as_decider(one, run, 1), action)
    enrol(company, run)
    ended(company, run)
    assert is_sound(company)


@pytest.mark.rule(13)
def test_evidence_and_batches_wait_for_each_other(company: Database) -> None:
    run = begun(company)
    company.execute("set lock_timeout = '200ms'")
    complete = "select api.complete_training('Lockout', p_employee_number => 'E-299')"
    batch = "select api.enrol_recertification_batch(%s, %s)"
    with Database.connect(company.dsn) as other:
        other.act_as("Q-1")
        other.execute("set lock_timeout = '200ms'")
        with company.connection.transaction():
            company.execute(batch, run["run_id"], 1)
            other.refuses("55P03", complete)
        # one batch does not keep another from being judged, only the end of the log is one
        with other.connection.transaction():
            other.execute(complete)
            company.refuses("55P03", batch, run["run_id"], 2)
    enrol(company, run)
    ended(company, run)
    assert is_sound(company)
    assert "E-299" not in company.assigned("2")


@pytest.mark.rule(11)
def test_one_session_goes_on_with_it_at_a_time(company: Database) -> None:
    run = begun(company)
    company.execute("select api.claim_recertification(%s)", run["run_id"])
    with Database.connect(company.dsn) as other:
        other.act_as("Q-1")
        other.refuses("55P03", "select api.claim_recertification(%s)", run["run_id"])
        enrol(other, run, 1)
        assert company.value("select result ->> 'batches_enrolled' from api.job_runs") == "1"
        company.execute("select pg_advisory_unlock_all()")
        other.execute("select api.claim_recertification(%s)", run["run_id"])
        enrol(other, run)
        ended(other, run)
    jobs = company.rows("select job, step, state, result from api.job_runs order by job_run_id")
    assert [job["state"] for job in jobs] == ["interrupted", "succeeded"]
    assert [job["result"]["batches_enrolled"] for job in jobs] == [1, run["batches"]]


def test_whoever_goes_on_has_written_its_own_rows_only(company: Database) -> None:
    run = begun(company)
    claim = "select api.claim_recertification(%s)"
    row = "select rows, state, result from api.job_runs where job_run_id = %s"
    written = (
        "select sum(created + evidence_superseded) from api.recertification_batches"
        " where batch_number = any(%s)"
    )
    batches = range(1, run["batches"] + 1)
    with Database.connect(company.dsn) as first:
        first.act_as("Q-1")
        interrupted = first.value(claim, run["run_id"])
        assert company.row(row, interrupted)["rows"] == 0
        enrol(first, run, 1)
        first.execute("select pg_advisory_unlock_all()")
    number = company.value(claim, run["run_id"])
    assert company.row(row, number)["rows"] == 0
    enrol(company, run, 2)
    assert company.row(row, number)["rows"] == company.value(written, [2]) > 0
    enrol(company, run)
    ended(company, run)
    ours = company.row(row, number)
    assert (ours["state"], ours["rows"]) == ("succeeded", company.value(written, list(batches[1:])))
    theirs = company.row(row, interrupted)
    assert (theirs["state"], theirs["rows"]) == ("interrupted", company.value(written, [1]))
    assert ours["rows"] + theirs["rows"] == company.value(written, list(batches))
    # the position is that of the whole run
    assert ours["result"]["created"] == company.value(
        "select sum(created) from api.recertification_batches"
    )
