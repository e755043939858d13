"""A recertification in batches comes to what one transaction comes to, and is whole at its end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.recertify.test_evidence_digest import digest
from tests.sessions import background, until_blocked

COUNTS = [
    *("population", "created", "already_enrolled", "already_current", "inactive", "exempt"),
    "evidence_superseded",
]
#: More than a block of 64, so that there are several batches.
PEOPLE = 300


def fill(database: Database) -> None:
    """Version 1 was in force and version 2 is; some are inactive, exempt, current or done."""
    database.deciders()
    database.training(initial_due_offset_days=14)
    database.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'E-' || i, 'Person ' || i from generate_series(1, %s) as i",
        PEOPLE,
    )
    database.activate("1")
    database.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now() - n * interval '9 days', v.content_sha256"
        " from core.users as u, core.training_versions as v, generate_series(1, 2) as n"
        " where u.employee_number like 'E-%' and (n = 1 or u.user_id % 5 = 0)"
        " order by hashint8(u.user_id)"
    )
    database.execute(
        "update core.users set is_active = false where user_id % 31 = 0"
        " and employee_number like 'E-%'"
    )
    database.act_as("Q-1")
    database.execute(
        "select api.grant_exemption(employee_number, 'Lockout', 'Works from home', now() + '1 d')"
        " from core.users where user_id % 41 = 0 and employee_number like 'E-%'"
    )
    database.activate("2")
    database.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now(), v.content_sha256"
        " from core.users as u, core.training_versions as v"
        " where v.label = '2' and u.user_id % 37 = 0 and employee_number like 'E-%'"
    )


@pytest.fixture(scope="module")
def template_of(server: EmbeddedServer, template: str) -> Iterator[str]:
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            name = database.value("select current_database()")
        yield name


@pytest.fixture
def company(server: EmbeddedServer, template_of: str) -> Iterator[Database]:
    with copied(server, template_of) as dsn, Database.connect(dsn) as database:
        yield database


def begun(database: Database, size: int = 64, **options: Any) -> dict[str, Any]:
    return database.recertify("2", batch_size=size, **options)


def enrol(database: Database, run: dict[str, Any], *batches: int) -> None:
    for number in batches or range(1, run["batches"] + 1):
        database.execute("select api.enrol_recertification_batch(%s, %s)", run["run_id"], number)


def ended(database: Database, run: dict[str, Any]) -> dict[str, Any]:
    return database.row("select * from api.end_recertification(%s)", run["run_id"])


def outcomes(database: Database) -> list[dict[str, Any]]:
    return database.rows(
        "select employee_number, outcome from api.recertification_outcomes order by 1, 2"
    )


def is_sound(database: Database) -> bool:
    """Whether the doctor finds nothing but what the tests wrote past the functions."""
    failed = database.rows("select * from api.check_invariants(true) where status = 'fail'")
    return {row["check"] for row in failed} <= {"evidence_is_counted", "changes_are_in_the_log"}


def by_the_owner(database: Database, statement: str) -> None:
    """What whoever owns the tables can do, with all guards in place."""
    database.execute("set role recert_owner")
    database.execute(statement)
    database.execute("reset role")


@pytest.mark.rule(6, 8, 9, 10, 12)
@pytest.mark.parametrize("size", [1, 100, 1_000_000])
def test_batches_come_to_what_one_transaction_comes_to(
    server: EmbeddedServer, company: Database, template_of: str, size: int
) -> None:
    plan = company.plan("2")
    with copied(server, template_of) as dsn, Database.connect(dsn) as other:
        whole = other.recertify("2")
        left_out = outcomes(other)
        flags, assigned = other.statuses(), other.assigned("2")
    run = begun(company, size)
    assert run["batches"] == {1: 5, 100: 3, 1_000_000: 1}[size]
    assert [run[name] for name in COUNTS] == [0] * len(COUNTS)
    enrol(company, run)
    row = ended(company, run)
    assert row["plan_digest"] == plan["plan_digest"] == whole["plan_digest"]
    assert [row[name] for name in COUNTS] == [whole[name] for name in COUNTS]
    assert all(row[name] for name in COUNTS if name != "already_enrolled")
    assert (row["due_at"], row["run_id"], row["batches"]) == (run["due_at"], None, None)
    assert outcomes(company) == left_out
    assert (company.statuses(), company.assigned("2")) == (flags, assigned)
    assert company.value("select count(distinct (due_at, assigned_at)) from core.assignments") == 1
    assert is_sound(company)


@pytest.mark.rule(20)
def test_the_log_tells_of_beginning_batches_and_end(company: Database) -> None:
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    logged = company.rows(
        "select seq, action, entity_type, entity_id, change_reason, payload from audit.log"
        " where seq >= %s order by seq",
        run["audit_seq"],
    )
    assert [entry["action"] for entry in logged] == [
        "recertify",
        *["assign"] * run["batches"],
        "recertify",
    ]
    assert len({(entry["entity_id"], entry["change_reason"]) for entry in logged}) == 1
    first, *batches, last = (json.loads(entry["payload"]) for entry in logged)
    assert [first[name] for name in COUNTS] == [0] * len(COUNTS)
    assert [last[name] for name in COUNTS] == [row[name] for name in COUNTS]
    assert [sum(batch[name] for batch in batches) for name in COUNTS] == [
        row[name] for name in COUNTS
    ]
    assert (logged[-1]["seq"], last["plan_digest"]) == (row["audit_seq"], row["plan_digest"])
    assert (first["is_enrolling"], last["is_enrolling"]) == (True, False)
    assert first["evidence_to_supersede"] == row["evidence_superseded"]


@pytest.mark.rule(20)
def test_after_each_batch_the_record_is_sound(company: Database) -> None:
    run = begun(company)
    for number in range(1, run["batches"] + 1):
        enrol(company, run, number)
        assert is_sound(company), number
        campaign = company.row("select * from api.campaigns where kind = 'recertification'")
        assert campaign["state"] == "enrolling"
    ended(company, run)
    assert company.value("select distinct state from api.campaigns") == "whole"


@pytest.mark.rule(9, 20)
def test_the_digest_of_the_evidence_is_that_of_its_batches(company: Database) -> None:
    """As the comments of core._evidence_digest and core._evidence_digests tell it."""
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    batches = [
        digest(
            company.rows(
                "select e.* from core.evidence as e, core.recertification_batches as b"
                " where e.superseded_at = %s and b.batch_number = %s"
                " and coalesce(e.user_id >= b.user_id_from, true)"
                " and coalesce(e.user_id <= b.user_id_to, true)",
                run["due_at"] - timedelta(days=14),
                number,
            )
        )
        for number in range(1, run["batches"] + 1)
    ]
    whole = hashlib.sha256(b"".join(bytes.fromhex(batch) for batch in batches)).hexdigest()
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    assert json.loads(payload)["evidence_digest"] == whole
    assert is_sound(company)
    with company.unguarded("core.evidence"):
        company.execute(
            "update core.evidence set score = 1 where evidence_id ="
            " (select max(evidence_id) from core.evidence where superseded_at is not null)"
        )
    failed = company.rows("select * from api.check_invariants(true) where status = 'fail'")
    assert "evidence_digests" in {check["check"] for check in failed}


@pytest.mark.rule(11)
def test_a_batch_that_is_done_stays_as_it_is(company: Database) -> None:
    run = begun(company)
    enrol(company, run, 1)
    before = company.snapshot()
    again = company.row("select * from api.enrol_recertification_batch(%s, 1)", run["run_id"])
    assert again["is_new"] is False
    assert company.snapshot() == before
    enrol(company, run)
    row = ended(company, run)
    before = company.snapshot()
    assert ended(company, run) == row
    assert company.snapshot() == before


@pytest.mark.rule(11)
def test_it_ends_when_everybody_is_enrolled(company: Database) -> None:
    run = begun(company)
    enrol(company, run, *range(1, run["batches"]))
    company.refuses("ZR214", "select api.end_recertification(%s)", run["run_id"])
    company.refuses("ZR210", "select api.end_recertification(%s)", 999_999)
    company.refuses("ZR210", "select api.enrol_recertification_batch(%s, 1)", 999_999)
    company.refuses("ZR210", "select api.enrol_recertification_batch(%s, 99)", run["run_id"])
    company.refuses("ZR210", "select api.claim_recertification(%s)", 999_999)
    enrol(company, run, run["batches"])
    ended(company, run)
    company.refuses("ZR209", "select api.claim_recertification(%s)", run["run_id"])


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


@pytest.mark.one_server("prepares with a query that no cluster takes")
@pytest.mark.rule(10, 13, 14)
def test_what_happens_between_batches_is_taken_as_it_is_then(company: Database) -> None:
    """Somebody of a later batch completes, leaves, comes back; evidence comes late."""
    run = begun(company)
    enrol(company, run, 1)
    people = company.rows(
        "select u.employee_number, u.user_id, u.is_active from core.users as u"
        " where u.employee_number like 'E-%' and u.user_id % 37 <> 0 and u.user_id % 41 <> 0"
        " and not exists (select from core.assignments as a where a.user_id = u.user_id)"
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


@pytest.mark.rule(10)
def test_everybody_left_out_may_join_in_batches(company: Database) -> None:
    company.recertify("2")
    company.act_as("Q-1")
    company.execute("update core.users set is_active = true where not is_active")
    plan = company.plan("2")
    run = begun(company, 1)
    enrol(company, run)
    row = ended(company, run)
    assert [row[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert row["plan_digest"] == plan["plan_digest"]
    assert row["created"] > 0
    assert is_sound(company)


@pytest.mark.rule(12)
def test_a_plan_and_a_scope_hold_for_batches(company: Database) -> None:
    company.execute("update core.users set department = 'Line 4' where user_id % 3 = 0")
    for part in ("departments", "locations"):
        company.execute("update core.users set location = 'Line 4' where user_id % 3 = 0")
        company.act_as("Q-1")
        company.refuses(
            "ZR102",
            "select api.recertify('Lockout', '2', 'Paper records of May', p_batch_size => 9,"
            f" p_{part} => array['Line 4'])",
        )
    plan = company.row(
        "select * from api.preview_recertification('Lockout', '2', p_from_versions => array['1'])"
    )
    other = company.plan("2")
    company.refuses(
        "ZR206",
        "select api.recertify('Lockout', '2', 'Paper records of May', p_batch_size => 9,"
        " p_plan_digest => %s)",
        plan["plan_digest"],
    )
    assert plan["plan_digest"] != other["plan_digest"]
    run = begun(company, from_versions=["1"], plan_digest=plan["plan_digest"])
    enrol(company, run)
    row = ended(company, run)
    assert [row[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert (row["scope"], row["plan_digest"]) == ({"from_versions": ["1"]}, plan["plan_digest"])
    assert is_sound(company)


@pytest.mark.rule(9, 12)
@pytest.mark.parametrize("version", ["1", "2"])
def test_a_scope_takes_all_that_its_people_hold(company: Database, version: str) -> None:
    """Evidence on the version between, recorded later than any on the one before."""
    company.activate("3")
    company.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now(), v.content_sha256"
        " from core.users as u, core.training_versions as v"
        " where v.label = '2' and u.user_id % 7 = 0 and employee_number like 'E-%'"
    )
    plan = company.row(
        "select * from api.preview_recertification('Lockout', '3', p_from_versions => %s)",
        [version],
    )
    run = company.recertify(
        "3", batch_size=9, from_versions=[version], plan_digest=plan["plan_digest"]
    )
    assert run["batches"] > 1
    enrol(company, run)
    row = ended(company, run)
    assert [row[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert row["plan_digest"] == plan["plan_digest"]
    assert company.value(
        "select evidence_to_supersede = evidence_superseded from core.recertification_runs"
        " where run_id = %s",
        run["run_id"],
    )


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


@pytest.mark.rule(1)
def test_the_author_goes_on_with_nothing(company: Database) -> None:
    run = begun(company)
    company.act_as("A-1")
    company.refuses("ZR306", "select api.claim_recertification(%s)", run["run_id"])
    company.refuses("ZR306", "select api.enrol_recertification_batch(%s, 1)", run["run_id"])
    company.act_as("Q-1")
    enrol(company, run)
    company.act_as("A-1")
    company.refuses("ZR306", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.one_server("forges in a way that no cluster takes")
@pytest.mark.rule(10, 20)
def test_a_batch_that_only_says_it_is_done_does_not_pass(company: Database) -> None:
    """Whoever owns the tables fills in what api.enrol_recertification_batch would have."""
    run = begun(company)
    enrol(company, run, 1)
    by_the_owner(
        company,
        "update core.recertification_batches set enrolled_at = clock_timestamp(), population = 0,"
        " created = 0, already_enrolled = 0, already_current = 0, inactive = 0, exempt = 0,"
        " evidence_superseded = 0, plan_blocks = '', evidence_digest = sha256(''), audit_seq = 1"
        " where enrolled_at is null",
    )
    assert not is_sound(company)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.rule(9, 10)
def test_evidence_that_no_batch_superseded_does_not_pass(company: Database) -> None:
    """Somebody flags it behind the guards: the batches tell of less than there was."""
    run = begun(company)
    expected = company.value("select evidence_to_supersede from core.recertification_runs")
    assert expected == company.plan("2")["evidence_superseded"]
    with company.unguarded("core.evidence"):
        company.execute(
            "update core.evidence set recertification_status = 'superseded', superseded_at = now(),"
            " superseded_by_campaign_id = (select max(campaign_id) from core.campaigns)"
            " where user_id = (select user_id from core.users where employee_number = 'E-290')"
        )
    enrol(company, run)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])
    # and whoever makes the number fit has the log against them
    fitting = "update core.recertification_runs set evidence_to_supersede = evidence_superseded"
    company.refuses("ZR301", fitting)
    with company.unguarded("core.recertification_runs"):
        company.execute(fitting)
    assert not is_sound(company)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.one_server("forges in a way that no cluster takes")
@pytest.mark.rule(10, 20)
def test_a_run_that_only_says_it_is_whole_does_not_pass(company: Database) -> None:
    """Whoever owns the tables ends it as if the first batch had been all."""
    run = begun(company)
    enrol(company, run, 1)
    by_the_owner(
        company,
        "select core._end_run("
        "r, v.version_id, b.plan_blocks, sha256(b.evidence_digest), '{}', '{}')"
        " from core.recertification_runs as r"
        " join core.recertification_batches as b on r.run_id = b.run_id and b.batch_number = 1"
        " join core.campaigns as v on r.campaign_id = v.campaign_id",
    )
    assert not is_sound(company)


@pytest.mark.rule(20)
def test_a_row_of_the_log_that_is_of_no_batch_does_not_pass(company: Database) -> None:
    run = begun(company)
    company.execute(
        "select audit._append(row('assign', 'campaign', campaign_id::text, 'It never was',"
        " jsonb_build_object('run_id', run_id, 'batch', 2, 'created', 9999))::audit.entry)"
        " from core.recertification_runs"
    )
    assert not is_sound(company)
    enrol(company, run)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.one_server("forges in a way that no cluster takes")
@pytest.mark.rule(10)
def test_a_run_that_nobody_goes_on_with_is_found(company: Database) -> None:
    run = begun(company)
    with company.unguarded("core.recertification_runs"):
        company.execute(
            "update core.recertification_runs set run_at = run_at - interval '25 hours'"
        )
    found = "select * from ops._miscounted_recertifications() as n where n like '%enrolling since%'"
    assert len(company.rows(found)) == 1
    enrol(company, run, 1)
    assert company.rows(found) == []


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    "change",
    [
        "update core.recertification_runs set evidence_id_to = evidence_id_to - 1",
        "update core.recertification_batches set user_id_to = user_id_to - 64"
        " where batch_number = 1; update core.recertification_batches"
        " set user_id_from = user_id_from - 64 where batch_number = 2",
    ],
    ids=["evidence_id_to", "ranges"],
)
def test_what_the_log_tells_of_a_run_is_compared(company: Database, change: str) -> None:
    run = begun(company)
    enrol(company, run, 2)
    assert is_sound(company)
    with company.unguarded("core.recertification_runs", "core.recertification_batches"):
        company.execute(change)
    assert not is_sound(company)


@pytest.mark.rule(20)
def test_a_run_that_only_says_it_is_enrolling_does_not_pass(company: Database) -> None:
    company.recertify("2")
    company.execute(
        "insert into core.recertification_runs (campaign_id, run_at, run_by, change_reason, due_at,"
        " population, created, already_enrolled, already_current, inactive, exempt,"
        " evidence_superseded, is_enrolling, begun_audit_seq)"
        " select campaign_id, clock_timestamp(), run_by, change_reason, due_at, 0, 0, 0, 0, 0, 0,"
        " 0, true, audit_seq from core.recertification_runs"
    )
    assert not is_sound(company)


@pytest.mark.one_server("forges in a way that no cluster takes")
@pytest.mark.rule(8)
def test_who_is_enrolled_days_later_has_as_much_time(company: Database) -> None:
    run = begun(company)
    enrol(company, run, 1)
    with company.unguarded("core.recertification_runs", "core.assignments"):
        company.execute(
            "update core.recertification_runs set run_at = run_at - interval '20 days',"
            " due_at = due_at - interval '20 days';"
            " update core.assignments set assigned_at = assigned_at - interval '20 days',"
            " due_at = due_at - interval '20 days'"
        )
    enrol(company, run)
    late = company.rows(
        "select distinct due_at > now() + interval '13 days' as is_later from core.assignments"
        " order by 1"
    )
    assert [row["is_later"] for row in late] == [False, True]


@pytest.mark.one_server("prepares with a query that no cluster takes")
@pytest.mark.rule(10, 11)
def test_whoever_an_earlier_run_enrolled_is_counted_as_such(company: Database) -> None:
    first = company.recertify("2")
    company.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now() - interval '99 days', v.content_sha256"
        " from core.users as u, core.training_versions as v where v.label = '1'"
        " and u.user_id in (select user_id from core.assignments order by user_id limit 9)"
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


@pytest.mark.one_server("watches locks that a cluster does not show")
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


@pytest.mark.rule(10)
def test_nobody_to_recertify_is_one_batch_of_nobody(company: Database) -> None:
    company.recertify("2")
    company.act_as("Q-1")
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    assert row["population"] == 0
    assert is_sound(company)


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    "arguments",
    [
        "p_batch_size => 0",
        "p_batch_size => -1",
        "p_batch_size => 9, p_effective_on => current_date + 9",
    ],
)
def test_a_batch_has_people_and_a_moment(company: Database, arguments: str) -> None:
    company.act_as("Q-1")
    company.refuses(
        "ZR102", f"select api.recertify('Lockout', '2', 'Paper records of May', {arguments})"
    )


@pytest.mark.one_server("watches locks that a cluster does not show")
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
